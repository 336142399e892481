import { sweepDeleted } from '../../src/engine/index.ts';
import { SWEEP_AFTER } from '../../src/store/index.ts';
import { read } from '../model/harness.ts';
import { type Act, beginRace, type Outcome, type Race, tableAfter } from './race.ts';
import { searchOrders } from './search-orders.ts';
import { serialOrdersOf } from './serial.ts';
import { START } from './upkeep.ts';

const model = read(/* GraphQL */ `
  type Parent @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
    id: ID!
    children: [Child] @hasMany(references: ["parentId"], onDelete: CASCADE)
  }
  type Child @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
    id: ID!
    note: String
    parentId: ID
    parent: Parent @belongsTo(references: ["parentId"])
    leaves: [Leaf] @hasMany(references: ["childId"], onDelete: CASCADE)
  }
  type Leaf @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
    id: ID!
    childId: ID
    child: Child @belongsTo(references: ["childId"])
  }
`);

/** Writes a table in which a child refers to a missing parent, because the index did not show it to the delete. */
async function tableWithOrphan(leaves: number): Promise<Race['table']> {
  const createLeaf =
    (at: number): Act =>
    (tables) =>
      tables['Leaf']?.create({ id: `leaf${at}`, childId: 'late' });
  const table = await tableAfter(
    model,
    [
      (tables) => tables['Parent']?.create({ id: 'p' }),
      (tables) => tables['Child']?.create({ id: 'late' }),
      ...Array.from({ length: leaves }, (_, at) => createLeaf(at)),
    ],
    [
      (tables) => tables['Child']?.update({ id: 'late', parentId: 'p' }),
      (tables) => tables['Parent']?.delete({ id: 'p' }),
    ],
  );
  table.catchUp();
  return table;
}

/** Sweeps once. A large delete is left to upkeep after its first row. */
const sweep: Act = async (_tables, store, clock) => {
  let asked = 0;
  await sweepDeleted(model, store, { now: () => clock.now, isOver: () => (asked += 1) > 1 });
};

const restore: Act = async (tables) => {
  await tables['Parent']?.create({ id: 'p' });
  return tables['Child']?.update({ id: 'late', note: 'kept' });
};

it.each([
  ['few rows refer to that row', 1],
  ['that row is too large for one transaction', 100],
])('a sweep takes no row from a parent that was created again, when %s', async (_title, leaves) => {
  const race: Race = {
    model,
    table: await tableWithOrphan(leaves),
    acts: { sweep, restore },
    now: START + SWEEP_AFTER + 1,
  };
  const isSerial = await serialOrdersOf(race);
  const answers = new Set<string | undefined>();
  const { orders } = await searchOrders((turns) =>
    beginRace(race, turns, (outcome: Outcome) => {
      answers.add(outcome.answers.get('restore'));
      if (!isSerial(outcome)) throw new Error(`No serial order ends so: ${outcome.rows.slice(0, 200)}`);
    }),
  );
  expect(orders).toBeGreaterThan(5);
  expect(answers).toEqual(
    new Set(['NOT_FOUND', JSON.stringify({ id: 'late', parentId: 'p', note: 'kept' })]),
  );
});
