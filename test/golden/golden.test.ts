import { TENANT_CLAIM } from '../../src/tenant/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { readCases, readResult, readStart, writeResult, type Case } from './cases.ts';
import { partitionKeys } from './partition-keys.ts';
import { stable, type Result } from './stable.ts';

const cases = readCases();
let emulator: Emulator;
/** The same API with each tenant in a table of its own. */
let apart: TestApi;

beforeAll(async () => {
  emulator = await startEmulator();
  // One emulator for all: each API has tables of its own in it.
  process.env.DYNAMODB_ENDPOINT = emulator.endpoint;
  apart = await openTestApi({ silos: ['acme', 'globex'] });
});
afterAll(() => emulator.stop());

test.each(cases)('$name has the result and makes the DynamoDB calls in its golden file', async (golden) => {
  const actual = await resultOf(await apiFor(golden), golden);
  if (process.env.GOLDEN === 'write') writeResult(golden.name, actual);
  expect(actual).toEqual(readResult(golden.name));
});

test.each(cases.filter(({ schema, writes }) => schema === undefined && !writes))(
  '$name has the same result and calls if each tenant has its own table',
  async (golden) => {
    expect(await resultOf(apart, golden)).toEqual(readResult(golden.name));
  },
);

/** Returns the answers and calls of a case. Expects that each call names only keys of its tenant. */
async function resultOf(api: TestApi, golden: Case): Promise<unknown> {
  const results = await ask(api, golden);
  const { [TENANT_CLAIM]: tenant } = claimsOf(await api.token(golden.user, golden.tenant));
  for (const call of results.flatMap(({ calls }) => calls)) {
    const keys = partitionKeys(call);
    expect(keys).not.toHaveLength(0);
    for (const key of keys) expect(key.slice(0, `T#${tenant}#`.length)).toBe(`T#${tenant}#`);
  }
  const users = await subsOf(api);
  const shown = results.map((result) => stable(result, users));
  return golden.paged ? shown : shown[0];
}

/** The APIs by schema that serve cases that only read. */
const reading = new Map<string | undefined, Promise<TestApi>>();

/** Opens an API for a case that writes; all cases that only read a schema share one. */
async function apiFor({ schema, writes }: Case): Promise<TestApi> {
  const open = (): Promise<TestApi> => openTestApi(schema === undefined ? {} : readStart(schema));
  if (writes) return open();
  const shared = reading.get(schema) ?? open();
  reading.set(schema, shared);
  return shared;
}

/** Sends the query of a case once, or page after page until there is no `nextToken`. */
async function ask(api: TestApi, { user, query, variables, tenant, key, paged }: Case): Promise<Result[]> {
  const results: Result[] = [];
  let nextToken: string | null = null;
  do {
    const given = { ...variables, nextToken };
    const answer: Answer =
      key === undefined
        ? await api.ask(user, query, given, tenant)
        : await api.askAs(await api.token(user, tenant), query, given, { 'idempotency-key': key });
    const calls = answer.calls.map(({ command }) => command);
    results.push({ data: answer.data, errors: answer.errors, calls });
    nextToken = paged ? tokenIn(answer.data) : null;
  } while (nextToken !== null);
  return results;
}

function tokenIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('nextToken' in value) return value.nextToken as string | null;
  return Object.values(value).reduce<string | null>((found, member) => found ?? tokenIn(member), null);
}

/** The users of each API by their ids. */
const subs = new WeakMap<TestApi, ReadonlyMap<string, string>>();

async function subsOf(api: TestApi): Promise<ReadonlyMap<string, string>> {
  const users = ['alice', 'bob', 'carol', 'dave', 'sam'];
  const known =
    subs.get(api) ??
    new Map(
      await Promise.all(
        users.map(async (user): Promise<[string, string]> => [claimsOf(await api.token(user)).sub, user]),
      ),
    );
  subs.set(api, known);
  return known;
}

function claimsOf(token: string): { readonly sub: string; readonly [TENANT_CLAIM]: string } {
  const [, claims = ''] = token.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as ReturnType<typeof claimsOf>;
}
