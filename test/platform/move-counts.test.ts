import type { Isolation } from '../../src/tenant/index.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { field, openJobRig, type JobRig } from './job-rig.ts';
import { stepwise } from './move-rig.ts';

const sdl = /* GraphQL */ `
  type Plain @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Sharded @model(shards: 3) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`;

let rig: JobRig;
let behind: Behind;
beforeEach(async () => {
  rig = await openJobRig({ sdl, siloTables: ['acme'] });
  behind = openBehind(rig.api);
});
afterEach(() => rig.api.close());

const TYPES = [
  ['Plain', 'Plains'],
  ['Sharded', 'Shardeds'],
] as const;
async function create(id: string): Promise<void> {
  for (const [type] of TYPES)
    field(await rig.api.ask('alice', `mutation { create${type}(input: { id: "${id}" }) { id } }`));
}
async function remove(id: string): Promise<void> {
  for (const [type] of TYPES)
    field(await rig.api.ask('alice', `mutation { delete${type}(input: { id: "${id}" }) { id } }`));
}
const counts = async (): Promise<readonly unknown[]> =>
  Promise.all(TYPES.map(async ([, types]) => field(await rig.api.ask('alice', `{ count${types} }`))));

const phaseOf = async (job: { readonly id: string; readonly tenantId: string }): Promise<unknown> =>
  (await rig.api.control.get('job', job))?.state?.['phase'];

/** Moves acme away, and reads the records of changes when the move has come to a phase. */
async function moveTo(to: Isolation, reads: string): Promise<void> {
  const job = await rig.requestMove('acme', to);
  let isRead = false;
  await stepwise(rig, job, async () => {
    if (isRead || (await phaseOf(job)) !== reads) return;
    isRead = true;
    await behind.changes();
  });
  expect(isRead).toBe(true);
}

test.each(['copy', 'compare', 'switch', 'waitForCaches', 'unlock', 'eraseSource'])(
  'counts are those of the rows after a move in either direction, when records from before it are read late: at "%s"',
  async (phase) => {
    for (const [at, to] of (['SILO', 'POOL'] as const).entries()) {
      await create(`${at}-gone`);
      await create(`${at}-kept`);
      await behind.changes();
      await create(`${at}-late`);
      await create(`${at}-later`);
      await remove(`${at}-gone`);
      rig.pass(rig.now() + 10_000);
      await moveTo(to, phase);
      await behind.changes();
      expect(await counts()).toEqual([3 * at + 3, 3 * at + 3]);
      await create(`${at}-after`);
      await remove(`${at}-after`);
      await behind.changes();
      expect(await counts()).toEqual([3 * at + 3, 3 * at + 3]);
      rig.pass(rig.now() + 60_000);
    }
  },
);
