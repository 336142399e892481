import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { Model } from '../../src/model/index.ts';
import type { CustomResolvers } from '../../src/engine/index.ts';
import type { Row, Send } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { readPlans } from '../../src/platform/index.ts';
import { readSeed, type Seed } from '../../src/app/seed/read-seed.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { seen as seenCalls } from '../rest/twins/seen.ts';
import { restEvent, type RestCall } from '../rest/rest-event.ts';
import { partitionQuery } from './partition-query.ts';
import { sampleRows } from './sample-rows.ts';

/** A schema to attack; without SDL it is the fixture's, with its resolvers. */
export interface Sample {
  readonly title: string;
  readonly sdl?: string;
  readonly resolvers?: CustomResolvers;
  /** Tenants whose rows are in a silo; the others are in the pool. */
  readonly silos?: readonly ('acme' | 'globex')[];
}

/**
 * An API with two tenants: the attacker is an ADMIN of globex, and the owner in the rows of acme as a former member.
 */
export interface World {
  readonly api: TestApi;
  /** The seeded rows by type. */
  readonly rows: Readonly<Record<'acme' | 'globex', Readonly<Record<string, readonly Row[]>>>>;
  /** Sends an operation and waits for all its commands: graphql-js answers before the siblings of an error end. */
  ask(user: string, query: string, variables?: object): Promise<Seen>;
  /** Sends a REST call, and waits for all its commands in the same way. */
  call(user: string, call: RestCall): Promise<SeenCall>;
  /** Returns all items of a tenant in the table, with keys and index keys. */
  dump(tenant: string): Promise<Readonly<Record<string, unknown>>>;
}

/** An answer with every command of its request. */
export interface Seen extends Omit<Answer, 'calls' | 'extensions'> {
  readonly sent: readonly Command[];
}

/** An answer of REST with every command of its request. */
export interface SeenCall extends Pick<Seen, 'status' | 'headers' | 'sent'> {
  readonly body: string;
}

export const ATTACKER = 'carol';

export async function openWorld(
  sample: Sample,
  model: Model,
  filled: readonly ('acme' | 'globex')[],
): Promise<World> {
  const rowsOf = (tenant: 'acme' | 'globex') =>
    filled.includes(tenant) ? sampleRows(model, { tenant, username: ATTACKER, group: 'ADMIN' }) : {};
  const rows = { acme: rowsOf('acme'), globex: rowsOf('globex') };
  /** What each request has sent. A request of a test that was given up records into its own. */
  const requests = new AsyncLocalStorage<{ readonly sent: Command[]; underWay: number }>();
  const tokens = new Map<string, string>();
  const { sdl, resolvers, silos = [] } = sample;
  const api = await openTestApi({
    ...(sdl === undefined ? {} : { sdl }),
    ...(resolvers === undefined ? {} : { resolvers }),
    seed: { rows, users: usersWithAttacker(model) },
    silos,
    through: (send) => async (command, options) => {
      const request = requests.getStore();
      if (!request) return send(command, options);
      request.sent.push(command);
      request.underWay += 1;
      return send(command, options).finally(() => (request.underWay -= 1));
    },
  });
  const send = async (
    user: string,
    eventOf: (authorization: string) => Partial<APIGatewayProxyEvent>,
  ): Promise<{ readonly result: APIGatewayProxyResult; readonly sent: readonly Command[] }> => {
    const authorization = tokens.get(user) ?? `Bearer ${await api.token(user)}`;
    tokens.set(user, authorization);
    const request = { sent: [] as Command[], underWay: 0 };
    const result = await requests.run(request, () => api.handle(eventOf(authorization)));
    for (let quiet = 0; quiet < 3; quiet = request.underWay > 0 ? 0 : quiet + 1) await setImmediate();
    return { result, sent: [...request.sent] };
  };
  // The attacker was a member of acme, as whose rows they were seeded, and is none any more.
  await api.register.removeMembership('acme', api.cognito.user(ATTACKER)?.sub ?? '');
  return {
    api,
    rows,
    async ask(user, query, variables) {
      const { result, sent } = await send(user, (authorization) => ({
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
      }));
      const { data = null, errors = [] } = JSON.parse(result.body) as Partial<Seen>;
      return { status: result.statusCode, headers: result.headers ?? {}, data, errors, sent };
    },
    async call(user, call) {
      const { result, sent } = await send(user, (authorization) =>
        restEvent({ ...call, headers: { authorization, ...call.headers } }),
      );
      return { status: result.statusCode, headers: result.headers ?? {}, body: result.body, sent };
    },
    async dump(tenant) {
      const own = silos.some((silo) => silo === tenant);
      return dumpOf(own ? api.directSilo(tenant) : api.direct, tenant, model);
    },
  };
}

/** Returns the users of the fixture. The attacker is a member of acme too. */
function usersWithAttacker(model: Model): Seed['users'] {
  const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
  const { seed } = readSeed(readFileSync(`${FIXTURE.schema}/seed.json`, 'utf8'), model, plans);
  return seed.users.map((user) =>
    user.username === ATTACKER
      ? { ...user, memberships: [...user.memberships, { tenant: 'acme', groups: ['MEMBER'] }] }
      : user,
  );
}

async function dumpOf(send: Send, tenant: string, model: Model): Promise<Readonly<Record<string, unknown>>> {
  const own = ['SEQ#', 'UNIQUE#', 'COUNT#', 'JOB#'];
  const types = Object.values(model.models).map(({ number }) => String(number));
  const partitions = [...types, ...own].map((name) => `T#${tenant}#${name}`);
  const items = partitions.map(async (partition) => {
    const { Items } = await send(partitionQuery(partition));
    return [partition, Items];
  });
  return Object.fromEntries((await Promise.all(items)) as [string, unknown][]);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Matches the key of a counter shard in a call. */
const SHARD = /("__pk":"T#[^"]*#COUNT#","__sk":"[^"]*#)\d+#"/g;
/** Matches a UUID in a key of an index. */
const SHORT_UUID = /![-\w]{22}(?![-\w])/g;
/** Matches the random text by which a write is known. */
const WRITE = /("(?:0w|:write)": ")[-\w]{8}"/g;
const STAMP = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** Returns what a client and DynamoDB see of a request, without random values and timestamps. */
export function seen({ status, headers, data, errors, sent }: Seen): string {
  // Fields resolve concurrently, so their calls and errors have no order.
  return JSON.stringify({ status, headers, data, errors: unordered(errors), sent: unordered(sent) }, null, 1)
    .replace(UUID, '<uuid>')
    .replace(SHORT_UUID, '<short uuid>')
    .replace(WRITE, '$1<write>"')
    .replace(STAMP, '<time>')
    .replace(/"nextToken": "[^"]+"/g, '"nextToken": "<cursor>"')
    .replace(/"content-length": "\d+"/g, '"content-length": "<length>"');
}

/** Returns the same of a REST call. */
export function seenCall({ status, headers, body, sent }: SeenCall): string {
  const calls = seenCalls(sent.map((command) => ({ command })));
  return (
    JSON.stringify({ status, headers, body, sent: calls }, null, 1)
      .replace(UUID, '<uuid>')
      .replace(STAMP, '<time>')
      // The tag is a hash of the body, which has random ids.
      .replace(/"etag": "\\"[\w-]+\\""/g, '"etag": "<hash>"')
      .replace(/(nextCursor\\":\\"|cursor=)[^"\\&>]+/g, '$1<cursor>')
      .replace(/"content-length": "\d+"/g, '"content-length": "<length>"')
  );
}

function unordered(list: readonly unknown[]): unknown[] {
  return list
    .map((one) => JSON.stringify(one).replace(SHARD, '$1<shard>#"'))
    .sort()
    .map((text) => JSON.parse(text) as unknown);
}
