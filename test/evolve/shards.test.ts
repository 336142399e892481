import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import type { Row, Send } from '../../src/store/index.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { type Bench, idsOf, Killed, openBench, rowsOf, typeOf } from './bench.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const task = (args: string): string => `type Task @model${args} @auth(rules: [{ allow: private }]) {
  id: ID!
  title: String @unique
  state: String @index(name: "byState", queryField: null)
}`;
const rowOf = (n: number): Row => ({ id: `t${n}`, title: `title ${n}`, state: 'TODO' });
const ROWS = Array.from({ length: 120 }, (_, n) => rowOf(n));

async function filled(from: string, to: string): Promise<Bench> {
  const bench = await openBench(emulator, task(from), task(to));
  const type = typeOf(bench.before, 'Task');
  const store = bench.store(bench.before);
  for (const row of ROWS) await store.write({ op: 'put', type, row, condition: null });
  return bench;
}

/** Applies once more, and returns the names of all calls. */
async function callsOfRepeat(bench: Bench): Promise<readonly string[]> {
  const { send, calls } = recordCalls(bench.sendOf('acme'));
  await bench.evolve({ send, more: { Task: { claims: [], releases: [], tally: false } } });
  return calls.map(({ command }) => command.name);
}

describe('schema:apply of another number of shards', () => {
  test.each([
    ['1 to 4', '', '(shards: 4)'],
    ['4 to 6', '(shards: 4)', '(shards: 6)'],
    ['4 to 1', '(shards: 4)', ''],
  ])('moves every row from %s', async (_, from, to) => {
    const bench = await filled(from, to);
    const { left, reports } = await bench.evolve();
    expect(left).toEqual({});
    expect(reports).toMatchObject([{ looked: ROWS.length, changed: ROWS.length, unfit: [], duplicates: [] }]);
    const type = typeOf(bench.after, 'Task');
    expect(idsOf(await rowsOf(bench.store(bench.after), type))).toEqual(idsOf(ROWS));
    expect(idsOf(await rowsOf(bench.store(bench.after), type, 'byState', ['TODO']))).toEqual(idsOf(ROWS));
    expect(await rowsOf(bench.store(bench.before), typeOf(bench.before, 'Task'))).toEqual([]);
    const again = await callsOfRepeat(bench);
    expect(again).not.toContain('UpdateItem');
    expect(again).not.toContain('TransactWriteItems');
  });

  test('continues after a kill', async () => {
    const bench = await filled('', '(shards: 4)');
    let moves = 0;
    const dying: Send = (command, options) => {
      if (command.name === 'TransactWriteItems' && ++moves > 50) return Promise.reject(new Killed());
      return bench.sendOf('acme')(command, options);
    };
    await expect(bench.evolve({ send: dying })).rejects.toThrow(Killed);
    await bench.evolve();
    const type = typeOf(bench.after, 'Task');
    expect(idsOf(await rowsOf(bench.store(bench.after), type))).toEqual(idsOf(ROWS));
  });

  test('loses no row and no write of requests that look in both places', async () => {
    const bench = await filled('', '(shards: 4, formerShards: 1)');
    const type = typeOf(bench.after, 'Task');
    const open = () => bench.store(bench.after);
    expect(idsOf(await rowsOf(open(), type))).toEqual(idsOf(ROWS));
    expect(await open().get({ op: 'get', type, key: { id: 't7' } })).toMatchObject({ title: 'title 7' });
    await expect(open().write({ op: 'put', type, row: rowOf(7), condition: null })).rejects.toMatchObject({
      reason: expect.any(String) as string,
    });

    let isDone = false;
    const write = async (): Promise<void> => {
      for (let n = 0; n < 40; n++) {
        const key = { id: `t${n}` };
        if (n % 4 === 0) await open().write({ op: 'delete', type, key, condition: null });
        else await open().write({ op: 'update', type, key, set: { title: `new ${n}` }, condition: null });
        await open().write({ op: 'put', type, row: rowOf(1_000 + n), condition: null });
      }
    };
    const rest = idsOf(ROWS.slice(40));
    const look = async (): Promise<void> => {
      while (!isDone) {
        const found = idsOf(await rowsOf(open(), type));
        expect(new Set(found).size).toBe(found.length);
        expect(found).toEqual(expect.arrayContaining([...rest]));
      }
    };
    const evolve = async (): Promise<void> => {
      await Promise.all([bench.evolve(), write()]);
      isDone = true;
    };
    await Promise.all([evolve(), look()]);

    const expected = [
      ...ROWS.filter((_, n) => n >= 40 || n % 4 > 0),
      ...Array.from({ length: 40 }, (_, n) => rowOf(1_000 + n)),
    ];
    const rows = await rowsOf(open(), type);
    expect(idsOf(rows)).toEqual(idsOf(expected));
    for (let n = 0; n < 40; n++)
      if (n % 4 > 0) expect(rows.find(({ id }) => id === `t${n}`)).toMatchObject({ title: `new ${n}` });
    expect(await rowsOf(bench.store(bench.before), typeOf(bench.before, 'Task'))).toEqual([]);
  });
});
