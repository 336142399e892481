import type { TestApi } from '../api.ts';

/** A row of an answer. */
export interface RestRow {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The members of a body that tests read: those of a row, a list or a problem. */
export interface RestBody extends RestRow {
  readonly items: readonly RestRow[];
  readonly errors: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: unknown;
  readonly total: unknown;
  readonly status: unknown;
  readonly type: unknown;
  readonly detail: string;
  readonly code: unknown;
  readonly requestId: unknown;
  readonly current: unknown;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; empty without one. */
  readonly json: RestBody;
  readonly text: string;
}

export interface RestSending {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as text, in place of `body`. */
  readonly text?: string;
  readonly tenant?: string;
}

/** Calls the REST API as a user: `GET /v1/tasks?limit=2`. */
export type RestCaller = (user: string, call: string, sending?: RestSending) => Promise<RestReply>;

/** Returns what calls the handler with events as API Gateway makes them. */
export function restCaller(api: TestApi): RestCaller {
  const tokens = new Map<string, string>();
  return async (user, call, { body, headers = {}, text, tenant } = {}) => {
    const [method = '', target = ''] = call.split(' ');
    const [path = '', search = ''] = target.split('?');
    const query = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(search))
      query.set(name, [...(query.get(name) ?? []), value]);
    const known = tokens.get(user) ?? (await api.token(user, tenant));
    tokens.set(user, known);
    const sent = text ?? (body === undefined ? null : JSON.stringify(body));
    const result = await api.handle({
      httpMethod: method,
      resource: '/rest/{proxy+}',
      path: `/rest${path}`,
      headers: {
        authorization: `Bearer ${known}`,
        ...(sent === null ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      multiValueQueryStringParameters: Object.fromEntries(query),
      body: sent,
    });
    const isJson = /json/.test(String(result.headers?.['content-type'] ?? ''));
    return {
      status: result.statusCode,
      headers: Object.fromEntries(
        Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      json: (isJson && result.body !== '' ? JSON.parse(result.body) : {}) as RestBody,
      text: result.body,
    };
  };
}
