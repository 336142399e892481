import { join } from 'node:path';

import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  TenancyConfig,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import type { FunctionName } from '../../src/lambda/function-names.ts';
import { logPropsOf } from './log-props.ts';
import type { Stage } from './stage.ts';

/** Where `bundle.ts` writes the functions, one folder each. */
export const BUNDLES = join(__dirname, '../dist');

/** The name of the alias that callers call. */
export const ALIAS = 'live';

export interface FunctionProps {
  readonly stage: Stage;
  /** The name of the file in src/lambda, and of the bundle. */
  readonly name: FunctionName;
  readonly description: string;
  /** Megabytes. The share of a processor grows with them. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** The copies that are kept warm. None by default. */
  readonly warm?: number;
  /** Runs in an environment for each tenant, which cannot be kept warm. */
  readonly isolated?: boolean;
}

/**
 * A Lambda function with a role and a log of its own, behind an alias.
 * Callers call the alias. So a deployment changes nothing until the new version is ready, and a roll-back is one step.
 */
export class ServedFunction extends Construct {
  readonly role: IRole;
  readonly current: LambdaFunction;
  readonly alias: Alias;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage, name, description, memory, timeout, environment, warm = 0, isolated = false } = props;
    const logGroup = new LogGroup(this, 'Log', logPropsOf(stage));
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
    if (stage.traces !== null)
      role.addToPolicy(
        new PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
      );
    this.role = role;
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
      // Metrics and usage are counted from the lines of the functions, so checked stages filter none of these.
      applicationLogLevelV2: ApplicationLogLevel[stage.logs.functions],
      systemLogLevelV2: SystemLogLevel[stage.logs.platform],
      tracing: stage.traces === null ? Tracing.DISABLED : Tracing.ACTIVE,
      environment: {
        ...environment,
        ...(stage.dynamoDbClient === 'sdk' ? { DYNAMODB_CLIENT: 'sdk' } : {}),
      },
      ...(isolated ? { tenancyConfig: TenancyConfig.PER_TENANT } : {}),
    });
    this.alias = new Alias(this, 'Live', {
      aliasName: ALIAS,
      version: this.current.currentVersion,
      ...(warm > 0 && !isolated ? { provisionedConcurrentExecutions: warm } : {}),
    });
  }
}
