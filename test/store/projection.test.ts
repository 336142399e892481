import type { QueryAccess } from '../../src/store/index.ts';
import type { ModelType } from '../../src/model/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, indexOf, modelOf, typeOf } from './sample-types.ts';

const stamps = { createdAt: 'createdAt', updatedAt: 'updatedAt' };
const note: ModelType = {
  ...typeOf('Note', {
    fields: ['folder', 'author', 'text', 'createdAt', 'updatedAt'],
    indexes: { byFolder: ['folder', 'author'], byAuthor: ['author'] },
  }),
  timestamps: stamps,
};
const [early, late] = ['2026-11-30T10:00:00.000Z', '2026-11-30T11:00:00.000Z'] as const;
const rows = Array.from({ length: 25 }, (_, at) => ({
  id: String(at).padStart(2, '0'),
  folder: 'a',
  author: `author ${at % 3}`,
  text: `Text ${at}`,
  createdAt: early,
  updatedAt: at % 2 ? late : early,
}));

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(note));
  for (const row of rows) await fixture.store('acme').write({ op: 'put', type: note, row, condition: null });
});
afterAll(() => fixture.stop());

const list = (more: Partial<QueryAccess>): QueryAccess => ({ ...everything, type: note, ...more });

/** Reads all pages of a list, with what their calls asked for and got. */
async function pagesOf(access: QueryAccess) {
  const { send, calls } = recordCalls(fixture.sendOf('acme'));
  const store = fixture.store('acme', { send });
  const found = [];
  let after: string | null = null;
  do {
    const page = await store.query({ ...access, after });
    found.push(...page.rows);
    after = page.nextToken;
  } while (after !== null);
  return { found, items: calls.flatMap(({ output }) => output?.Items ?? []) };
}

describe('a page of a list', () => {
  it.each([
    ['of the table', null, ['1p', '1s', '2p', '2s']],
    ['of an index', indexOf(note, 'byFolder'), ['2p', '2s']],
  ] as const)('%s has whole rows without the keys of other indexes', async (_of, index, absent) => {
    const where = index ? ['a'] : [];
    const short = await pagesOf(list({ index, where, limit: 2 }));
    const long = await pagesOf(list({ index, where, limit: 10 }));
    const byId = (one: { id?: unknown }, other: { id?: unknown }): number =>
      String(one.id) < String(other.id) ? -1 : 1;
    expect(long.found).toEqual(short.found);
    expect([...long.found].sort(byId)).toEqual(rows);
    for (const name of absent) {
      expect(short.items.every((item) => name in item)).toBe(true);
      expect(long.items.some((item) => name in item)).toBe(false);
    }
  });
});
