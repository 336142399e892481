import type { IamRequest } from './policy.ts';

/** The key by which tables and buckets are encrypted, and the region of the services that use it. */
export interface Key {
  readonly arn: string;
  readonly region: string;
}

/** What KMS is asked, on behalf of a caller, by the service that keeps something encrypted. */
export interface KeyUse {
  /** `Decrypt` to read; `GenerateDataKey` to write an object. */
  readonly action: 'Decrypt' | 'GenerateDataKey';
  readonly service: 'dynamodb' | 's3';
  /** What it is about: services bind each data key to it. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * The request of KMS behind one of DynamoDB or S3. Without a right on the key a caller cannot read a table or an object,
 * whatever the right on it (Amazon DynamoDB, "How DynamoDB uses AWS KMS"; Amazon S3, "Using server-side encryption with KMS").
 */
export function keyRequest({ arn, region }: Key, { action, service, context }: KeyUse): IamRequest {
  const bound = Object.entries(context).map(
    ([name, value]) => [`kms:EncryptionContext:${name}`, value] as const,
  );
  return {
    action: `kms:${action}`,
    resource: arn,
    context: { 'kms:ViaService': `${service}.${region}.amazonaws.com`, ...Object.fromEntries(bound) },
  };
}
