import { exchange, jsonOf } from '../exchange.ts';
import { requireSafe } from '../require-safe.ts';
import { UsageError } from '../../app/index.ts';

/** A client of the operators' API. */
export interface OperatorClient {
  /**
   * Sends one operation.
   * @throws {Refused} with the API's own sentence
   * @throws {UsageError} if the API does not answer
   */
  ask<Data>(document: string, variables?: object): Promise<Data>;
}

/** A refusal of the API. */
export class Refused extends UsageError {
  override readonly name = 'Refused';
  /** A code of docs/errors, such as NOT_FOUND. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Endpoint {
  /** The address of `/operator/graphql`. */
  readonly url: string;
  /** An access token of an operator. */
  readonly token: string;
}

/**
 * Opens the operators' API at an address.
 * @throws {UsageError} if the token would travel in the clear
 */
export function openOperatorClient({ url, token }: Endpoint): OperatorClient {
  requireSafe(url);
  return {
    async ask<Data>(document: string, variables: object = {}) {
      const incoming = await exchange(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query: document, variables }),
      }).catch(() => {
        throw new UsageError(`Nothing answers at ${url}.`);
      });
      const answer = jsonOf(incoming) as Answer<Data>;
      const [error] = answer.errors ?? [];
      if (error) throw new Refused(error.extensions?.code ?? 'INTERNAL', error.message);
      if (!answer.data) {
        throw new UsageError(`${url} answered with status ${incoming.status}: it is no operators' API.`);
      }
      return answer.data;
    },
  };
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** Returns every item of a list, page after page. */
export async function allOf<Item>(
  read: (nextToken: string | null) => Promise<{
    readonly items: readonly Item[];
    readonly nextToken?: string | null | undefined;
  }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | null = null;
  do {
    const page = await read(nextToken);
    items.push(...page.items);
    nextToken = page.nextToken ?? null;
  } while (nextToken !== null);
  return items;
}
