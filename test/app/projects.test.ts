import { OWN_APP } from '../../codegen/places.ts';
import { openTestApi, type TestApi } from '../api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi({ app: OWN_APP })));
afterAll(() => api.close());

const CLOSE = 'mutation ($id: ID!) { closeProject(id: $id) { status } }';

describe('closeProject', () => {
  test('closes an open project, and refuses to close it again', async () => {
    const first = await api.ask('alice', CLOSE, { id: 'acme-rocket' });
    expect(first.data).toEqual({ closeProject: { status: 'CLOSED' } });
    const second = await api.ask('alice', CLOSE, { id: 'acme-rocket' });
    expect(second.errors[0]?.extensions['code']).toBe('CONDITION_FAILED');
  });

  test("answers for a project of another tenant as for one that doesn't exist", async () => {
    const foreign = await api.ask('carol', CLOSE, { id: 'acme-anvil' });
    const missing = await api.ask('carol', CLOSE, { id: 'no-such-project' });
    expect(foreign.errors[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(missing.errors[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  test('sends one conditional write', async () => {
    const { calls } = await api.ask('alice', CLOSE, { id: 'acme-rocket' });
    expect(calls.length).toBeLessThanOrEqual(3);
  });
});
