import { UsageError } from '../../app/index.ts';
import { exchange, jsonOf } from '../exchange.ts';
import { requireSafe } from '../require-safe.ts';

/** An answer of the tenants' API as it came. */
export interface Reply {
  readonly status: number;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly ReplyError[];
}

export interface ReplyError {
  readonly message: string;
  readonly path?: readonly unknown[];
  readonly extensions?: { readonly code?: string };
}

/** A caller: a token, and the headers that it sends in addition. */
export interface Caller {
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TenantsApi {
  readonly url: string;
  /** Returns the answer, whatever its status. @throws {UsageError} if nothing answers */
  ask(caller: Caller, query: string, variables?: object): Promise<Reply>;
}

/** The most milliseconds that a request may take: more than API Gateway gives it. */
const PATIENCE_MS = 35_000;

/** Opens the tenants' API, or any other GraphQL API, at an address. */
export function openTenantsApi(url: string): TenantsApi {
  requireSafe(url);
  return {
    url,
    async ask({ token, headers = {} }, query, variables = {}) {
      const answer = await exchange(url, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch(() => {
        throw new UsageError(`Nothing answers at ${url}.`);
      });
      return { ...(jsonOf(answer) as Omit<Reply, 'status'>), status: answer.status };
    },
  };
}

/**
 * Returns the data of an answer.
 * @throws {UsageError} with the first error's code and sentence
 */
export function dataOf({ status, data, errors }: Reply, url: string): unknown {
  const [error] = errors ?? [];
  if (error) throw new UsageError(`${error.extensions?.code ?? status}: ${error.message}`);
  if (!data) throw new UsageError(`${url} answered with status ${status}: it is no API of tenants.`);
  return data;
}
