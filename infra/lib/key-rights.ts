import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** What a caller lets a service do with the key. */
export interface KeyUse {
  readonly key: IKey;
  readonly region: string;
  readonly actions: readonly ('Decrypt' | 'DescribeKey' | 'Encrypt' | 'GenerateDataKey')[];
  /** The bucket whose objects the key opens. */
  readonly bucket?: IBucket;
  /** The service by which the key is used, without a bucket. Tables by default. */
  readonly service?: 'dynamodb' | 'secretsmanager';
}

/** Allows the use of the key only through one service. A caller with this right cannot call KMS itself. */
export function keyStatement({
  key,
  region,
  actions,
  bucket,
  service = 'dynamodb',
}: KeyUse): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `kms:${action}`),
    resources: [key.keyArn],
    conditions: {
      StringEquals: {
        'kms:ViaService': `${bucket ? 's3' : service}.${region}.amazonaws.com`,
        // With a bucket key, S3 binds each data key to the bucket's ARN.
        ...(bucket ? { 'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn } : {}),
      },
    },
  });
}
