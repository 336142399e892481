import type { IamRequest } from './policy.ts';

/** The key that encrypts tables and buckets, and the region of the services that use it. */
interface Key {
  readonly arn: string;
  readonly region: string;
}

/** A use of the key that a service requests from KMS for a caller. */
export interface KeyUse {
  /** `Decrypt` to read; `GenerateDataKey` to write an object. */
  readonly action: 'Decrypt' | 'GenerateDataKey';
  readonly service: 'dynamodb' | 's3';
  /** The encrypted resource, and the service's name for it. The service binds each data key to it. */
  readonly of: string;
  readonly named: 'aws:dynamodb:tableName' | 'aws:s3:arn';
}

/** A function that returns the KMS request of a use. It returns the same object for the same use. */
export type KeyRequests = (use: KeyUse) => IamRequest;

/**
 * Opens the KMS requests of a key. Without a right on the key a caller can read no table or object, whatever
 * other rights they have (Amazon DynamoDB, "How DynamoDB uses AWS KMS"; Amazon S3, "Using server-side
 * encryption with KMS").
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
