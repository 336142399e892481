import { join } from 'node:path';

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  TenancyConfig,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import type { FunctionName } from '../../src/lambda/function-names.ts';
import type { Stage } from './stage.ts';

/** Where `bundle.ts` writes the functions, one folder each. */
export const BUNDLES = join(__dirname, '../dist');

export interface FunctionProps {
  readonly stage: Stage;
  /** The file of src/lambda, and of the bundle. */
  readonly name: FunctionName;
  readonly description: string;
  /** Megabytes; the share of a processor goes with them. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one at a time: a call that finds it busy is dropped, since the next one does the work. */
  readonly single?: true;
  /** Keeps copies warm, or one environment for each tenant, as the stage wants. */
  readonly serves?: true;
}

/**
 * One Lambda function with a role and a log of its own, behind an alias: what calls it calls the alias, so that a deployment
 * changes nothing until the new version is there, and a roll-back is one step.
 */
export class ServedFunction extends Construct {
  readonly role: IRole;
  readonly current: LambdaFunction;
  readonly alias: Alias;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage, name, description, memory, timeout, environment, single, serves } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: stage.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      description: `TenantQL ${stage.name}: ${description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
    );
    this.role = role;
    const isolated = serves && stage.isolateTenants;
    this.current = new LambdaFunction(this, 'Function', {
      description,
      code: Code.fromAsset(join(BUNDLES, name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout,
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...environment },
      ...(single ? { reservedConcurrentExecutions: 1 } : {}),
      ...(isolated ? { tenancyConfig: TenancyConfig.PER_TENANT } : {}),
    });
    this.alias = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.current.currentVersion,
      ...(serves && stage.warm > 0 && !isolated ? { provisionedConcurrentExecutions: stage.warm } : {}),
    });
    if (single) this.alias.configureAsyncInvoke({ maxEventAge: Duration.minutes(1), retryAttempts: 0 });
  }
}
