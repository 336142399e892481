import { crc32 } from 'node:zlib';

import { callError } from '../../aws/call-error.ts';
import type { FetchCredentials } from '../../aws/credentials.ts';
import type { Service, ServiceAnswer } from '../../aws/service.ts';
import type { Answer, DynamoCall } from './dynamo-call.ts';
import { ITEMS_OF_ANSWER, ITEMS_OF_REQUEST } from './item-places.ts';
import { marshal, unmarshal } from './marshal.ts';

const VERSION = 'DynamoDB_20120810';
const JSON_TYPE = 'application/x-amz-json-1.0';

/** Makes one attempt of any operation, in DynamoDB JSON. */
export type JsonCall = (operation: string, request: object, signal?: AbortSignal) => Promise<object>;

/** Calls DynamoDB by its JSON protocol. The credentials are of the call, so all tenants share the service. */
export function jsonCalls(service: Service, credentials: FetchCredentials): JsonCall {
  return async (operation, request, signal) => {
    const answer = await service({
      headers: { 'content-type': JSON_TYPE, 'x-amz-target': `${VERSION}.${operation}` },
      body: JSON.stringify(request),
      credentials,
      signal,
    });
    const body = readBody(answer);
    if (answer.status >= 300) throw errorOf(answer, body);
    return body;
  };
}

/** Makes calls of items over a {@link JsonCall}. */
export function leanCalls(call: JsonCall): DynamoCall {
  return async (operation, request, signal) => {
    const body = ITEMS_OF_REQUEST[operation](request, marshal) as object;
    const answer = await call(operation, body, signal);
    return ITEMS_OF_ANSWER[operation](answer, (item) => unmarshal(item)) as Answer;
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
