import { keepSlots, slotRecord } from '../../src/model/index.ts';
import { openBackfill, openCursors, openStore, readChange, type RowEvent } from '../../src/store/index.ts';
import { evolveData } from '../../src/migrate/evolve-data.ts';
import { CURSOR_SECRET, openTestApi, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { modelOf, typeOf } from './bench.ts';

const RULES = '@auth(rules: [{ allow: private }])';
const sdl = (args: string, time: string): string => /* GraphQL */ `
  type Task @model${args} ${RULES} { id: ID! title: String }
  type Slot @model${args} ${RULES} { at: ${time}! @primaryKey title: String }
`;
const ROWS = 30;
const TASKS = Array.from({ length: ROWS }, (_, n) => ({ id: `t${n}`, title: `title ${n}` }));
/** Keys whose stored form changes with their type, so they also move to another sort key. */
const SLOTS = Array.from({ length: ROWS }, (_, n) => ({
  at: `2026-11-${n + 1 < 10 ? '0' : ''}${n + 1}T10:00:00+01:00`,
}));

let api: TestApi;
let behind: Behind;
let events: { type: string; is: RowEvent['is'] }[];
beforeEach(async () => {
  api = await openTestApi({ sdl: sdl('(shards: 4, formerShards: 1)', 'AWSDateTime') });
  events = [];
  const { background, model } = api;
  behind = openBehind(api, {
    work: background.work,
    changes: (event) => {
      for (const record of event.Records) {
        const change = readChange(record, model.models);
        if (change?.of.is === 'row' && change.rowEvent)
          events.push({ type: change.of.type, is: change.rowEvent.is });
      }
      return background.changes(event);
    },
  });
});
afterEach(() => api.close());

const scope = () => api.jobParts.scopeOf('acme', 'test');
const counts = async (): Promise<unknown> => {
  await behind.changes();
  return dataOf(await api.ask('alice', '{ countTasks countSlots }'));
};

/** Writes rows as the schema before did, in one partition of each type. */
async function fill(): Promise<() => Promise<void>> {
  const before = modelOf(sdl('', 'String'));
  expect(typeOf(keepSlots(api.model, before), 'Slot').number).toBe(typeOf(api.model, 'Slot').number);
  const send = api.jobParts.sendOf(await scope());
  const store = openStore(await scope(), {
    types: before.models,
    send,
    cursors: openCursors(CURSOR_SECRET),
  });
  for (const row of TASKS)
    await store.write({ op: 'put', type: typeOf(before, 'Task'), row, condition: null });
  for (const row of SLOTS)
    await store.write({ op: 'put', type: typeOf(before, 'Slot'), row, condition: null });
  return async () => {
    const left = await evolveData({
      before: { record: slotRecord(before), pending: {} },
      model: api.model,
      tenants: ['acme'],
      open: async () => openBackfill(await scope(), { types: api.model.models, send }),
      save: () => undefined,
      onType: () => undefined,
      onPutOff: () => undefined,
    });
    expect(left).toEqual({});
  };
}

describe('a move of rows to other shards', () => {
  it('is no event, and changes no late count', async () => {
    const apply = await fill();
    expect(await counts()).toEqual({ countTasks: ROWS, countSlots: ROWS });
    events = [];
    await apply();
    expect(await counts()).toEqual({ countTasks: ROWS, countSlots: ROWS });
    expect(events).toEqual([]);
  });

  it('leaves the events and counts of requests in that time as they are', async () => {
    const apply = await fill();
    await counts();
    events = [];
    const ask = async (document: string): Promise<void> => {
      dataOf(await api.ask('alice', `mutation { ${document} { id } }`));
    };
    const write = async (): Promise<void> => {
      for (let n = 0; n < 10; n++) {
        await ask(`deleteTask(input: { id: "t${n}" })`);
        await ask(`updateTask(input: { id: "t${n + 10}", title: "new" })`);
        await ask(`createTask(input: { id: "more${n}" })`);
        await ask(`createTask(input: { id: "again${n}" })`);
      }
    };
    await Promise.all([apply(), write()]);
    await apply();
    expect(await counts()).toEqual({ countTasks: ROWS + 10, countSlots: ROWS });
    const of = (is: RowEvent['is']): number => events.filter((event) => event.is === is).length;
    expect([of('create'), of('update'), of('delete')]).toEqual([20, 10, 10]);
  });
});
