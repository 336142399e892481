import fc from 'fast-check';

import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { partitionKeys } from '../golden/partition-keys.ts';
import { partitionOf } from '../shared/partition-of.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { partitionQuery } from './partition-query.ts';

const SEED = 20_261_124;
const RUNS = roundsOf(40);

const sdl = `
type Note @model @auth(rules: [{ allow: private }]) {
  id: ID!
  board: String! @index(name: "byBoard", sortKeyFields: ["rank"], queryField: "notesByBoard")
  rank: String
  text: String
}
type Part @model @auth(rules: [{ allow: private }]) {
  whole: String! @primaryKey(sortKeyFields: ["name"])
  name: String!
  text: String
}
`;

/** Ids that the pattern of tenant ids allows: prefixes of one another, words of our keys, the longest. */
const TENANTS = ['a', 'a-', 'a-b', 'ab', 't', 'note', 'seq', '0', 'z'.repeat(63), 'constructor'] as const;

/** Hostile values from clients: parts of keys, wildcards, and text that is hard to store. */
const hostile = fc.constantFrom(
  ...[
    '#',
    '$',
    '*',
    '',
    ' ',
    'a',
    'b',
    'T#a#',
    'T#a-b#Note',
    '#Note',
    'Note#byBoard#a',
    '\0',
    '\u0000#',
    '$#',
    '##',
  ],
  ...['__proto__', 'constructor', 'toString', 'é', 'é', '😀', '\uD83D', '\uDE00', '\uFFFF', 'x'.repeat(900)],
  'x'.repeat(2048),
  '${aws:PrincipalTag/TenantId}',
);
const short = fc.constantFrom('a', '#', 'T#a#', '$', 'b');

interface Note {
  readonly id: string;
  readonly board: string;
  readonly rank: string | null;
  readonly text: string | null;
}

/** The model of the tenants: the rows of each by id. */
type Plain = ReadonlyMap<string, Map<string, Note>>;

let api: TestApi;
let expected: string;
const strays: string[] = [];

beforeAll(async () => {
  api = await openTestApi({
    sdl,
    seed: {
      tenants: TENANTS.map((id) => ({
        id,
        name: id,
        plan: 'enterprise',
        isolation: 'POOL' as const,
        settings: {},
      })),
      users: TENANTS.map((tenant) => ({
        username: `user-of-${tenant}`,
        email: `${tenant}@example.test`,
        password: 'Password-2026',
        memberships: [{ tenant, groups: [] }],
      })),
    },
    through: (send) => (command, options) => {
      const keys = partitionKeys(command);
      // A command without a partition key would access all tenants.
      strays.push(
        ...(keys.length === 0 ? [command.name] : keys).filter((key) => !key.startsWith(`T#${expected}#`)),
      );
      return send(command, options);
    },
  });
});
afterAll(() => api.close());

async function ask(tenant: string, query: string, variables: object): Promise<Answer> {
  expected = tenant;
  const answer = await api.ask(`user-of-${tenant}`, query, variables);
  expect(strays).toEqual([]);
  return answer;
}

/** Returns true if the API rejected a value that cannot be stored, in a key or at all. */
function isUnstorable({ errors }: Answer): boolean {
  return errors.some(({ extensions }) => extensions['code'] === 'VALIDATION_FAILED');
}
const canBeStored = (...texts: (string | null)[]): boolean =>
  texts.every((text) => text === null || (text.isWellFormed() && text.length < 400));

const FIELDS = 'id board rank text';

class Step implements fc.AsyncCommand<Plain, null> {
  readonly what: string;
  readonly tenant: string;
  readonly note: Note;
  readonly act: (rows: Map<string, Note>) => Promise<void>;

  constructor(what: string, tenant: string, note: Note, act: (rows: Map<string, Note>) => Promise<void>) {
    this.what = what;
    this.tenant = tenant;
    this.note = note;
    this.act = act;
  }
  check(): boolean {
    return true;
  }
  run(model: Plain): Promise<void> {
    return this.act(model.get(this.tenant) ?? new Map<string, Note>());
  }
  toString(): string {
    return `${this.what}(${this.tenant}, ${JSON.stringify(this.note)})`;
  }
}

const steps: Record<string, (tenant: string, note: Note) => (rows: Map<string, Note>) => Promise<void>> = {
  create: (tenant, note) => async (rows) => {
    const query = `mutation Create($input: CreateNoteInput!) { made: createNote(input: $input) { ${FIELDS} } }`;
    const answer = await ask(tenant, query, { input: note });
    if (isUnstorable(answer)) expect(canBeStored(note.id, note.board, note.rank, note.text)).toBe(false);
    else if (rows.has(note.id)) expect(answer.errors[0]?.extensions['code']).toBe('ALREADY_EXISTS');
    else {
      expect(answer.data).toEqual({ made: note });
      rows.set(note.id, note);
    }
  },
  get: (tenant, note) => async (rows) => {
    const answer = await ask(tenant, `query Get($id: ID!) { row: getNote(id: $id) { ${FIELDS} } }`, {
      id: note.id,
    });
    if (isUnstorable(answer)) expect(canBeStored(note.id)).toBe(false);
    else expect(answer.data).toEqual({ row: rows.get(note.id) ?? null });
  },
  update: (tenant, note) => async (rows) => {
    const query = `mutation Update($input: UpdateNoteInput!) { made: updateNote(input: $input) { ${FIELDS} } }`;
    const answer = await ask(tenant, query, { input: note });
    if (isUnstorable(answer)) expect(canBeStored(note.id, note.board, note.rank, note.text)).toBe(false);
    else if (!rows.has(note.id)) expect(answer.errors[0]?.extensions['code']).toBe('NOT_FOUND');
    else {
      expect(answer.data).toEqual({ made: note });
      rows.set(note.id, note);
    }
  },
  delete: (tenant, note) => async (rows) => {
    const query = `mutation Delete($input: DeleteNoteInput!) { made: deleteNote(input: $input) { ${FIELDS} } }`;
    const answer = await ask(tenant, query, { input: { id: note.id } });
    if (isUnstorable(answer)) expect(canBeStored(note.id)).toBe(false);
    else if (!rows.has(note.id)) expect(answer.errors[0]?.extensions['code']).toBe('NOT_FOUND');
    else {
      expect(answer.data).toEqual({ made: rows.get(note.id) });
      rows.delete(note.id);
    }
  },
  list: (tenant) => async (rows) => {
    const query = `query List($nextToken: String) {
      page: listNotes(limit: 2, nextToken: $nextToken) { items { ${FIELDS} } nextToken }
    }`;
    const items = [...rows.values()].sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
    expect(await pagesOf(tenant, query, {})).toEqual(items);
  },
  byBoard: (tenant, note) => async (rows) => {
    const query = `query By($board: String!, $nextToken: String) {
      page: notesByBoard(board: $board, limit: 2, nextToken: $nextToken) { items { ${FIELDS} } nextToken }
    }`;
    const items = await pagesOf(tenant, query, { board: note.board });
    if (items === 'unstorable') {
      expect(canBeStored(note.board)).toBe(false);
      return;
    }
    const mine = [...rows.values()].filter(({ board }) => board === note.board);
    expect(items).toHaveLength(mine.length);
    // The index also has rows whose sort field is null.
    expect(new Set(items)).toEqual(new Set(mine));
  },
};

/** Returns all rows of a list, page by page. */
async function pagesOf(
  tenant: string,
  query: string,
  variables: object,
): Promise<readonly Note[] | 'unstorable'> {
  const items: Note[] = [];
  let nextToken: string | null = null;
  do {
    const answer = await ask(tenant, query, { ...variables, nextToken });
    if (isUnstorable(answer)) return 'unstorable';
    expect(answer.errors).toEqual([]);
    const { page } = answer.data as { page: { items: Note[]; nextToken: string | null } };
    items.push(...page.items);
    ({ nextToken } = page);
  } while (nextToken !== null);
  return items;
}

describe('a tenant among others with hostile ids', () => {
  it(`reads and writes only its own rows, whatever their keys contain (seed ${SEED})`, async () => {
    const note = fc.record({
      id: hostile,
      board: fc.oneof(short, hostile),
      rank: fc.oneof(fc.constant(null), short, hostile),
      text: fc.oneof(fc.constant(null), hostile),
    });
    const pairs = fc.uniqueArray(fc.constantFrom(...TENANTS), { minLength: 2, maxLength: 2 });
    const plan = pairs.chain((pair) =>
      fc.tuple(
        fc.constant(pair),
        fc.commands(
          Object.entries(steps).map(([what, act]) =>
            fc
              .record({ tenant: fc.constantFrom(...pair), note })
              .map(({ tenant, note: given }) => new Step(what, tenant, given, act(tenant, given))),
          ),
          { maxCommands: 30, size: 'max' },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(plan, async ([pair, commands]) => {
        await clear(pair);
        const model: Plain = new Map(pair.map((tenant) => [tenant, new Map<string, Note>()]));
        await fc.asyncModelRun(() => ({ model, real: null }), commands);
        for (const tenant of pair)
          await steps['list']?.(tenant, { id: '', board: '', rank: null, text: null })(
            model.get(tenant) ?? new Map<string, Note>(),
          );
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`keeps similar composite keys distinct (seed ${SEED})`, async () => {
    // Short texts of separators and escapes, so that pairs such as ("a", "#b") and ("a#", "b") are frequent.
    const piece = fc.string({ unit: fc.constantFrom('#', '$', 'a', 'T'), maxLength: 2 });
    const value = fc.oneof({ weight: 5, arbitrary: piece }, hostile);
    const part = fc.record({ whole: value, name: value });
    const pairs = fc.uniqueArray(fc.constantFrom(...TENANTS), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        pairs,
        fc.array(fc.tuple(fc.nat(1), part), { maxLength: 40, size: 'max' }),
        async (pair, writes) => {
          await clear(pair);
          const known = new Map(pair.map((tenant) => [tenant, new Set<string>()]));
          for (const [which, input] of writes) {
            const tenant = pair[which] ?? 'a';
            const key = JSON.stringify([input.whole, input.name]);
            const query =
              'mutation Create($input: CreatePartInput!) { made: createPart(input: $input) { whole name } }';
            const answer = await ask(tenant, query, { input });
            if (isUnstorable(answer)) continue;
            if (known.get(tenant)?.has(key))
              expect(answer.errors[0]?.extensions['code']).toBe('ALREADY_EXISTS');
            else expect(answer.data).toEqual({ made: input });
            known.get(tenant)?.add(key);
          }
          for (const tenant of pair) {
            const { data } = await ask(tenant, '{ page: listParts { items { whole name } } }', {});
            const { items } = (data as { page: { items: { whole: string; name: string }[] } }).page;
            expect(new Set(items.map(({ whole, name }) => JSON.stringify([whole, name])))).toEqual(
              known.get(tenant),
            );
            expect(items).toHaveLength(known.get(tenant)?.size ?? -1);
          }
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

/** Deletes all items in the partitions of the given tenants. */
async function clear(tenants: readonly string[]): Promise<void> {
  for (const partition of tenants.flatMap((tenant) =>
    ['Note', 'Part'].map((type) => partitionOf(tenant, type, api.model)),
  )) {
    const { Items = [] } = await api.direct(partitionQuery(partition));
    const keys = Items.map((item) => ({ __pk: item['__pk'] ?? null, __sk: item['__sk'] ?? null }));
    await Promise.all(keys.map((Key) => api.direct({ name: 'DeleteItem', input: { Key } })));
  }
}
