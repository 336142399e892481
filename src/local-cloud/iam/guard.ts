import { iamRequests, type TableNames } from './dynamodb-requests.ts';
import { bodyOf, respond, type SdkHandler } from './http.ts';
import { denial, type Judge } from './judge.ts';
import type { KeyRequests } from './key-requests.ts';
import type { IamRequest } from './policy.ts';

export interface GuardOptions {
  readonly judge: Judge;
  readonly tables: TableNames;
  /** Of the key by which the tables are encrypted. */
  readonly keyRequest: KeyRequests;
  /** What reaches DynamoDB. */
  readonly inner: SdkHandler;
}

const TARGET = /^DynamoDB_\d+\./;
const JSON_TYPE = 'application/x-amz-json-1.0';

/**
 * Stands between an SDK client and DynamoDB as IAM does: each call is judged by the policies of the one who signed it,
 * and answered with AccessDeniedException when they do not allow all of it, or do not let the key be used for it.
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

/** To read or write a table, DynamoDB has KMS decrypt the table's own key for the caller. */
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
