import { Stack, type Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscriptionFilter, LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { COUNTED_LINES } from '../../src/platform/index.ts';
import { LINES } from '../../src/store/index.ts';
import type { ServedFunction } from './functions.ts';
import { keyStatement } from './key-rights.ts';
import { withKeys } from './leading-keys.ts';
import { logPropsOf } from './log-props.ts';
import { removalPolicyOf } from './removal-policy.ts';
import type { Stage } from './stage.ts';

export interface MeteringProps {
  readonly stage: Stage;
  readonly control: ITable;
  readonly key: IKey;
  /** The bucket of log lines. */
  readonly usage: Bucket;
  /** The functions whose logs are counted, by name. */
  readonly counted: Readonly<Record<string, ServedFunction>>;
  /** The function that counts. */
  readonly meter: ServedFunction;
}

/** The seconds and megabytes after which Firehose writes a file. A file holds the lines of all environments. */
const EVERY_SECONDS = 300;
const EVERY_MEGABYTES = 8;

/**
 * The way of usage: the logs of the API and of the sockets, their subscriptions, files of the counted lines in a bucket, and
 * the function that counts them every hour. No request writes usage, so an environment that dies loses none.
 */
export class Metering extends Construct {
  readonly #stream: CfnDeliveryStream;

  constructor(scope: Construct, { stage, control, key, usage, counted, meter }: MeteringProps) {
    super(scope, 'Metering');
    const { region } = Stack.of(this);
    const failures = new LogGroup(this, 'Failures', logPropsOf(stage));
    const failuresStream = new LogStream(this, 'FailuresStream', {
      logGroup: failures,
      removalPolicy: removalPolicyOf(stage),
    });
    const writer = new Role(this, 'Writer', {
      description: `TenantQL ${stage.name}: writes counted log lines to their bucket`,
      assumedBy: new ServicePrincipal('firehose.amazonaws.com'),
    });
    writer.addToPolicy(keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'], bucket: usage }));
    writer.addToPolicy(
      new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [failures.logGroupArn] }),
    );
    const allow = (role: IRole, actions: readonly string[], resource: string): void => {
      usage.addToResourcePolicy(
        new PolicyStatement({
          principals: [role],
          actions: actions.map((action) => `s3:${action}`),
          resources: [resource],
        }),
      );
    };
    allow(writer, ['AbortMultipartUpload', 'GetObject', 'PutObject'], usage.arnForObjects('*'));
    allow(writer, ['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'], usage.bucketArn);
    this.#stream = new CfnDeliveryStream(this, 'Lines', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: usage.bucketArn,
        roleArn: writer.roleArn,
        // The hour of UTC in which the first line of a file arrived.
        prefix: `${LINES}/!{timestamp:yyyy-MM-dd'T'HH}/`,
        errorOutputPrefix: 'failed/!{firehose:error-output-type}/',
        bufferingHints: { intervalInSeconds: EVERY_SECONDS, sizeInMBs: EVERY_MEGABYTES },
        // CloudWatch Logs has compressed each message.
        compressionFormat: 'UNCOMPRESSED',
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: failures.logGroupName,
          logStreamName: failuresStream.logStreamName,
        },
      },
    });
    this.#stream.node.addDependency(writer);
    if (usage.policy) this.#stream.node.addDependency(usage.policy);

    const sender = new Role(this, 'Sender', {
      description: `TenantQL ${stage.name}: sends counted log lines to Firehose`,
      assumedBy: new ServicePrincipal('logs.amazonaws.com'),
    });
    sender.addToPolicy(
      new PolicyStatement({
        actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
        resources: [this.#stream.attrArn],
      }),
    );
    for (const [name, { current }] of Object.entries(counted)) {
      const subscription = new CfnSubscriptionFilter(
        this,
        name === 'graphql' ? 'Requests' : `Lines-${name}`,
        {
          logGroupName: current.logGroup.logGroupName,
          filterPattern: COUNTED_LINES,
          destinationArn: this.#stream.attrArn,
          roleArn: sender.roleArn,
        },
      );
      // CloudWatch Logs sends a message at once to try the rights.
      subscription.node.addDependency(sender);
    }

    allow(meter.role, ['GetObject'], usage.arnForObjects(`${LINES}/*`));
    allow(meter.role, ['ListBucket'], usage.bucketArn);
    meter.role.addToPrincipalPolicy(keyStatement({ key, region, actions: ['Decrypt'], bucket: usage }));
    grantRecords(meter.role, control, key);
    new Rule(this, 'EveryHour', {
      description: 'Counts the usage of tenants',
      // Firehose has written the files of the hour before.
      schedule: Schedule.cron({ minute: '10' }),
      targets: [new LambdaTarget(meter.alias, { event: RuleTargetInput.fromObject({}) })],
    });
  }

  /** Returns the age in seconds of the oldest line that is not in a file yet. */
  age(period: Duration): Metric {
    return new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: this.#stream.ref },
      statistic: 'Maximum',
      period,
    });
  }
}

/** Grants the items of usage, and to see whether a tenant still exists. */
function grantRecords(role: IRole, control: ITable, key: IKey): void {
  const allow = (actions: readonly string[], keys: readonly string[]): void => {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [control.tableArn],
        conditions: withKeys(keys),
      }),
    );
  };
  // It reads the sums of a day to publish them.
  allow(['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'], ['USAGE#*', 'FLEET#*']);
  // It sees whose quotas are almost used up, and writes nothing of a tenant.
  allow(['GetItem'], ['LIMIT#*', 'TENANT#*']);
  const { region } = Stack.of(role);
  role.addToPrincipalPolicy(keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'] }));
}
