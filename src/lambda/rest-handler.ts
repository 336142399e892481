import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context as LambdaContext } from 'aws-lambda';

import { currentTrace } from '../store/index.ts';
import { describeError, type Log } from '../server/index.ts';
import type { Rest, RestRequest } from '../rest/index.ts';

import { CORS_HEADERS } from './gateway-settings.ts';
import { header } from './header.ts';
import { completed, requestInfo, type ProxyHandler } from './proxy-handler.ts';

/** The resource of the REST API, and what its path begins with. */
const RESOURCE = '/rest';
/** What is below it. A custom domain may put other segments before it. */
const BELOW = /\/rest(?=\/(v1|errors)(\/|$)|\/openapi\.json$)/;

/** Returns whether an event is a call of the REST API. */
export function isRest({
  resource,
  path,
}: Partial<Pick<APIGatewayProxyEvent, 'resource' | 'path'>>): boolean {
  return (resource ?? path ?? '').startsWith(RESOURCE);
}

/** Returns an API that is opened by its first request. Most processes answer GraphQL alone, and start without its code. */
export function openLater(open: () => Promise<Rest>): Rest {
  let opened: Promise<Rest> | null = null;
  return async (request) => (await (opened ??= open()))(request);
}

/** Creates the handler of `/rest/{proxy+}`. */
export function createRestHandler(rest: Rest, { log }: { readonly log: Log }): ProxyHandler {
  return async (given, context) => {
    const event = completed(given, context);
    const { requestId } = event.requestContext;
    try {
      const { status, headers, body } = await rest(readEvent(event, context));
      currentTrace()?.describe(
        { request_id: requestId },
        { error: status >= 400, throttle: status === 429, fault: status >= 500 },
      );
      const all = { 'x-request-id': requestId, ...CORS_HEADERS, ...headers, 'cache-control': 'no-store' };
      return { statusCode: status, headers: all, body } satisfies APIGatewayProxyResult;
    } catch (error) {
      log({ level: 'error', message: 'request failed', requestId, ...describeError(error) });
      throw error;
    }
  };
}

function readEvent(event: APIGatewayProxyEvent, context: LambdaContext): RestRequest {
  const { base, path } = splitPath(event);
  const query = new Map<string, readonly string[]>();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {}))
    if (values) query.set(name, values);
  return {
    method: event.httpMethod.toUpperCase(),
    ...{ path, base, query },
    header: (name) => header(event, name),
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : event.body,
    // No gateway keeps answers of this resource.
    info: { ...requestInfo(event, context), cacheable: false },
  };
}

/** Returns the path up to `/rest` as the client sees it, with the stage, and what is below it, percent-encoded. */
function splitPath(event: APIGatewayProxyEvent): Pick<RestRequest, 'base' | 'path'> {
  const { requestContext } = event;
  const path = encodedPath(event);
  const seen = (requestContext as { readonly path?: string }).path ?? path;
  const split = (text: string): readonly [string, string] => {
    const at = BELOW.exec(text)?.index ?? Math.max(0, text.indexOf(`${RESOURCE}/`));
    return [text.slice(0, at + RESOURCE.length), text.slice(at + RESOURCE.length)];
  };
  return { base: split(seen)[0], path: split(path)[1] };
}

/**
 * Returns the path of an event as the client sent it. A REST API passes it on. An HTTP API, whose events have a version, has
 * decoded it: there a key with a slash is two segments.
 */
function encodedPath(event: APIGatewayProxyEvent): string {
  const isDecoded = (event as { readonly version?: string }).version !== undefined;
  return isDecoded ? event.path.split('/').map(encodeURIComponent).join('/') : event.path;
}
