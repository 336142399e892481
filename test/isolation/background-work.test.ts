import { verifyAudit, type TenantWork } from '../../src/platform/index.ts';
import { newJob } from '../../src/platform/jobs/new-job.ts';
import { workQueueOf } from '../../src/local/background.ts';
import { openQueue } from '../../src/local-cloud/sqs/index.ts';
import { openAuditLog, type JobRecord } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump, naming } from '../platform/dump.ts';
import { messagesOf, openBehind, upkeepOf, type Behind } from '../shared/background.ts';

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi();
  behind = openBehind(api);
  // The events of the seed.
  await api.background.work(upkeepOf('acme', 'globex'));
});
afterAll(() => api.close());

async function addJob(tenantId: string): Promise<JobRecord> {
  const actor = { type: 'system', id: 'test', name: 'test' } as const;
  const job = newJob({ tenantId, kind: 'EXPORT', input: {} }, actor, Date.now());
  await api.control.transact((transaction) => {
    transaction.add('job', job);
    return Promise.resolve();
  });
  return job;
}
const touch = (user: string): Promise<unknown> =>
  api.ask(user, 'mutation { createApiKey(input: { name: "a test", roles: ["MEMBER"] }) { text } }');

test('changes of one tenant cause no call and no change in another', async () => {
  await behind.settle();
  const ofGlobex = async () => naming(await dump(api), 'globex');
  const before = await ofGlobex();
  await touch('olga');
  await addJob('acme');
  const from = api.log.length;
  await behind.settle();
  const named = api.log.slice(from).flatMap(({ tenantId }) => (tenantId === undefined ? [] : [tenantId]));
  expect([...new Set(named)]).toEqual(['acme']);
  expect(await ofGlobex()).toEqual(before);
});

test('a message with a job of another tenant, a tenant that does not exist or a forged tenant is answered the same and changes nothing', async () => {
  const { id } = await addJob('acme');
  await behind.changes();
  const before = await dump(api);
  const from = api.log.length;
  const forged: TenantWork[] = [
    'globex',
    'never-existed',
    '',
    '*',
    'ACME',
    'acme#JOB',
    'globex#',
    '../acme',
  ].flatMap((tenantId): TenantWork[] => [
    { tenantId, is: 'job', jobId: id },
    ...(tenantId === 'globex' ? [] : [{ tenantId, is: 'upkeep' } as const]),
  ]);
  forged.push({ tenantId: 'acme', is: 'job', jobId: `${id}#` }, { tenantId: 'acme', is: 'job', jobId: '' });
  expect(await api.background.work(messagesOf(...forged))).toEqual({ batchItemFailures: [] });
  const outcomes = api.log.slice(from).filter(({ message }) => message === 'work');
  expect(outcomes).toHaveLength(forged.length);
  expect(new Set(outcomes.map((entry) => entry['outcome']))).toEqual(new Set(['GONE']));
  expect(await dump(api)).toEqual(before);
  await behind.settle();
  await behind.work();
});

test.each([
  '',
  '{}',
  'null',
  '[]',
  '{"tenantId":"acme"}',
  '{"tenantId":"acme","is":"purge"}',
  '{"tenantId":["acme"],"is":"upkeep"}',
])('a message with the body %p fails alone and touches no tenant', async (body) => {
  const Records = [{ messageId: 'forged', body }, ...(upkeepOf('globex').Records ?? [])];
  const before = await dump(api);
  expect(await api.background.work({ Records })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'forged' }],
  });
  expect(await dump(api)).toEqual(before);
});

test('several workers with the same messages at the same time end a job once and seal each event once', async () => {
  const job = await addJob('acme');
  await touch('olga');
  const messages = messagesOf(
    { tenantId: 'acme', is: 'upkeep' },
    { tenantId: 'acme', is: 'job', jobId: job.id },
  );
  await Promise.all(Array.from({ length: 4 }, () => api.background.work(messages)));
  await behind.settle();
  expect(await api.control.get('job', job)).toMatchObject({ status: 'DONE' });
  const scope = await api.jobParts.scopeOf('acme', 'test');
  const log = openAuditLog(scope, api.jobParts.sendOf(scope));
  expect(await verifyAudit({ log, now: Date.now }, 'acme')).toMatchObject({ ok: true });
  const { items } = await log.read({ after: null, limit: 1000 });
  const ids = items.map(({ text }) => (JSON.parse(text) as { id: string }).id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(items.filter(({ text }) => text.includes('job.ended') && text.includes(job.id))).toHaveLength(1);
});

test('the group of a message is its tenant, so the work of one tenant does not wait for all of another', async () => {
  const queue = openQueue({ visibility: 60_000, maxReceives: 5, now: Date.now });
  const busy = Array.from(
    { length: 100 },
    (_, at) => ({ tenantId: 'acme', is: 'job', jobId: String(at) }) as const,
  );
  await workQueueOf(queue).send([...busy, { tenantId: 'globex', is: 'upkeep' }]);
  expect([queue.receive(), queue.receive()].map((message) => message?.group)).toEqual(['acme', 'globex']);
});
