import { openTestApi, type TestApi } from '../api.ts';
import type { RestCall } from '../rest/rest-event.ts';
import { serveRest, type ServedRest } from '../rest/serve-rest.ts';

export type Answered = Awaited<ReturnType<ServedRest['send']>>;

/** The seeded tenants behind the REST door of a gateway, over HTTP. */
export interface RestWorld {
  readonly api: TestApi;
  readonly door: ServedRest;
  /** Returns the headers with the token of a user. */
  bearer(user: string, tenant?: string): Promise<Record<string, string>>;
  /** Sends a call with the token of a user. The call's own headers win. */
  as(user: string, call: RestCall, tenant?: string): Promise<Answered>;
  /** Returns what alice sees of acme. What others send must never change it. */
  viewOfAcme(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openRestWorld(): Promise<RestWorld> {
  const api = await openTestApi();
  const door = await serveRest(api);
  const bearer: RestWorld['bearer'] = async (user, tenant) => ({
    authorization: `Bearer ${await api.token(user, tenant)}`,
  });
  const as: RestWorld['as'] = async (user, call, tenant) =>
    door.send({ ...call, headers: { ...(await bearer(user, tenant)), ...call.headers } });
  return {
    api,
    door,
    bearer,
    as,
    viewOfAcme: () => Promise.all(VIEW.map(async (target) => (await as('alice', get(target))).text)),
    async close() {
      await door.close();
      await api.close();
    },
  };
}

const VIEW: readonly string[] = [
  '/v1/tasks',
  '/v1/projects',
  '/v1/people',
  '/v1/labels',
  '/v1/comments',
  '/v1/platform/members',
];

export const get = (target: string, headers: RestCall['headers'] = {}): RestCall => ({
  method: 'GET',
  target,
  headers,
});

/** Returns the status of an answer, and the code if it is a problem. */
export const codeOf = ({ status, text }: Answered): readonly [number, unknown] => {
  const { code } = JSON.parse(text) as { readonly code?: string };
  return [status, code];
};
