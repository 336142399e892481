import type { TenantWork, WorkQueue } from '../../src/platform/index.ts';
import { createWorkHandler } from '../../src/lambda/index.ts';
import { openWebhooks } from '../../src/lambda/functions/open-webhooks.ts';
import { upkeepOf } from '../shared/background.ts';
import { openRig, type Rig } from './kit.ts';

const MINUTE = 60_000;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** A queue whose messages the test hands over at their times. */
interface Sent {
  readonly queue: WorkQueue;
  readonly messages: { readonly work: TenantWork; readonly at: number }[];
}

function openSent(): Sent {
  const messages: { work: TenantWork; at: number }[] = [];
  return {
    messages,
    queue: {
      send(work, afterSeconds = 0) {
        const at = rig.clock.now() + afterSeconds * 1000;
        messages.push(...work.filter(({ is }) => is === 'webhooks').map((one) => ({ work: one, at })));
        return Promise.resolve();
      },
    },
  };
}

/** The functions of a process, whose messages go to a queue. */
function processOf({ queue }: Sent): { upkeep(): Promise<unknown>; webhooks(): Promise<unknown> } {
  const { api } = rig;
  const work = createWorkHandler({ parts: api.jobParts, queue, log: () => undefined });
  const webhooks = openWebhooks({ ...api.parts, queue, log: () => undefined }, api.jobParts.platform);
  return {
    upkeep: () => work(upkeepOf('acme')),
    webhooks: () => webhooks({ Records: [{ messageId: '1', body: '{"tenantId":"acme","is":"webhooks"}' }] }),
  };
}

/** Hands over the messages of a queue that are visible at the test's time. */
async function handOver(sent: Sent): Promise<void> {
  const due = sent.messages.filter(({ at }) => at <= rig.clock.now());
  sent.messages.splice(0, Infinity, ...sent.messages.filter((one) => !due.includes(one)));
  for (const _message of due) await processOf(sent).webhooks();
}

test('a delivery that failed is tried at its time, although a stop lost the message of the queue that would do so', async () => {
  const endpoint = await rig.addEndpoint('acme', 'olga');
  rig.answer = () => ({ status: 500 });
  await rig.api.ask('alice', 'mutation { createProject(input: { name: "Kept" }) { id } }');
  await rig.behind.changes();
  const before = openSent();
  await processOf(before).webhooks();
  rig.clock.forward(6_000);
  await handOver(before);
  expect(rig.at(endpoint)).toHaveLength(2);

  const after = openSent();
  await processOf(after).upkeep();
  await handOver(after);
  rig.answer = () => ({ status: 204 });
  rig.clock.forward(6 * MINUTE);
  await handOver(after);
  expect(rig.at(endpoint)).toHaveLength(3);
});

test('the sender of a suspended tenant is called once in each while, however often its upkeep runs', async () => {
  await rig.addEndpoint('acme', 'olga');
  await rig.api.ask('alice', 'mutation { createProject(input: { name: "Waits" }) { id } }');
  await rig.behind.changes();
  await rig.api.control.transact(async (transaction) => {
    const tenant = await transaction.get('tenant', { id: 'acme' });
    if (tenant) transaction.put('tenant', { ...tenant, status: 'SUSPENDED' });
  });
  rig.clock.forward(6_000);
  const sent = openSent();
  for (let run = 0; run < 5; run += 1) {
    await processOf(sent).upkeep();
    await handOver(sent);
  }
  expect(new Set(sent.messages.map(({ at }) => Math.round(at / 10_000))).size).toBe(1);
});
