import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** What a caller lets DynamoDB or S3 do with the key for it. */
export interface KeyUse {
  readonly key: IKey;
  readonly region: string;
  readonly actions: readonly ('Decrypt' | 'DescribeKey' | 'Encrypt' | 'GenerateDataKey')[];
  /** The one bucket whose objects it opens; tables when absent. */
  readonly bucket?: IBucket;
}

/** Lets the key be used by way of one service alone: a caller who has it cannot ask KMS itself. */
export function keyStatement({ key, region, actions, bucket }: KeyUse): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `kms:${action}`),
    resources: [key.keyArn],
    conditions: {
      StringEquals: {
        'kms:ViaService': `${bucket ? 's3' : 'dynamodb'}.${region}.amazonaws.com`,
        // With a key of the bucket's own, that is what each data key is bound to.
        ...(bucket ? { 'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn } : {}),
      },
    },
  });
}
