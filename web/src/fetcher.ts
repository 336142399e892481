import type { Fetcher, FetcherOpts, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import { getOperationAST, OperationTypeNode } from 'graphql';

import { sessionEnded } from './session.ts';
import type { SessionStore } from './session.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The facts about the last answer that the footer shows. */
export interface LastResponse {
  readonly requestId: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
  readonly at: Date;
}

/**
 * Returns GraphiQL's fetcher.
 * It sends the access token, unless the user wrote an Authorization header into the headers editor. It ends the session
 * if the server answers 401 to our token. Subscriptions run over WebSocket, if the page has it.
 */
export function fetcherFor(
  endpoint: string,
  session: SessionStore,
  subscriptions: Subscriptions | null,
  onResponse: (response: LastResponse) => void,
): Fetcher {
  return async (params, options) => {
    const own = new Headers(options?.headers);
    if (subscriptions && isSubscription(params, options))
      return subscriptions.run(params, own) as FetcherReturnType;
    const ours = !own.has('authorization');
    const token = ours ? await session.accessToken() : undefined;
    if (ours && !token) return ended;
    if (token) own.set('authorization', `Bearer ${token}`);
    own.set('content-type', 'application/json');
    if (!own.has('accept')) own.set('accept', 'application/json');

    const start = performance.now();
    const response = await fetch(endpoint, { method: 'POST', headers: own, body: JSON.stringify(params) });
    const text = await response.text();
    if (params.operationName !== 'IntrospectionQuery') {
      onResponse({
        requestId: response.headers.get('x-request-id') ?? undefined,
        status: response.status,
        milliseconds: Math.round(performance.now() - start),
        at: new Date(),
      });
    }
    if (response.status === 401 && ours) {
      session.end();
      return ended;
    }
    return resultOf(text, response.status);
  };
}

function isSubscription({ operationName }: FetcherParams, options: FetcherOpts | undefined): boolean {
  const document = options?.documentAST;
  const operation = document && getOperationAST(document, operationName);
  return operation?.operation === OperationTypeNode.SUBSCRIPTION;
}

const ended = errorResult(sessionEnded);

function errorResult(message: string): FetcherReturnType {
  return { data: null, errors: [{ message }] } as unknown as FetcherReturnType;
}

function resultOf(text: string, status: number): FetcherReturnType {
  try {
    return JSON.parse(text) as FetcherReturnType;
  } catch {
    return errorResult(`The server answered with status ${status} and no JSON.`);
  }
}
