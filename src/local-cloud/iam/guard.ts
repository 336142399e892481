import { iamRequests, type TableNames } from './dynamodb-requests.ts';
import { bodyOf, respond, type SdkHandler } from './http.ts';
import { denial, type Judge } from './judge.ts';
import type { KeyRequests } from './key-requests.ts';
import type { IamRequest } from './policy.ts';

export interface GuardOptions {
  readonly judge: Judge;
  readonly tables: TableNames;
  /** Describes the use of the key that encrypts the tables. */
  readonly keyRequest: KeyRequests;
  /** Sends an allowed call to DynamoDB. */
  readonly inner: SdkHandler;
}

const TARGET = /^DynamoDB_\d+\./;
const JSON_TYPE = 'application/x-amz-json-1.0';

/**
 * Guards DynamoDB as IAM does. It judges each call by the policies of its signer, and answers
 * AccessDeniedException if they do not allow all of it, or not the use of the key.
 */
export function guardDynamoDb({ judge, tables, keyRequest, inner }: GuardOptions): SdkHandler {
  return {
    async handle(request, options) {
      const signer = judge.signerOf(request);
      if (signer === 'unknown')
        return fail('UnrecognizedClientException', 'The security token included in the request is invalid.');
      if (signer === 'expired')
        return fail('ExpiredTokenException', 'The security token included in the request is expired');
      const body = await bodyOf(request);
      const operation = (request.headers['x-amz-target'] ?? '').replace(TARGET, '');
      const asked = iamRequests(operation, JSON.parse(body) as object, tables);
      const denied = signer.firstDenied([...asked, ...decryption(asked, tables, keyRequest)]);
      if (denied) return fail('AccessDeniedException', denial(signer, denied));
      return inner.handle({ ...request, body }, options);
    },
  };
}

/** Returns the KMS requests of a call: DynamoDB lets KMS decrypt the table's key for the caller. */
function decryption(
  asked: readonly IamRequest[],
  { arnPrefix }: TableNames,
  keyRequest: KeyRequests,
): readonly IamRequest[] {
  const names = asked.map(({ resource }) => resource.slice(arnPrefix.length).replace(/\/.*$/, ''));
  return [...new Set(names)].map((table) =>
    keyRequest({ action: 'Decrypt', service: 'dynamodb', of: table, named: 'aws:dynamodb:tableName' }),
  );
}

function fail(name: string, message: string) {
  return respond(
    400,
    JSON_TYPE,
    JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message, Message: message }),
  );
}
