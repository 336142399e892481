import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { LogEntry } from '../../src/server/index.ts';
import type { Send } from '../../src/store/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi, type TestApi, type TestApiOptions } from '../api.ts';
import { restEvent, type RestCall } from './rest-event.ts';

/** An answer of either door, with what it cost. */
export interface Reply {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body; undefined if there is none. */
  readonly body: unknown;
  /** The calls on the table of rows. */
  readonly calls: readonly Call[];
  /** The line of the request in the log. */
  readonly line: LogEntry | undefined;
}

/** An API with both doors, of which a test sees the calls and the log lines. */
export interface RestRig {
  readonly api: TestApi;
  /** Sends a REST call as a user of the seed, or with a credential: `{ authorization: 'Bearer …' }`. */
  rest(user: string | Readonly<Record<string, string>>, call: RestCall): Promise<Reply>;
  graphql(user: string, query: string, variables?: object, headers?: object): Promise<Reply>;
}

export async function openRestRig(options: TestApiOptions = {}): Promise<RestRig> {
  const calls: Call[] = [];
  const { through = (send: Send): Send => send } = options;
  const api = await openTestApi({ ...options, through: (send) => recordCalls(through(send), calls).send });
  const credentials = new Map<string, string>();
  const credentialOf = async (user: string): Promise<string> => {
    const known = credentials.get(user) ?? `Bearer ${await api.token(user)}`;
    credentials.set(user, known);
    return known;
  };
  const send = async (event: Partial<APIGatewayProxyEvent>): Promise<Reply> => {
    const [before, lines] = [calls.length, api.log.length];
    const result = await api.handle(event);
    const line = api.log.slice(lines).find(({ message }) => message === 'request');
    return { ...replyOf(result), calls: calls.slice(before), line };
  };
  return {
    api,
    async rest(user, call) {
      const own = typeof user === 'string' ? { authorization: await credentialOf(user) } : user;
      return send(restEvent({ ...call, headers: { ...own, ...call.headers } }));
    },
    async graphql(user, query, variables = {}, headers = {}) {
      const json = { 'content-type': 'application/json', accept: 'application/json' };
      return send({
        headers: { authorization: await credentialOf(user), ...json, ...headers },
        body: JSON.stringify({ query, variables }),
      });
    },
  };
}

function replyOf({ statusCode, headers = {}, multiValueHeaders = {}, body }: APIGatewayProxyResult) {
  const all = [...Object.entries(headers), ...Object.entries(multiValueHeaders)];
  const isJson = /\bjson\b/.test(String(headers['content-type'] ?? ''));
  return {
    status: statusCode,
    headers: Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), String(value)])),
    text: body,
    body: isJson && body !== '' ? (JSON.parse(body) as unknown) : undefined,
  };
}
