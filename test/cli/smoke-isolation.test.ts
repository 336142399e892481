import { proveIsolation, type Party } from '../../src/cli/smoke/isolation.ts';
import type { Caller, Reply, TenantsApi } from '../../src/cli/smoke/tenants-api.ts';
import { TASK_ROWS } from './task-rows.ts';

const type = TASK_ROWS;
const acme: Party = { tenant: 'acme', token: 'of acme', rows: ['a1', 'a2'], cursor: 'abc' };
const globex: Party = { tenant: 'globex', token: 'of globex', rows: ['g1', 'g2'], cursor: 'def' };

const refused = (status: number, code: string, message: string = code): Reply => ({
  status,
  data: null,
  errors: [{ message, path: ['row'], extensions: { code } }],
});
const answered = (data: Reply['data'] = {}): Reply => ({ status: 200, data: data ?? {} });

/** The ways in which an API can mix up its tenants. Each is a way in which it answers `caller`, or null. */
const FAULTS: Readonly<Record<string, (caller: Caller, query: string, variables: object) => Reply | null>> = {
  'it answers a row of another tenant': (_caller, query, variables) =>
    query.includes('getTask') && JSON.stringify(variables).includes('"g1"')
      ? answered({ row: { id: 'g1' } })
      : null,
  'it denies a row of another tenant, and not one that does not exist': (_caller, query, variables) =>
    query.includes('getTask') && JSON.stringify(variables).includes('"g1"')
      ? refused(200, 'FORBIDDEN')
      : null,
  'it deletes a row of another tenant': (_caller, query, variables) =>
    query.includes('deleteTask') && JSON.stringify(variables).includes('"g1"')
      ? answered({ row: { id: 'g1' } })
      : null,
  'it accepts a cursor of another tenant': (_caller, _query, variables) =>
    JSON.stringify(variables).includes('"def"') ? answered({ page: { items: [], nextToken: null } }) : null,
  'its refusal of a header says whether the tenant exists': ({ headers }) =>
    headers?.['x-tenant'] === 'globex'
      ? refused(403, 'TENANT_MISMATCH', 'You are not a member of it.')
      : null,
  'it believes a header that a gateway sets': ({ headers }, query) =>
    headers?.['x-tenant-id'] === 'globex' && query.includes('listTasks')
      ? answered({ page: { items: [{ id: 'g1' }, { id: 'g2' }] } })
      : null,
  'its list holds a row of another tenant': (_caller, query) =>
    query.includes('limit: 100')
      ? answered({ page: { items: [{ id: 'a1' }, { id: 'a2' }, { id: 'g1' }] } })
      : null,
  'it takes the token of an operator': ({ token }) => (token === 'of opal' ? answered() : null),
};

/** An API of tenants that keeps acme and globex apart, but for one fault. */
function apiWith(fault: string | null): TenantsApi {
  return {
    url: 'https://api.example.com/graphql',
    ask(caller, query, variables = {}) {
      const wrong = fault === null ? null : (FAULTS[fault]?.(caller, query, variables) ?? null);
      if (wrong) return Promise.resolve(wrong);
      if (caller.token === 'of opal') return Promise.resolve(refused(401, 'UNAUTHENTICATED'));
      if (caller.headers?.['x-tenant'] !== undefined) return Promise.resolve(refused(403, 'TENANT_MISMATCH'));
      if (query.includes('limit: 100'))
        return Promise.resolve(answered({ page: { items: [{ id: 'a2' }, { id: 'a1' }] } }));
      if (query.includes('nextToken')) return Promise.resolve(refused(200, 'INVALID_CURSOR'));
      return Promise.resolve(query.includes('row:') ? answered({ row: null }) : answered());
    },
  };
}

const prove = (fault: string | null, operatorDoor = 401) =>
  proveIsolation(
    {
      api: apiWith(fault),
      operatorApi: {
        url: 'o',
        ask: () => Promise.resolve({ status: operatorDoor, data: operatorDoor === 200 ? {} : null }),
      },
      operatorToken: 'of opal',
    },
    { mine: acme, theirs: globex, type },
  );

describe('the proof of isolation of npm run smoke', () => {
  it('passes an API that keeps tenants apart', async () => {
    expect(await prove(null)).toBe(13);
  });

  it.each(Object.keys(FAULTS))('fails if %s', async (fault) => {
    await expect(prove(fault)).rejects.toThrow(/is answered|other rows/);
  });

  it("fails if the operators' API takes the token of a user", async () => {
    await expect(prove(null, 200)).rejects.toThrow(
      "A user's token at the operators' API is answered with status 200, not 401.",
    );
  });
});
