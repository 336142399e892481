import { consumeChanges, openDone, publishEvents } from '../../src/changes/index.ts';
import { TENANT_EVENTS, type EventBus, type TenantEvent } from '../../src/platform/index.ts';
import { readChange, type StreamRecord } from '../../src/store/index.ts';
import { openJobRig, type JobRig } from '../platform/job-rig.ts';
import { openBehind, type Behind } from '../shared/background.ts';

let rig: JobRig;
let behind: Behind;
/** The records that the function of changes got. */
let records: StreamRecord[];
beforeEach(async () => {
  rig = await openJobRig();
  records = [];
  const { changes, work } = rig.api.background;
  behind = openBehind(rig.api, {
    work,
    changes: (event) => {
      records.push(...event.Records);
      return changes(event);
    },
  });
});
afterEach(() => rig.api.close());

const operate = async (mutation: string): Promise<void> => {
  expect((await rig.api.askOperator('opal', `mutation { ${mutation} }`)).errors).toEqual([]);
};
const published = async (): Promise<readonly TenantEvent[]> => {
  await behind.changes();
  return rig.api.published;
};

describe('the life of a tenant', () => {
  it('is published from its creation to its purge, each step once and with its data', async () => {
    const { data } = await rig.api.askOperator(
      'opal',
      'mutation { createTenant(input: { name: "Hooli", plan: "free", ownerEmail: "gavin@hooli.test" }) { tenant { id } } }',
    );
    const { id } = (data?.['createTenant'] as { tenant: { id: string } }).tenant;
    await operate(`changePlan(id: "${id}", plan: "enterprise") { id }`);
    await operate(`suspendTenant(id: "${id}", mode: READ_ONLY, reason: "No payment.") { id }`);
    await operate(`resumeTenant(id: "${id}") { id }`);
    await rig.requestExport(id);
    await rig.work();
    await rig.requestPurge(id);
    await rig.work();
    const events = (await published()).filter(({ tenant }) => tenant === id);
    expect(events.map(({ name }) => name)).toEqual([
      ...['tenant.created', 'tenant.activated', 'tenant.planChanged', 'tenant.suspended', 'tenant.resumed'],
      ...['export.finished', 'tenant.offboarding', 'tenant.purging', 'tenant.purged'],
    ]);
    expect(events[2]).toMatchObject({
      actor: { type: 'operator' },
      data: { from: 'free', to: 'enterprise' },
    });
    expect(events[3]).toMatchObject({ data: { reason: 'No payment.', to: 'SUSPENDED' } });
    expect(events[5]).toMatchObject({ data: { status: 'DONE', job: expect.any(String) as string } });
    expect(events.at(-1)).toMatchObject({ data: { certificate: { tenantId: id } } });
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(events.every(({ name }) => TENANT_EVENTS.includes(name))).toBe(true);
  });

  it('says nothing of members, keys, rows, addresses and copies that prove an archive', async () => {
    await rig.api.ask(
      'olga',
      'mutation { createApiKey(input: { name: "a key", roles: ["MEMBER"] }) { text } }',
    );
    await rig.api.ask('olga', 'mutation { createProject(input: { name: "a row" }) { id } }');
    await rig.api.ask('olga', 'mutation { createRole(input: { name: "a-role", permissions: [] }) { name } }');
    expect(await published()).toEqual([]);
    await operate('changePlan(id: "acme", plan: "free") { id }');
    const [event] = await published();
    expect(Object.keys(event ?? {}).sort()).toEqual(['actor', 'at', 'data', 'id', 'name', 'tenant']);
    expect(Object.keys(event?.actor ?? {}).sort()).toEqual(['id', 'type']);
  });
});

describe('a bus that takes no events', () => {
  /** Gives the records that were seen to the consumer again, with another bus. */
  async function consume(bus: EventBus, done = openDone()): Promise<number | null> {
    return consumeChanges(records, {
      queue: { send: () => Promise.resolve() },
      log: () => undefined,
      consumers: [publishEvents(bus)],
      types: {},
      remaining: 1_000,
      done,
    });
  }

  it('gets them again from the first that it did not take, and those of other tenants are not lost', async () => {
    await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: "No payment.") { id }');
    await operate('suspendTenant(id: "globex", mode: READ_ONLY, reason: "No payment.") { id }');
    await behind.changes();
    const taken: string[] = [];
    const done = openDone();
    const busFor = (refuses: boolean): EventBus => ({
      publish: (events) => {
        if (refuses && events.some(({ tenant }) => tenant === 'acme'))
          return Promise.reject(new Error('The bus is away.'));
        taken.push(...events.map(({ tenant }) => tenant));
        return Promise.resolve();
      },
    });
    const first = await consume(busFor(true), done);
    expect([first !== null, taken]).toEqual([true, ['globex']]);
    expect(await consume(busFor(false), done)).toBeNull();
    expect(taken.sort()).toEqual(['acme', 'globex']);
  });

  it('gets an event that comes twice with the same id', async () => {
    await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: "No payment.") { id }');
    await behind.changes();
    const ids: string[] = [];
    const bus: EventBus = {
      publish: (events) => {
        ids.push(...events.map(({ id }) => id));
        return Promise.resolve();
      },
    };
    await consume(bus);
    await consume(bus);
    expect(ids).toHaveLength(2);
    expect(new Set([...ids, ...rig.api.published.map(({ id }) => id)]).size).toBe(1);
  });
});

test('a forged record of another table is no event', () => {
  const image = { action: { S: 'tenant.suspended' }, outcome: { S: 'DONE' }, tenantId: { S: 'acme' } };
  const change = readChange(
    {
      eventName: 'INSERT',
      dynamodb: { Keys: { __pk: { S: 'T#acme#AUDIT#NEW#' }, __sk: { S: 'x#' } }, NewImage: image },
    },
    {},
  );
  const consumer = publishEvents({ publish: () => Promise.resolve() });
  expect(change && consumer.wants(change)).toBe(false);
});
