import type { ApiError, TestApi } from '../api.ts';
import { openTestApi } from '../api.ts';
import { eventsOf } from './events.ts';

/** The clock of the gate and the platform. */
const now = Date.parse('2026-03-01T00:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => now });
});
afterAll(() => api.close());

const CREATE = /* GraphQL */ `
  mutation ($input: CreateTenantInput!) {
    createTenant(input: $input) {
      tenant {
        id
        name
        status
        plan
        createdAt
      }
      invitation {
        id
        token
        expiresAt
      }
    }
  }
`;
interface Created {
  readonly tenant: { readonly id: string; readonly status: string };
  readonly invitation: { readonly id: string; readonly token: string; readonly expiresAt: string } | null;
}

async function create(input: object): Promise<Created> {
  return (await answered(CREATE, { input }))['createTenant'] as Created;
}

/** Sends a query as an operator with all rights. Returns the data, and fails the test on an error. */
async function answered(query: string, variables: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await api.askOperator('opal', query, variables);
  expect(errors).toEqual([]);
  return data ?? {};
}

async function refused(
  query: string,
  variables: object = {},
  operator = 'opal',
): Promise<readonly [string, string]> {
  const [error] = (await api.askOperator(operator, query, variables)).errors as [ApiError?];
  return [String(error?.extensions['code']), error?.message ?? ''];
}

const of = (plan = 'free', name = 'Übung & Co.') => ({ name, plan, ownerEmail: 'Nina@Example.test' });

describe('createTenant', () => {
  test('makes an active tenant with an id from its name, and returns the invitation token of its first owner', async () => {
    const { tenant, invitation } = await create(of('team'));
    expect(tenant).toEqual({
      id: expect.stringMatching(/^ubung-co-[a-z2-7]{8}$/) as string,
      name: 'Übung & Co.',
      status: 'ACTIVE',
      plan: 'team',
      createdAt: '2026-03-01T00:00:00.000Z',
    });
    expect(invitation?.expiresAt).toBe('2026-03-08T00:00:00.000Z');
    const record = await api.control.get('invitation', { tenantId: tenant.id, id: invitation?.id ?? '' });
    expect(record).toMatchObject({ email: 'nina@example.test', roles: ['OWNER'], status: 'PENDING' });
    expect(JSON.stringify(record)).not.toContain(invitation?.token);
    expect((await eventsOf(api, tenant.id)).map(({ action }) => action)).toEqual([
      'tenant.created',
      'member.invited',
      'tenant.provisioned',
    ]);
  });

  test('makes two tenants when called twice with one name', async () => {
    expect((await create(of())).tenant.id).not.toBe((await create(of())).tenant.id);
  });

  test.each([
    ['', /^tenant-.{8}$/],
    ['漢字', /^tenant-.{8}$/],
    ['--a--', /^a-.{8}$/],
    ['x'.repeat(200), /^x{54}-.{8}$/],
  ])('makes a valid id from the name %j, or refuses an empty name', async (name, pattern) => {
    if (name === '') {
      expect(await refused(CREATE, { input: { ...of(), name } })).toEqual([
        'INVALID_ARGUMENTS',
        'The argument "input.name" must have 1 to 200 characters.',
      ]);
    } else expect((await create({ ...of(), name })).tenant.id).toMatch(pattern);
  });

  test('refuses a name with control characters', async () => {
    expect(await refused(CREATE, { input: { ...of(), name: 'A\u001b[2J' } })).toEqual([
      'INVALID_ARGUMENTS',
      'The argument "input.name" must be one line without control characters.',
    ]);
  });

  test('refuses an unknown plan and lists the known ones', async () => {
    expect(await refused(CREATE, { input: of('gold') })).toEqual([
      'INVALID_ARGUMENTS',
      'There is no plan "gold": the argument "plan" is one of free, team, enterprise.',
    ]);
  });

  test('returns the same tenant and a new invitation when called again with one idempotency key', async () => {
    const input = { ...of(), idempotencyKey: 'order 4711' };
    const [first, second] = [await create(input), await create(input)];
    expect(second.tenant).toEqual(first.tenant);
    const statuses = await Promise.all(
      [first, second].map(({ tenant, invitation }) =>
        api.control.get('invitation', { tenantId: tenant.id, id: invitation?.id ?? '' }),
      ),
    );
    expect(statuses.map((record) => record?.status)).toEqual(['REVOKED', 'PENDING']);
    expect(await refused(CREATE, { input: { ...input, plan: 'team' } })).toEqual([
      'INVALID_ARGUMENTS',
      'The argument "input.idempotencyKey" was used before with other input: use a new key.',
    ]);
  });
});

describe('inviteOwner', () => {
  const INVITE = 'mutation ($id: ID!) { inviteOwner(id: $id, email: "new@example.test") { id token } }';

  test('replaces an invitation that is still open', async () => {
    const { tenant, invitation } = await create(of());
    const { inviteOwner } = await answered(INVITE, { id: tenant.id });
    const { records } = await api.control.list('invitations', tenant.id);
    expect(records.map(({ id, status, email }) => [id, status, email])).toEqual([
      [invitation?.id, 'REVOKED', 'nina@example.test'],
      [(inviteOwner as { id: string }).id, 'PENDING', 'new@example.test'],
    ]);
  });

  test('is refused if the tenant has an owner, so that no operator can enter a tenant by it', async () => {
    expect(await refused(INVITE, { id: 'acme' })).toEqual([
      'CONDITION_FAILED',
      'The tenant "acme" has an owner: its owners invite others themselves.',
    ]);
  });
});

describe("the operators' queries of tenants", () => {
  const LIST = /* GraphQL */ `
    query ($filter: TenantFilter, $limit: Int, $nextToken: String) {
      tenants(filter: $filter, limit: $limit, nextToken: $nextToken) {
        items {
          id
        }
        nextToken
      }
    }
  `;
  interface Page {
    readonly items: readonly { readonly id: string }[];
    readonly nextToken: string | null;
  }
  const page = async (variables: object): Promise<Page> =>
    (await answered(LIST, variables))['tenants'] as Page;

  test('filter by state, plan and part of the name, and return full pages', async () => {
    const wanted: string[] = [];
    for (const [name, plan] of [
      ['Kaffee Eins', 'team'],
      ['Tee', 'team'],
      ['KAFFEE Zwei', 'team'],
      ['Kaffee Drei', 'free'],
      ['Mein Kaffee', 'team'],
    ] as const) {
      const { tenant } = await create(of(plan, name));
      if (plan === 'team' && name !== 'Tee') wanted.push(tenant.id);
    }
    const filter = { status: 'ACTIVE', plan: 'team', nameContains: 'kaffee' };
    const first = await page({ filter, limit: 2 });
    const second = await page({ filter, limit: 2, nextToken: first.nextToken });
    expect([first.items.length, second.items.length, second.nextToken]).toEqual([2, 1, null]);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(wanted.sort());
    expect(await page({ filter, limit: 3 })).toEqual({
      items: wanted.map((id) => ({ id })),
      nextToken: null,
    });
    const other = { ...filter, status: 'SUSPENDED' };
    expect(await page({ filter: other })).toEqual({ items: [], nextToken: null });
    expect(await refused(LIST, { filter: other, nextToken: first.nextToken })).toEqual([
      'INVALID_CURSOR',
      expect.any(String),
    ]);
  });

  test('return null for an unknown or invalid id', async () => {
    expect(
      await answered(
        '{ a: tenant(id: "unknown") { id } b: tenant(id: "#") { id } c: tenant(id: "") { id } }',
      ),
    ).toEqual({
      a: null,
      b: null,
      c: null,
    });
  });
});

describe('plan and overrides', () => {
  test('the audit records a change of plan once, with both plans', async () => {
    const { tenant } = await create(of('free'));
    const change = `mutation { changePlan(id: "${tenant.id}", plan: "team") { plan } }`;
    expect(await answered(change)).toEqual({ changePlan: { plan: 'team' } });
    await answered(change);
    const recorded = (await eventsOf(api, tenant.id)).filter(({ action }) => action === 'tenant.planChanged');
    expect(recorded.map(({ detail }) => detail)).toEqual([{ from: 'free', to: 'team' }]);
  });

  test('overrides replace earlier overrides completely', async () => {
    const { tenant } = await create(of('free'));
    const override = (args: string) =>
      answered(`mutation { overrideLimits(id: "${tenant.id}"${args}) { overrides { limits features } } }`);
    expect(
      await override(
        ', limits: { seats: 7, costPerSecond: 2.5, maxDepth: null }, features: [{ name: "reports", on: true }]',
      ),
    ).toEqual({
      overrideLimits: {
        overrides: { limits: '{"costPerSecond":2.5,"seats":7}', features: '{"reports":true}' },
      },
    });
    expect(await override(', limits: { seats: 8 }')).toEqual({
      overrideLimits: { overrides: { limits: '{"seats":8}', features: '{}' } },
    });
    expect(
      await refused(`mutation { overrideLimits(id: "${tenant.id}", limits: { seats: -1 }) { id } }`),
    ).toEqual(['INVALID_ARGUMENTS', expect.stringContaining('"limits.seats"')]);
  });

  test('the plan of a deleted tenant cannot be changed', async () => {
    const { tenant } = await create(of());
    await api.register.setTenantStatus(tenant.id, 'DELETED');
    expect(await refused(`mutation { changePlan(id: "${tenant.id}", plan: "team") { id } }`)).toEqual([
      'CONDITION_FAILED',
      `The tenant "${tenant.id}" is DELETED: it has no plan any more.`,
    ]);
  });
});
