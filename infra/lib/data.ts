import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import type { Model } from '../../src/model/index.ts';
import { controlShape, realtimeShape, tableShape, UPLOADS, type TableShape } from '../../src/store/index.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { ON_DEMAND, type Capacity, type Stage } from './stage.ts';
import { addPassingTable, addTable } from './table.ts';

/** Days for which log lines of requests are kept. A run looks at those of three. */
const USAGE_DAYS = 14;

/** The stores of the system: the tenants' rows, the platform's records, files, archives. */
export class Data extends Construct {
  readonly key: Key;
  /** Rows of all tenants of the pool. */
  readonly data: TableV2;
  /** Tenants, members, invitations, keys, jobs, usage. The tenant role cannot reach it. */
  readonly control: TableV2;
  /** Connections of clients, their subscriptions, and events that a client may ask for again. */
  readonly realtime: TableV2;
  /** Files of the tenants: file-rights.ts says who reaches which. */
  readonly files: Bucket;
  /** Exports of tenants, and uploads of operators for an import. */
  readonly archives: Bucket;
  /** Log lines of requests, until their usage is counted. */
  readonly usage: Bucket;

  constructor(scope: Construct, stage: Stage, model: Model) {
    super(scope, 'Data');
    const removalPolicy = removalPolicyOf(stage);
    this.key = new Key(this, 'Key', {
      description: `TenantQL ${stage.name}: rows, records, files and archives`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const table = (id: string, shape: TableShape, capacity: Capacity): TableV2 =>
      addTable(this, id, { stage, shape, capacity, key: this.key });
    this.data = table('Table', tableShape(model), stage.capacity.data);
    this.control = table('Control', controlShape, stage.capacity.control);
    this.realtime = addPassingTable(this, 'Realtime', {
      shape: realtimeShape,
      capacity: ON_DEMAND,
      key: this.key,
    });
    const logs = new Bucket(this, 'FileLogs', {
      ...closed(),
      // S3 writes server access logs by an ACL of the bucket.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy,
    });
    this.files = new Bucket(this, 'Files', {
      ...sealedBy(this.key),
      // The bucket keeps no versions, so that what is deleted is gone, and the bytes that a tenant uses are those it sees.
      versioned: false,
      // An upload in parts is ended within a day by its record. This rule is for those that browsers started themselves,
      // and for the versions that the bucket kept when it was versioned.
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
      cors: [
        {
          allowedMethods: [
            HttpMethods.GET,
            HttpMethods.HEAD,
            HttpMethods.PUT,
            HttpMethods.POST,
            HttpMethods.DELETE,
          ],
          allowedOrigins: [...stage.fileOrigins],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 600,
        },
      ],
      serverAccessLogsBucket: logs,
      removalPolicy,
    });
    sendEvents(this.files);
    this.archives = new Bucket(this, 'Archives', {
      ...sealedBy(this.key),
      // The bucket keeps no versions, so that what a purge deletes is gone.
      versioned: false,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // An import deletes its upload. This rule is for uploads that were never imported.
        { prefix: `${UPLOADS}/`, expiration: Duration.days(7) },
        ...(stage.archiveDays === null ? [] : [{ expiration: Duration.days(stage.archiveDays) }]),
      ],
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'archives/',
      removalPolicy,
    });
    this.usage = new Bucket(this, 'Usage', {
      ...sealedBy(this.key),
      versioned: false,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1), expiration: Duration.days(USAGE_DAYS) },
      ],
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'usage/',
      removalPolicy,
    });
  }
}

/** Sends the events of a bucket to EventBridge. CDK's own option would do it by another function, with rights on the bucket. */
function sendEvents(bucket: Bucket): void {
  if (bucket.node.defaultChild instanceof CfnBucket)
    bucket.node.defaultChild.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
}

/** Returns the properties of a closed bucket that is encrypted by our own key. */
function sealedBy(encryptionKey: Key) {
  return { ...closed(), encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true };
}

function closed() {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  };
}
