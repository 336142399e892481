import { openTestApi, type TestApi } from '../api.ts';
import { openBehind, upkeepOf, type Behind } from '../shared/background.ts';

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi();
  behind = await openBehind(api);
});
afterAll(() => api.close());

const waiting = async (tenant: string): Promise<number> =>
  (await api.control.list('events', tenant)).records.length;
const change = (user: string): Promise<unknown> =>
  api.ask(user, 'mutation { createApiKey(input: { name: "a test", roles: ["MEMBER"] }) { text } }');

test('an audit event is sealed by the streams and the queue, without a reader', async () => {
  await change('olga');
  expect(await waiting('acme')).toBeGreaterThan(0);
  await behind.settle();
  expect(await waiting('acme')).toBe(0);
});

test('a requested export runs to its end by the streams and the queue', async () => {
  const { data } = await api.askOperator('opal', 'mutation { exportTenant(id: "acme") { id } }');
  const { id } = data?.['exportTenant'] as { id: string };
  await behind.settle();
  expect(await api.control.get('job', { tenantId: 'acme', id })).toMatchObject({ status: 'DONE' });
});

test('many changes of one tenant in a batch send one message, and an unreadable record among them stops none', async () => {
  const record = (at: number, pk: string) => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(at), Keys: { __pk: { S: pk }, __sk: { S: `${at}#` } } },
  });
  const Records = Array.from({ length: 100 }, (_, at) =>
    record(at, at === 50 ? 'poison' : 'T#globex#AUDIT#NEW#'),
  );
  expect(await api.background.changes({ Records })).toEqual({ batchItemFailures: [] });
  const { messages } = api.background;
  expect(JSON.parse(messages.receive()?.body ?? '')).toEqual({ tenantId: 'globex', is: 'upkeep' });
  expect(messages.receive()).toBeNull();
});

test('a tenant that cannot be served fails alone, and a repeat of the work of another changes nothing', async () => {
  const tenant = await api.control.get('tenant', { id: 'acme' });
  await change('olga');
  await api.register.changeTenant('acme', { isolation: 'SILO' });
  const failed = await api.background.work(upkeepOf('acme', 'globex', 'globex', 'never-existed'));
  await api.register.changeTenant('acme', { isolation: tenant?.isolation ?? 'POOL' });
  expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(await waiting('globex')).toBe(0);
  expect(await api.background.work(upkeepOf('acme'))).toEqual({ batchItemFailures: [] });
  expect(await waiting('acme')).toBe(0);
});

test('whatever requests and the count of their usage write is readable', async () => {
  await change('olga');
  await api.platform.usage.catchUp();
  await behind.settle();
  expect(api.log.filter(({ message }) => message === 'changes: a record is unreadable')).toHaveLength(1);
});
