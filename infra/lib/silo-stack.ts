import { Duration, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Alias, Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import { streamedTopics, WAKING_CHANGES } from '../../src/changes/index.ts';
import { heardTopics } from '../../src/engine/index.ts';
import type { Model } from '../../src/model/index.ts';
import { itemFilters, tableShape } from '../../src/store/index.ts';
import { Alarms } from './alarms.ts';
import { ALIAS } from './functions.ts';
import { isProtected } from './removal-policy.ts';
import { sharedArn } from './shared-with-silos.ts';
import { siloNameOf } from './silo-name.ts';
import type { Stage } from './stage.ts';
import { readStream } from './stream-reader.ts';
import { addTable } from './table.ts';
import { watchTable } from './table-alarm.ts';

export interface SiloProps extends StackProps {
  readonly stage: Stage;
  readonly model: Model;
  /** The id of the tenant. */
  readonly tenant: string;
}

/**
 * The table of one tenant, as the pool's table is, with its alarm and the reader of its stream. The rest is the stage's.
 */
export class SiloStack extends Stack {
  constructor(scope: Construct, { stage, model, tenant, ...props }: SiloProps) {
    const name = siloNameOf(stage, tenant);
    super(scope, name, { terminationProtection: isProtected(stage), ...props });
    Tags.of(this).add('Project', 'tenantql');
    Tags.of(this).add('Stage', stage.name);
    Tags.of(this).add('TenantId', tenant);
    const table = addTable(this, 'Table', {
      stage,
      shape: tableShape(model),
      capacity: stage.capacity.silo,
      key: Key.fromKeyArn(this, 'Key', sharedArn(stage, 'KeyArn')),
      tableName: name,
    });
    const topic = Topic.fromTopicArn(this, 'Alarms', sharedArn(stage, 'AlarmTopicArn'));
    watchTable(new Alarms(this, stage, topic), `silo-${tenant}`, table, Duration.minutes(5));
    readStream(this, 'Changes', {
      table,
      target: this.#changes(stage),
      filters: itemFilters(WAKING_CHANGES, streamedTopics(model), model.models),
      isHeard: heardTopics(model).size > 0,
      deadChangesArn: sharedArn(stage, 'DeadChangesArn'),
    });
  }

  /** Returns the alias of the stage's function `changes`. */
  #changes(stage: Stage): Alias['lambda'] {
    const lambda = LambdaFunction.fromFunctionArn(this, 'Function', sharedArn(stage, 'ChangesArn'));
    const aliasVersion = Version.fromVersionAttributes(this, 'Version', { lambda, version: ALIAS });
    return Alias.fromAliasAttributes(this, 'Alias', { aliasName: ALIAS, aliasVersion });
  }
}
