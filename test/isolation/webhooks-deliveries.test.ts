import { openWebhookDeliveries } from '../../src/store/index.ts';
import { openRig, type Rig } from '../webhooks/kit.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ siloTables: ['acme'] });
});
afterAll(() => rig.close());

const create = async (user: string, name: string): Promise<void> => {
  const { errors } = await rig.api.ask(user, `mutation { createProject(input: { name: "${name}" }) { id } }`);
  expect(errors).toEqual([]);
};

it('sends the changes of a tenant to its own endpoints alone', async () => {
  const acme = await rig.addEndpoint('acme', 'olga');
  const globex = await rig.addEndpoint('globex', 'omar');
  await create('alice', 'of acme');
  await create('carol', 'of globex');
  await rig.behind.settle();
  expect(rig.at(acme).map(({ message }) => message.data['name'])).toEqual(['of acme']);
  expect(rig.at(globex).map(({ message }) => message.data['name'])).toEqual(['of globex']);
});

it('finds no message of another tenant by its id, and sends none to a forged tenant', async () => {
  const [acme, globex] = [await rig.addEndpoint('acme', 'olga'), await rig.addEndpoint('globex', 'omar')];
  await create('alice', 'known id');
  await rig.behind.changes();
  const [message] = await rig.log(acme);
  expect(message).toBeDefined();
  const foreign = await rig.deliveriesOf('globex');
  expect(await foreign.get(message?.id ?? '')).toBeNull();
  expect(message && (await foreign.claim(message, rig.clock.now() + 1_000))).toBeNull();
  expect((await foreign.list(acme.id, { status: null, limit: 10, after: null })).records).toEqual([]);
  const before = rig.received.length;
  const Records = ['globex', 'never-existed', '', '*', 'acme#HOOK', '../acme'].map((tenantId) => ({
    messageId: tenantId,
    body: JSON.stringify({ tenantId, is: 'webhooks' }),
  }));
  await rig.api.background.webhooks({ Records });
  expect(rig.received.slice(before)).toEqual([]);
  await rig.behind.settle();
  expect(rig.at(globex)).toEqual([]);
});

it('keeps an endpoint of a caller of another tenant deaf', async () => {
  const carol = await rig.addEndpoint('globex', 'carol');
  const stolen = await rig.addEndpoint('acme', 'olga', { caller: carol.caller });
  await create('alice', 'not for carol');
  await rig.behind.settle();
  expect(rig.at(stolen)).toEqual([]);
  expect(rig.at(carol)).toEqual([]);
  expect(await rig.endpoint(stolen)).toMatchObject({ status: 'DISABLED' });
});

it('keeps the messages of changes that the stream brings while the tenant moves, in both of its tables', async () => {
  const endpoint = await rig.addEndpoint('acme', 'olga');
  await create('alice', 'before the move');
  await rig.api.control.transact(async (transaction) => {
    const tenant = await transaction.get('tenant', { id: 'acme' });
    if (tenant) transaction.put('tenant', { ...tenant, status: 'MOVING' });
  });
  rig.clock.forward(6_000);
  await rig.behind.changes();
  const scope = await rig.api.jobParts.scopeOf('acme', 'a test');
  const counts = await Promise.all(
    (['POOL', 'SILO'] as const).map(async (table) => {
      const deliveries = openWebhookDeliveries(scope, rig.api.jobParts.sendOf(scope, table));
      return (await deliveries.list(endpoint.id, { status: 'PENDING', limit: 10, after: null })).records
        .length;
    }),
  );
  expect(counts).toEqual([1, 1]);
  await rig.behind.work();
  expect(rig.at(endpoint)).toEqual([]);
  await rig.api.control.transact(async (transaction) => {
    const tenant = await transaction.get('tenant', { id: 'acme' });
    if (tenant) transaction.put('tenant', { ...tenant, status: 'ACTIVE' });
  });
  rig.clock.forward(60_000);
  await rig.behind.settle();
  expect(rig.at(endpoint)).toHaveLength(1);
});
