import type { IamRequest } from './policy.ts';

/** The key by which tables and buckets are encrypted, and the region of the services that use it. */
interface Key {
  readonly arn: string;
  readonly region: string;
}

/** What KMS is asked, on behalf of a caller, by the service that keeps something encrypted. */
export interface KeyUse {
  /** `Decrypt` to read; `GenerateDataKey` to write an object. */
  readonly action: 'Decrypt' | 'GenerateDataKey';
  readonly service: 'dynamodb' | 's3';
  /** What is opened, and what the service calls it: it binds each data key to that. */
  readonly of: string;
  readonly named: 'aws:dynamodb:tableName' | 'aws:s3:arn';
}

/** Makes the requests of KMS behind those of DynamoDB or S3: the same value for the same use. */
export type KeyRequests = (use: KeyUse) => IamRequest;

/**
 * Opens them for a key. Without a right on the key a caller cannot read a table or an object,
 * whatever the right on it (Amazon DynamoDB, "How DynamoDB uses AWS KMS"; Amazon S3, "Using server-side encryption with KMS").
 */
export function keyRequests({ arn, region }: Key): KeyRequests {
  const known = new Map<string, IamRequest>();
  return ({ action, service, of, named }) => {
    const place = `${action} ${service} ${of}`;
    const request = known.get(place) ?? {
      action: `kms:${action}`,
      resource: arn,
      context: {
        'kms:ViaService': `${service}.${region}.amazonaws.com`,
        [`kms:EncryptionContext:${named}`]: of,
      },
    };
    known.set(place, request);
    return request;
  };
}
