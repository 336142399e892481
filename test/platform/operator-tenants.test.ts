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

/** What an operator who may do everything is answered; an error fails the test. */
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
  test('makes an active tenant with an id of its name, and answers the token of its first owner once', async () => {
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

  test('two tenants of one name are two tenants', async () => {
    expect((await create(of())).tenant.id).not.toBe((await create(of())).tenant.id);
  });

  test.each([
    ['', /^tenant-.{8}$/],
    ['漢字', /^tenant-.{8}$/],
    ['--a--', /^a-.{8}$/],
    ['x'.repeat(200), /^x{54}-.{8}$/],
  ])('a name of %j is no obstacle to an id', async (name, pattern) => {
    if (name === '') {
      expect(await refused(CREATE, { input: { ...of(), name } })).toEqual([
        'INVALID_ARGUMENTS',
        'The argument "input.name" must have 1 to 200 characters.',
      ]);
    } else expect((await create({ ...of(), name })).tenant.id).toMatch(pattern);
  });

  test('a plan that is not there is refused with those that are', async () => {
    expect(await refused(CREATE, { input: of('gold') })).toEqual([
      'INVALID_ARGUMENTS',
      'There is no plan "gold": the argument "plan" is one of free, team, enterprise.',
    ]);
  });

  test('a second call with the same key answers the same tenant, and its new token takes the place of the old one', async () => {
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
