import { Duration, Tags } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
  type GlobalSecondaryIndexPropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import type { Model } from '../../src/model/index.ts';
import { controlShape, siloTable, tableShape, TTL, UPLOADS, type TableShape } from '../../src/store/index.ts';
import { isProtected, removalPolicyOf } from './removal-policy.ts';
import type { Stage } from './stage.ts';

/**
 * Returns the prefix of the names of silo tables: `tenantql-prod-silo-`. The policy of the tenant role names them by
 * it.
 */
export function siloPrefixOf({ name }: Stage): string {
  return `tenantql-${name}-silo-`;
}

/** The stores of the system: the tenants' rows, the platform's records, files, archives. */
export class Data extends Construct {
  readonly key: Key;
  /** Rows of all tenants of the pool. */
  readonly data: TableV2;
  /** The table of each tenant of a silo, by tenant id. */
  readonly silos: Readonly<Record<string, TableV2>>;
  /** Tenants, members, invitations, keys, jobs, usage. The tenant role cannot reach it. */
  readonly control: TableV2;
  /** Files of the tenants, each below the id of its tenant. */
  readonly files: Bucket;
  /** Exports of tenants, and uploads of operators for an import. */
  readonly archives: Bucket;

  constructor(scope: Construct, stage: Stage, model: Model) {
    super(scope, 'Data');
    const removalPolicy = removalPolicyOf(stage);
    this.key = new Key(this, 'Key', {
      description: `TenantQL ${stage.name}: rows, records, files and archives`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const table = (id: string, shape: TableShape, tableName?: string): TableV2 =>
      new TableV2(this, id, {
        ...(tableName !== undefined && { tableName }),
        ...keysOf(shape),
        billing: Billing.onDemand(),
        encryption: TableEncryptionV2.customerManagedKey(this.key),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: isProtected(stage),
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        timeToLiveAttribute: TTL,
        removalPolicy,
      });
    this.data = table('Table', tableShape(model));
    this.control = table('Control', controlShape);
    this.silos = Object.fromEntries(
      stage.silos.map((tenant) => {
        const silo = table(`Silo-${tenant}`, tableShape(model), siloTable(siloPrefixOf(stage), tenant));
        Tags.of(silo).add('TenantId', tenant);
        return [tenant, silo];
      }),
    );
    const logs = new Bucket(this, 'FileLogs', {
      ...closed(),
      // S3 writes server access logs by an ACL of the bucket.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy,
    });
    this.files = new Bucket(this, 'Files', {
      ...closed(),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      versioned: true,
      // An overwritten or deleted file can be restored for a month.
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // The caller has signed the request, so an origin would prove nothing more.
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT, HttpMethods.DELETE],
          allowedOrigins: ['*'],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 600,
        },
      ],
      serverAccessLogsBucket: logs,
      removalPolicy,
    });
    this.archives = new Bucket(this, 'Archives', {
      ...closed(),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
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
  }
}

function closed() {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  };
}

/** Returns the keys and indexes of a table in CDK's words: exactly those that the schema needs. */
function keysOf({ keySchema, indexes }: TableShape) {
  const keys = (parts: TableShape['keySchema']) => {
    const [hash, range] = parts;
    if (!hash || !range) throw new Error('Every table and index has two key attributes.');
    return {
      partitionKey: { name: hash.name, type: AttributeType.STRING },
      sortKey: { name: range.name, type: AttributeType.STRING },
    };
  };
  const globalSecondaryIndexes = indexes.map(({ name, keySchema: parts }): GlobalSecondaryIndexPropsV2 => ({
    indexName: name,
    ...keys(parts),
  }));
  return { ...keys(keySchema), globalSecondaryIndexes };
}
