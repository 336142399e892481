import type { Membership } from '../../src/tenant/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { memberOf } from '../register.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi();
});
afterEach(() => api.close());

const query = '{ listTasks { items { id } } }';
const membershipOf = (user: string): Membership =>
  memberOf({
    tenantId: 'acme',
    userId: api.cognito.user(user)?.sub ?? '',
    roles: ['ADMIN'],
    status: 'DISABLED',
  });

describe('a request with a genuine token', () => {
  it.each<[string, string, () => Promise<void>]>([
    ['of a suspended tenant', 'TENANT_SUSPENDED', () => api.register.setTenantStatus('acme', 'SUSPENDED')],
    [
      'of a removed member',
      'FORBIDDEN',
      () => api.register.removeMembership('acme', membershipOf('alice').userId),
    ],
    ['of a disabled member', 'FORBIDDEN', () => api.register.putMembership(membershipOf('alice'))],
  ])('%s is refused with 403 and answered without data', async (_who, code, happen) => {
    const authorization = `Bearer ${await api.token('alice')}`;
    await happen();
    const { statusCode, body } = await api.handle({
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(statusCode).toBe(403);
    expect(JSON.parse(body)).toEqual({
      message: expect.any(String) as string,
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) as unknown })],
    });
    expect(api.log.at(-1)).toEqual(expect.objectContaining({ message: 'request refused', code }));
  });

  it('is answered when another tenant is suspended', async () => {
    await api.register.setTenantStatus('acme', 'SUSPENDED');
    const { status, errors } = await api.ask('carol', query);
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
  });

  it('has exactly the rights of the membership record', async () => {
    const budget = '{ listProjects { items { budget } } }';
    await api.register.putMembership({ ...membershipOf('bob'), status: 'ACTIVE' });
    expect((await api.ask('bob', budget)).errors).toEqual([]);
    await api.register.putMembership({ ...membershipOf('alice'), status: 'ACTIVE', roles: ['MEMBER'] });
    expect((await api.ask('alice', budget)).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
