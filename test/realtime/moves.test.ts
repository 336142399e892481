import { runJob } from '../../src/platform/index.ts';
import type { Isolation } from '../../src/tenant/index.ts';
import type { ChangesEvent } from '../../src/lambda/changes-handler.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { openRig, type Rig } from './delivery-rig.ts';

const SDL = /* GraphQL */ `
  type Task @model(subscriptions: { replay: "1h" }) @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
  }
`;

let clock = Date.now();
let rig: Rig;
let behind: Behind;
const unread: ChangesEvent[] = [];

beforeAll(async () => {
  rig = await openRig({ sdl: SDL, siloTables: ['acme'], now: () => clock });
  behind = openBehind(rig.api, {
    ...rig.api.background,
    changes({ Records }) {
      const ApproximateCreationDateTime = Math.floor(clock / 1000);
      unread.push({
        Records: Records.map((one) => ({
          ...one,
          dynamodb: { ...one.dynamodb, ApproximateCreationDateTime },
        })),
      });
      return Promise.resolve({ batchItemFailures: [] });
    },
  });
});
afterAll(() => rig.api.close());

/** Gives the function of changes what has come from the streams since. */
async function read(): Promise<void> {
  for (const event of unread.splice(0))
    expect(await rig.api.background.changes(event)).toEqual({ batchItemFailures: [] });
}

async function mutate(...mutations: readonly string[]): Promise<void> {
  for (const mutation of mutations)
    expect((await rig.api.ask('alice', `mutation { ${mutation} }`)).errors).toEqual([]);
  await behind.changes();
}

async function move(to: Isolation): Promise<void> {
  const { errors } = await rig.api.askOperator(
    'opal',
    `mutation { moveTenant(id: "acme", to: ${to}) { id } }`,
  );
  expect(errors).toEqual([]);
  for (let open = true; open;) {
    open = false;
    for await (const { tenantId, id } of rig.api.control.all('openJobs', '')) {
      const outcome = await runJob(rig.api.jobParts, tenantId, id, { until: Infinity });
      // The clock stops while the records of a step come.
      await behind.changes();
      if (outcome.is === 'LATER') clock = Math.max(clock, outcome.at);
      open = true;
    }
  }
  clock += 6_000;
}

test.each([
  ['while it moves', true],
  ['after it has moved', false],
] as const)(
  'a subscriber gets each change of a tenant that moves to a silo and back once, read %s',
  async (_when, isReadAtOnce) => {
    const names = ['onCreateTask', 'onUpdateTask', 'onDeleteTask'];
    const connectionId = `socket-${String(isReadAtOnce)}`;
    const caller = { ...(await rig.callerOf('bob')), expiresAt: clock / 1000 + 7200 };
    for (const name of names)
      await rig.arm('acme', 'bob', `subscription { ${name} { id title } }`, {
        connectionId,
        id: name,
        caller,
      });
    const pass = async (): Promise<void> => {
      if (isReadAtOnce) await read();
    };
    await mutate(
      'a: createTask(input: { id: "a", title: "1" }) { id }',
      'b: createTask(input: { id: "b", title: "2" }) { id }',
      'deleteTask(input: { id: "a" }) { id }',
    );
    await pass();
    await move('SILO');
    await pass();
    await mutate(
      'createTask(input: { id: "c", title: "3" }) { id }',
      'updateTask(input: { id: "b", title: "4" }) { id }',
      'deleteTask(input: { id: "b" }) { id }',
    );
    await read();
    await mutate('updateTask(input: { id: "c", title: "5" }) { id }');
    await pass();
    await move('POOL');
    await pass();
    await mutate('deleteTask(input: { id: "c" }) { id }');
    await read();
    const got = rig
      .got(connectionId)
      .map(({ id, payload }) => [id, ...Object.values(payload.data?.[id] as Record<string, unknown>)]);
    expect(got).toEqual([
      ['onCreateTask', 'a', '1'],
      ['onCreateTask', 'b', '2'],
      ['onDeleteTask', 'a', '1'],
      ['onCreateTask', 'c', '3'],
      ['onUpdateTask', 'b', '4'],
      ['onDeleteTask', 'b', '4'],
      ['onUpdateTask', 'c', '5'],
      ['onDeleteTask', 'c', '5'],
    ]);
  },
);
