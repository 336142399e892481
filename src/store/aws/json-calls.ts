import { crc32 } from 'node:zlib';

import { callError } from './call-error.ts';
import type { FetchCredentials } from './credentials.ts';
import type { Service, ServiceAnswer } from './service.ts';

/** Makes one attempt of any operation. The request and the answer are in the JSON of the service. */
export type JsonCall = (operation: string, request: object, signal?: AbortSignal) => Promise<object>;

export interface JsonCallOptions {
  /** The name of the service's protocol: `DynamoDB_20120810`, `AmazonSQS`. */
  readonly protocol: string;
  /** The version of AWS's JSON protocol that the service speaks. 1.0 by default. */
  readonly version?: '1.0' | '1.1';
  readonly credentials: FetchCredentials;
}

/** Calls a service by AWS's JSON protocol. The credentials are of the call, so all tenants share the service. */
export function jsonCalls(
  service: Service,
  { protocol, version = '1.0', credentials }: JsonCallOptions,
): JsonCall {
  const type = `application/x-amz-json-${version}`;
  return async (operation, request, signal) => {
    const answer = await service({
      headers: { 'content-type': type, 'x-amz-target': `${protocol}.${operation}` },
      body: JSON.stringify(request),
      credentials,
      signal,
    });
    const body = readBody(answer);
    if (answer.status >= 300) throw errorOf(answer, body);
    return body;
  };
}

/**
 * Returns the body of an answer.
 * @throws {SyntaxError} if it is damaged, as the SDK does
 */
function readBody({ bytes, headers }: ServiceAnswer): object {
  const sum = headers['x-amz-crc32'];
  if (sum !== undefined && Number(sum) !== crc32(bytes))
    throw new SyntaxError('The answer does not match its checksum.');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return JSON.parse(text) as object;
}

interface ErrorBody {
  /** `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException` */
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

function errorOf({ status, clockSkewCorrected }: ServiceAnswer, body: ErrorBody): Error {
  const { __type = 'UnknownError', message, Message, ...members } = body;
  const [name = ''] = __type.slice(__type.lastIndexOf('#') + 1).split(':');
  return callError(message ?? Message ?? name, {
    ...members,
    name,
    $metadata: {
      httpStatusCode: status,
      // A service that failed may have done its work all the same.
      ...(clockSkewCorrected && status < 500 && { clockSkewCorrected }),
    },
  });
}
