import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import { handlers } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { isRefusal, Refusal, refusals } from '../tenant/index.ts';
import { GRAPHQL_RESPONSE_TYPE, JSON_TYPE, prefersGraphqlResponse, requestRefusal } from '../server/index.ts';

type ProxyRequestHandler = ReturnType<
  typeof handlers.createRequestHandler<APIGatewayProxyEvent, APIGatewayProxyResult>
>;

/**
 * Reads API Gateway's REST events (payload version 1) and writes its results. The package's own handler
 * returns raw error messages, decodes query strings twice and compares content types case-sensitively.
 * @param maxBody maximum bytes of a body
 */
export function requestHandler(maxBody: number): ProxyRequestHandler {
  return handlers.createRequestHandler<APIGatewayProxyEvent, APIGatewayProxyResult>(
    (event) => {
      try {
        return readEvent(event, maxBody);
      } catch (error) {
        throw requestRefusal(error, event.requestContext.requestId);
      }
    },
    {
      success: ({ status, headers, body }: HTTPGraphQLResponse) => {
        if (body.kind !== 'complete') throw new Error('Incremental delivery does not pass API Gateway.');
        return { statusCode: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
      },
      error: writeError,
    },
  );
}

function readEvent(event: APIGatewayProxyEvent, maxBody: number): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(event.headers)) {
    if (value !== undefined) headers.set(name.toLowerCase(), value);
  }
  return {
    method: event.httpMethod.toUpperCase(),
    headers,
    search: readSearch(event),
    body: event.httpMethod.toUpperCase() === 'POST' ? readBody(event, headers, maxBody) : null,
  };
}

/** Gives a refusal of our own, which is JSON, the media type that the client accepts. Apollo chose that of all others. */
export function withMediaType(
  result: APIGatewayProxyResult,
  accept: string | undefined,
): APIGatewayProxyResult {
  if (result.headers?.['content-type'] !== undefined) return result;
  const type = prefersGraphqlResponse(accept) ? GRAPHQL_RESPONSE_TYPE : JSON_TYPE;
  return { ...result, headers: { ...result.headers, 'content-type': type } };
}

/** Encodes the query string again, because API Gateway has already decoded its values. */
function readSearch(event: APIGatewayProxyEvent): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    for (const value of values ?? []) search.append(name, value);
  }
  return search.toString();
}

function readBody(event: APIGatewayProxyEvent, headers: HeaderMap, maxBody: number): unknown {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') {
    throw new Refusal(
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the body without compression: the header "content-encoding" is not supported.',
    );
  }
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new Refusal(
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the request as JSON, with the header "content-type: application/json".',
    );
  }
  const body = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (Buffer.byteLength(body) > maxBody) {
    throw new Refusal('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBody} bytes.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new Refusal('BAD_REQUEST', 'The body is not valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal('BAD_REQUEST', 'The body must be a JSON object with a "query".');
  }
  return parsed;
}

function writeError(error: unknown): APIGatewayProxyResult {
  const { message, code, extensions } = isRefusal(error) ? error : requestRefusal(error);
  const { http: _http, ...shown } = extensions;
  return {
    statusCode: refusals[code].status,
    headers: {},
    body: JSON.stringify({ errors: [{ message, extensions: shown }] }),
  };
}
