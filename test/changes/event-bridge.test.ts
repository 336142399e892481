import type { TenantEvent } from '../../src/platform/index.ts';
import type { BusEntry } from '../../src/store/index.ts';
import { eventBridge } from '../../src/lambda/event-bridge.ts';

const EVENT: TenantEvent = {
  ...{ id: 'e1', name: 'tenant.suspended', tenant: 'acme', at: '2026-11-30T10:15:00.000Z' },
  ...{ actor: { type: 'operator', id: 'o1' }, data: { reason: 'No payment.' } },
};

async function entriesOf(...events: readonly TenantEvent[]): Promise<readonly BusEntry[]> {
  const entries: BusEntry[] = [];
  const open = {
    put: (some: readonly BusEntry[]) => {
      entries.push(...some);
      return Promise.resolve();
    },
  };
  await eventBridge({ region: 'eu-central-1', bus: 'tenantql-test', open }).publish(events);
  return entries;
}

test('an event is an entry with the bus as its source and the name as its detail type', async () => {
  const [entry] = await entriesOf(EVENT);
  const { name, ...detail } = EVENT;
  expect(entry).toMatchObject({ source: 'tenantql-test', detailType: name, at: Date.parse(EVENT.at) });
  expect(JSON.parse(entry?.detail ?? '')).toEqual(detail);
});

test('an event that is too large for an entry leaves its data out and says so', async () => {
  const large = { ...EVENT, data: { text: 'ü'.repeat(140_000) } };
  const [entry] = await entriesOf(large);
  expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ id: 'e1', data: {}, truncated: true });
});
