import type { GraphQLSchema } from 'graphql';

import { isRefusal } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import {
  describeError,
  logRequest,
  requestRefusal,
  type Execute,
  type RequestContext,
  type RequestInfo,
} from '../server/index.ts';

import { openAnswers } from './answer-call.ts';
import { answerDocument } from './answer-document.ts';
import { requireHeldConditions } from './answers/preconditions.ts';
import type { Call } from './call.ts';
import { chargeAlone, type Headers } from './charge-alone.ts';
import { findRoute } from './find-route.ts';
import { finished } from './finish.ts';
import { openDocuments } from './open-documents.ts';
import { problemAnswer } from './problem.ts';
import { requireAcceptable } from './reading/negotiate.ts';
import { readBody } from './reading/read-body.ts';
import { readQuery } from './reading/read-query.ts';
import { ofRefusal, Raced, RestError } from './rest-error.ts';
import type { RestAnswer, RestRequest } from './rest-request.ts';
import { restRoutes } from './rest-routes.ts';
import { openRouter } from './router.ts';
import { runAlone, runIn } from './run-operation.ts';

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
 */
export function openRest(parts: RestParts): Rest {
  const { model, schema, open, now } = parts;
  const documents = openDocuments(model, schema);
  // A process that answers GraphQL alone needs no routes, and a cold start should not make them.
  let prepared: Prepared | null = null;

  const answer = async (
    request: RestRequest,
    context: RequestContext,
    run: Call['run'],
  ): Promise<RestAnswer> => {
    requireAcceptable(request.header('accept'));
    const { routes, match, answerOf } = (prepared ??= prepare(model, schema));
    const { route, key } = findRoute(request, match);
    requireHeldConditions(route, request);
    const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
    const body = hasBody ? readBody(request, route.method, route.body === null) : {};
    const query = readQuery(route, request.query);
    const runBefore: Call['runBefore'] = (operation) => runAlone(parts, request.info, operation);
    const call = { model, routes, route, request, context, key, query, body, run, runBefore };
    return finished(call, await answerOf(call));
  };

  /** Answers a request once, in a context of its own. */
  const attempt = async (request: RestRequest): Promise<Attempt> => {
    const started = performance.now();
    let context: RequestContext;
    try {
      context = await open(request.info);
    } catch (error) {
      return { answered: problemAnswer(errorOf(error), idsOf(request)), isRaced: false };
    }
    const ran: { headers: Headers | null } = { headers: null };
    let answered: RestAnswer;
    let isRaced = false;
    try {
      const document = await answerDocument(request, documents);
      answered =
        document ??
        (await answer(request, context, async (operation) => {
          const executed = await runIn(parts, operation, context);
          ran.headers = Object.fromEntries(executed.headers);
          return executed;
        }));
    } catch (error) {
      isRaced = error instanceof Raced;
      if (!isDeliberate(error)) logInternal(context, error);
      answered = problemAnswer(errorOf(error), idsOf(request));
    }
    // A request without an operation is charged too, as an invalid document on /graphql.
    const charged = ran.headers === null ? await chargeAlone(context) : null;
    if (charged?.refusal) answered = problemAnswer(charged.refusal, idsOf(request));
    if (answered.status >= 400) context.outcome.failed = true;
    const bytes = Buffer.byteLength(answered.body);
    logRequest(context, { status: answered.status, bytes, ms: performance.now() - started }, now());
    const headers = { ...(ran.headers ?? charged?.headers), ...answered.headers };
    return { answered: { ...answered, headers }, isRaced };
  };

  return async (request) => {
    // What an operation used ends with its answer. So another attempt is a request of its own, for the limits and the log too.
    for (let number = 1; ; number += 1) {
      const { answered, isRaced } = await attempt(request);
      if (!isRaced || number === ATTEMPTS) return answered;
    }
  };
}

/** Attempts at one request, if other writes come in between. */
const ATTEMPTS = 3;

interface Attempt {
  readonly answered: RestAnswer;
  /** Whether another write came between what this one read and wrote. */
  readonly isRaced: boolean;
}

/** What the requests of a process share. */
interface Prepared {
  readonly routes: Call['routes'];
  readonly match: ReturnType<typeof openRouter>;
  readonly answerOf: ReturnType<typeof openAnswers>;
}

function prepare(model: Model, schema: GraphQLSchema): Prepared {
  const routes = restRoutes(model, schema);
  return { routes, match: openRouter(routes), answerOf: openAnswers(schema) };
}

function idsOf({ base, info }: RestRequest): { readonly base: string; readonly requestId: string } {
  return { base, requestId: info.requestId };
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
