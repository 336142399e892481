import { readFileSync, writeFileSync } from 'node:fs';

import type { Send } from '../../src/store/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { unitsOf, type Units } from '../shared/units.ts';
import { openRig } from '../webhooks/kit.ts';

// What messages to endpoints consume after the request that writes a row: calls of DynamoDB, and units that they read and
// write. The calls are those of the functions "changes" and "webhooks", without those on the table of subscribers.

const FILE = 'test/golden/webhook-units.json';
const SDL = /* GraphQL */ `
  type Task
    @model(queries: { count: null }, subscriptions: null)
    @webhook
    @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
  }
`;

test('messages to webhooks consume the units in their golden file', async () => {
  const calls: Call[] = [];
  const recorded = (send: Send): Send => recordCalls(send, calls).send;
  const rig = await openRig({ sdl: SDL, through: recorded, throughControl: recorded });
  const actual: Record<string, Units> = {};
  /** Delivers the messages of new rows, after the caches of endpoints and members have expired. */
  const measure = async (name: string, rows: number, messages: number): Promise<void> => {
    rig.clock.forward(60_000);
    const before = rig.received.length;
    for (let at = 0; at < rows; at += 1) {
      const { errors } = await rig.api.ask('alice', 'mutation { createTask(input: { title: "a" }) { id } }');
      expect(errors).toEqual([]);
    }
    rig.clock.forward(60_000);
    calls.length = 0;
    await rig.behind.settle();
    expect(rig.received.length - before).toBe(messages);
    actual[name] = unitsOf(calls);
  };
  await measure('a change in a tenant without endpoints', 1, 0);
  await rig.addEndpoint('acme', 'olga');
  await measure('a message that its endpoint accepts at the first attempt', 1, 1);
  await measure('ten messages that arrive together', 10, 10);
  rig.answer = () => ({ status: 500 });
  await measure('a message that its endpoint refuses once', 1, 1);
  await rig.close();

  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
