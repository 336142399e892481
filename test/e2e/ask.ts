import type { TestServer } from './start-server.ts';

export interface Answer {
  readonly status: number;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** Sends one operation over HTTP. */
export async function ask(
  { endpoint }: Pick<TestServer, 'endpoint'>,
  token: string,
  query: string,
  variables: object = {},
): Promise<Answer> {
  return post(endpoint, JSON.stringify({ query, variables }), { authorization: `Bearer ${token}` });
}

/** Posts any body with any headers to the API. */
export async function post(
  endpoint: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body,
  });
  return { status: response.status, ...((await response.json()) as object) };
}
