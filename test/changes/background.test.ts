import { createWorkHandler } from '../../src/lambda/work-handler.ts';
import { workQueueOf } from '../../src/local/background.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { openBehind, upkeepOf, type Behind } from '../shared/background.ts';

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi();
  behind = openBehind(api);
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

test('a delete that cannot be continued fails the message, and keeps no audit event from its seal', async () => {
  await change('olga');
  const { jobParts, background } = api;
  const work = createWorkHandler({
    parts: {
      ...jobParts,
      sendOf: (...of) => {
        const send = jobParts.sendOf(...of);
        return (command, options) =>
          JSON.stringify(command.input).includes('#JOB#')
            ? Promise.reject(new Error('The jobs cannot be read.'))
            : send(command, options);
      },
    },
    queue: workQueueOf(background.messages),
    log: () => undefined,
  });
  expect((await work(upkeepOf('acme'))).batchItemFailures).toHaveLength(1);
  expect(await waiting('acme')).toBe(0);
  await behind.settle();
});

test('a stream whose records are not taken keeps no other stream waiting, and brings them again', async () => {
  const { changes, work } = api.background;
  const seen: string[] = [];
  let refuses = true;
  const picky = openBehind(api, {
    work,
    changes: (event) => {
      const isOfRows = '__pk' in (event.Records[0]?.dynamodb?.Keys ?? {});
      if (isOfRows && refuses) return Promise.reject(new Error('Not now.'));
      seen.push(isOfRows ? 'rows' : 'records');
      return changes(event);
    },
  });
  await api.ask('olga', 'mutation { createProject(input: { name: "a row" }) { id } }');
  await change('olga');
  await expect(picky.changes()).rejects.toThrow('Not now.');
  expect(seen).toEqual(['records']);
  refuses = false;
  await picky.changes();
  expect(seen).toEqual(['records', 'rows']);
});
