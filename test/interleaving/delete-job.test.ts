import { findInterruptedDeletes, resumeDeletes } from '../../src/engine/index.ts';
import { startDelete } from '../../src/engine/tables/delete-job.ts';
import { read } from '../model/harness.ts';
import { type Act, beginRace, type Race, tableAfter } from './race.ts';
import { searchOrders } from './search-orders.ts';

const modelWith = (onDelete: 'CASCADE' | 'SET_NULL') =>
  read(/* GraphQL */ `
    type Parent @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
      id: ID!
      children: [Child] @hasMany(references: ["parentId"], onDelete: ${onDelete})
    }
    type Child @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
      id: ID!
      parentId: ID
      parent: Parent @belongsTo(references: ["parentId"])
    }
  `);

it.each(['CASCADE', 'SET_NULL'] as const)(
  'two processes that run one %s delete take no child from a parent that was created again',
  async (onDelete) => {
    const model = modelWith(onDelete);
    const { Parent } = model.models;
    if (!Parent) throw new Error('The schema has no parent.');
    const leaveJob: Act = (_tables, store) =>
      startDelete(
        model,
        { op: 'delete', type: Parent, key: { id: 'p' }, condition: null },
        store,
        () => true,
      );
    const table = await tableAfter(
      model,
      [
        (tables) => tables['Parent']?.create({ id: 'p' }),
        (tables) => tables['Child']?.create({ id: 'one', parentId: 'p' }),
        (tables) => tables['Child']?.create({ id: 'two', parentId: 'p' }),
      ],
      [leaveJob],
    );
    table.catchUp();
    const resume: Act = async (_tables, store) => {
      const { open } = await findInterruptedDeletes(model, store);
      await resumeDeletes(model, store, open, () => false);
    };
    const race: Race = {
      model,
      table,
      acts: {
        resume,
        async resumeAndCreate(tables, store, clock) {
          await resume(tables, store, clock);
          await tables['Parent']?.create({ id: 'p' });
          return tables['Child']?.create({ id: 'new', parentId: 'p' });
        },
      },
    };
    const { orders } = await searchOrders((turns) =>
      beginRace(race, turns, ({ answers, rows }) => {
        // It answers only if the parent was free to be created again.
        const created = answers.get('resumeAndCreate')?.includes('"new"');
        if (created && !rows.includes('{"id":"new","parentId":"p"}'))
          throw new Error(`The new child is not as it was created: ${rows}`);
      }),
    );
    expect(orders).toBeGreaterThan(5);
  },
);
