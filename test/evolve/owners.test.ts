import { indexMembers, membersOf } from '../../src/platform/index.ts';
import type { Row } from '../../src/store/index.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { type Bench, openBench, rowsOf, typeOf } from './bench.ts';

const BOB = '00000000-0000-4000-8000-000000000001';
const CAROL = '00000000-0000-4000-8000-000000000002';

/** A schema with these rules of a memo, a seat and a desk. */
const schema = (memo: string, seat: string, desk: string): string => `
  type Memo @model @auth(rules: [${memo}]) {
    id: ID!
    owner: String @index(name: "byOwner", queryField: null)
    editors: [String]
  }
  type Seat @model @auth(rules: [${seat}]) { id: ID! owner: String @unique }
  type Desk @model @auth(rules: [${desk}]) {
    who: String! @primaryKey
    label: String @unique
    drawers: [Drawer] @hasMany(indexName: "byDesk", fields: ["who"], onDelete: RESTRICT)
  }
  type Drawer @model @auth(rules: [{ allow: private }]) {
    id: ID!
    deskWho: String @index(name: "byDesk")
    desk: Desk @belongsTo(fields: ["deskWho"])
  }
`;
const ALL = '{ allow: private }';
const OLD = schema(ALL, ALL, ALL);
const NEW = schema(
  '{ allow: owner }, { allow: owner, ownerField: "editors" }',
  '{ allow: owner }',
  '{ allow: owner, ownerField: "who" }',
);

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

async function filled(rows: Readonly<Record<string, readonly Row[]>>): Promise<Bench> {
  const bench = await openBench(emulator, OLD, NEW);
  await bench.register.putTenant({ id: 'acme' });
  await bench.register.putTenant({ id: 'globex' });
  await bench.register.putMembership({ tenantId: 'acme', userId: BOB, username: 'bob' });
  await bench.register.putMembership({ tenantId: 'globex', userId: CAROL, username: 'carol' });
  const store = bench.store(bench.before);
  for (const [name, some] of Object.entries(rows))
    for (const row of some)
      await store.write({ op: 'put', type: typeOf(bench.before, name), row, condition: null });
  return bench;
}

describe('owners in an earlier form', () => {
  it('get the user id of the member who has the name; other names belong to no user, for good', async () => {
    const bench = await filled({
      Memo: [
        { id: '1', owner: 'bob', editors: ['bob', 'carol', null, `${BOB}::bob`] },
        { id: '2', owner: BOB },
        { id: '3', owner: 'carol' },
        { id: '4', owner: `${CAROL}::carol` },
        { id: '5', owner: 'x::bob' },
      ],
    });
    expect((await bench.evolve()).left).toEqual({});
    const owner = `${BOB}::bob`;
    const expected = [
      { id: '1', owner, editors: [owner, '::carol', null, owner] },
      { id: '2', owner },
      { id: '3', owner: '::carol' },
      { id: '4', owner: `${CAROL}::carol` },
      { id: '5', owner: '::x::bob' },
    ];
    const memo = typeOf(bench.after, 'Memo');
    expect(await rowsOf(bench.store(bench.after), memo)).toMatchObject(expected);
    const found = await rowsOf(bench.store(bench.after), memo, 'byOwner', [owner]);
    expect(found.map(({ id }) => id)).toEqual(['1', '2']);
    // A later member of the name inherits nothing.
    await bench.register.putMembership({ tenantId: 'acme', userId: CAROL, username: 'carol' });
    await bench.evolve({ more: { Memo: { claims: [], releases: [], tally: false } } });
    expect(await rowsOf(bench.store(bench.after), memo)).toMatchObject(expected);
  });

  it('move a row whose key names its owner, with its unique values and the rows that refer to it', async () => {
    const bench = await filled({
      Desk: [{ who: 'bob', label: 'first' }],
      Drawer: [{ id: '1', deskWho: 'bob' }],
    });
    expect((await bench.evolve()).left).toEqual({});
    const store = bench.store(bench.after);
    const who = `${BOB}::bob`;
    const desk = typeOf(bench.after, 'Desk');
    const drawer = typeOf(bench.after, 'Drawer');
    expect(await rowsOf(store, desk)).toEqual([expect.objectContaining({ who, label: 'first' })]);
    expect(await rowsOf(store, drawer, 'byDesk', [who])).toEqual([
      expect.objectContaining({ id: '1', deskWho: who }),
    ]);
    const twin = { op: 'put', type: desk, row: { who: 'other', label: 'first' }, condition: null } as const;
    await expect(store.write(twin)).rejects.toMatchObject({ reason: 'taken' });
    await store.write({ op: 'update', type: desk, key: { who }, set: { label: 'second' }, condition: null });
    await store.write(twin);
  });

  it('report two rows that become equal where they must differ', async () => {
    const bench = await filled({
      Seat: [
        { id: '1', owner: 'bob' },
        { id: '2', owner: `${BOB}::bob` },
      ],
      Desk: [{ who: 'bob' }, { who: `${BOB}::bob` }],
    });
    const { reports, left } = await bench.evolve();
    expect(Object.keys(left)).toEqual(['Seat', 'Desk']);
    const of = (type: string) => reports.find((report) => report.type === type);
    expect(of('Seat')?.duplicates).toEqual([
      expect.objectContaining({ key: { id: '1' }, holder: { id: '2' } }),
    ]);
    expect(of('Desk')?.unfit.map(({ key }) => key)).toEqual([{ who: 'bob' }]);
  });
});

test('members who joined before there was a list of names are found by name once it is written', async () => {
  const bench = await filled({});
  const send = bench.controlSend;
  for (const name of ['bob', `${BOB}@example.test`])
    await send({ name: 'DeleteItem', input: { Key: { pk: `NAME#acme#${name}`, sk: BOB } } });
  expect(await membersOf({ control: bench.control }, 'acme').named('bob')).toEqual([]);
  await indexMembers(bench.control, 'acme');
  await indexMembers(bench.control, 'acme');
  expect(await membersOf({ control: bench.control }, 'acme').named('bob')).toEqual([
    expect.objectContaining({ userId: BOB }),
  ]);
  expect(await membersOf({ control: bench.control }, 'globex').named('bob')).toEqual([]);
});
