import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
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
import { controlShape, siloTable, tableShape, TTL, type TableShape } from '../../src/store/index.ts';
import type { Stage } from './stage.ts';

/** What the names of the tables of single tenants begin with: the policy of the tenant role names them by it. */
export function siloPrefixOf({ name }: Stage): string {
  return `tenantql-${name}-silo-`;
}

/** Where everything is kept: the tenants' rows, the platform's records, files. */
export class Data extends Construct {
  readonly key: Key;
  /** Rows of all tenants of the pool. */
  readonly data: TableV2;
  /** A table of its own for each tenant of a silo, by tenant id. */
  readonly silos: Readonly<Record<string, TableV2>>;
  /** Tenants, members, invitations, keys, jobs, usage. The tenant role cannot reach it. */
  readonly control: TableV2;
  /** Files of the tenants, each below the id of its own. */
  readonly files: Bucket;

  constructor(scope: Construct, stage: Stage, model: Model) {
    super(scope, 'Data');
    const removalPolicy = stage.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: `TenantQL ${stage.name}: rows, records and files`,
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
        deletionProtection: stage.keep,
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
      // Server access logs are written by an ACL of the bucket.
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
      // A file that was overwritten or deleted can be had again for a month.
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // Whoever calls has signed the request: an origin proves nothing more.
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

/** The keys and indexes of a table, in CDK's words: exactly those that the schema needs. */
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
