import type { GraphQLSchema } from 'graphql';

import { isRefusal } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import {
  describeError,
  logRequest,
  rateLimitHeaders,
  requestRefusal,
  type Execute,
  type RequestContext,
  type RequestInfo,
} from '../server/index.ts';

import { openAnswers } from './answer-call.ts';
import { answerDocument } from './answer-document.ts';
import type { Call, Executed } from './call.ts';
import { findRoute } from './find-route.ts';
import { finished } from './finish.ts';
import { openDocuments } from './open-documents.ts';
import type { RestOperation } from './operation.ts';
import { problemAnswer } from './problem.ts';
import { requireAcceptable } from './reading/negotiate.ts';
import { readBody } from './reading/read-body.ts';
import { readQuery } from './reading/read-query.ts';
import { ofRefusal, RestError } from './rest-error.ts';
import type { RestAnswer, RestRequest } from './rest-request.ts';
import { restRoutes } from './rest-routes.ts';
import { openRouter } from './router.ts';

export interface RestParts {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  /** Runs an operation with the server of `/graphql`, and all its plugins. */
  readonly execute: Execute<RequestContext>;
  /** Admits a request, as `/graphql` does. */
  readonly open: (info: RequestInfo) => Promise<RequestContext>;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** Answers a request of the REST API. Never rejects. */
export type Rest = (request: RestRequest) => Promise<RestAnswer>;

/**
 * Opens the REST API. It turns each request into operations of GraphQL, and their results into an answer. Logs a line for each
 * operation, except for requests that were refused without a context.
 * @example
 * ```ts
 * const rest = openRest({ model, schema, execute, open, log, now });
 * const { status, body } = await rest(request);
 * ```
 */
export function openRest(parts: RestParts): Rest {
  const { model, schema, open, now } = parts;
  const routes = restRoutes(model, schema);
  const match = openRouter(routes);
  const answerOf = openAnswers(schema);
  const documents = openDocuments(model, schema);

  const answer = async (
    request: RestRequest,
    context: RequestContext,
    run: Call['run'],
  ): Promise<RestAnswer> => {
    requireAcceptable(request.header('accept'));
    const { route, key } = findRoute(request, match);
    const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
    const body = hasBody ? readBody(request, route.method, route.body === null) : {};
    const query = readQuery(route, request.query);
    const runBefore = (operation: RestOperation): Promise<Executed> => runAlone(parts, request, operation);
    const call = { model, routes, route, request, context, key, query, body, run, runBefore };
    return finished(call, await answerOf(call));
  };

  return async (request) => {
    const started = performance.now();
    let context: RequestContext;
    try {
      context = await open(request.info);
    } catch (error) {
      return problemAnswer(errorOf(error), idsOf(request));
    }
    let headers: Headers | null = null;
    let answered: RestAnswer;
    try {
      const document = await answerDocument(request, documents);
      answered =
        document ??
        (await answer(request, context, async (operation) => {
          const executed = await runIn(parts, operation, context);
          headers = Object.fromEntries(executed.headers);
          return executed;
        }));
    } catch (error) {
      if (!isDeliberate(error)) logInternal(context, error);
      answered = problemAnswer(errorOf(error), idsOf(request));
    }
    if (headers === null) {
      // A request without an operation is charged too, as an invalid document on /graphql.
      const charged = await chargedAlone(context, request);
      headers = charged.headers;
      answered = charged.refusal ?? answered;
    }
    if (answered.status >= 400) context.outcome.failed = true;
    const bytes = Buffer.byteLength(answered.body);
    logRequest(context, { status: answered.status, bytes, ms: performance.now() - started }, now());
    return { ...answered, headers: { ...headers, ...answered.headers } };
  };
}

type Headers = Readonly<Record<string, string>>;

function idsOf({ base, info }: RestRequest): { readonly base: string; readonly requestId: string } {
  return { base, requestId: info.requestId };
}

/** Runs an operation in a context that is already open. */
async function runIn(
  { execute }: Pick<RestParts, 'execute'>,
  operation: RestOperation,
  context: RequestContext,
): Promise<Executed> {
  const { result, status, headers } = await execute(operation, context);
  return { data: result.data ?? null, errors: result.errors ?? [], status, headers };
}

/** Runs a query as a request of its own, with its own cost and its own line in the log. */
async function runAlone(
  parts: RestParts,
  { info }: RestRequest,
  operation: RestOperation,
): Promise<Executed> {
  const started = performance.now();
  const context = await parts.open({ ...info, idempotencyKeys: [] });
  const executed = await runIn(parts, operation, context);
  const bytes = Buffer.byteLength(JSON.stringify(executed.data));
  logRequest(context, { status: 200, bytes, ms: performance.now() - started }, parts.now());
  return executed;
}

/** Charges a request that runs no operation. Returns the headers of the limits, and the refusal of one that is spent. */
async function chargedAlone(
  { meter, background }: RequestContext,
  request: RestRequest,
): Promise<{ readonly headers: Headers; readonly refusal: RestAnswer | null }> {
  const refused = (await meter?.charge(null)) ?? null;
  await Promise.all(background);
  const headers = meter ? rateLimitHeaders(meter.throttle()) : {};
  if (!refused) return { headers, refusal: null };
  const { refusal, status, retryAfter } = refused;
  const error = new RestError({ status, code: refusal.code }, refusal.message, {
    members: { ...ofRefusal(refusal).members, ...(retryAfter === null ? {} : { retryAfter }) },
  });
  return { headers, refusal: problemAnswer(error, idsOf(request)) };
}

function isDeliberate(error: unknown): boolean {
  return error instanceof RestError || isRefusal(error);
}

/** Returns the error that a client sees. Any that is not deliberate becomes INTERNAL. */
function errorOf(error: unknown): RestError {
  return error instanceof RestError ? error : ofRefusal(requestRefusal(error));
}

function logInternal({ log }: RequestContext, error: unknown): void {
  log({ level: 'error', message: 'request failed', ...describeError(error) });
}
