import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { enterprise } from './plans-for-tests.ts';

const SDL = `
type Tree @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String
  text: String
  upId: ID @index(name: "byUp")
  up: Tree @belongsTo(fields: ["upId"])
  downs: [Tree] @hasMany(indexName: "byUp", fields: ["id"])
}`;

const LONG = 'x'.repeat(390_000);

let api: TestApi;
beforeAll(async () => {
  // The plan has no rates: what bounds a request holds under every plan.
  api = await openTestApi({ sdl: SDL, limits: true, plans: enterprise({}) });
  const rows = Array.from({ length: 80 }, (_, at) => ({
    id: `t${at}`,
    name: 'leaf',
    upId: at ? 't0' : null,
  }));
  for (const input of [rows.slice(0, 1), rows.slice(1, 50), rows.slice(50)])
    await api.ask('alice', 'mutation ($input: [CreateTreeInput!]!) { createTrees(input: $input) { id } }', {
      input,
    });
});
afterAll(() => api.close());

const outcomeOf = ({ status, data, errors }: Answer): unknown => ({
  status,
  data,
  codes: errors.map(({ extensions }) => extensions['code']),
  retryable: errors.some(({ extensions }) => 'retryable' in extensions),
});
const refusedAs = (code: string, status: number): unknown => ({
  status,
  data: null,
  codes: [code],
  retryable: false,
});

test('a request that multiplies rows from memory ends at the ceiling of objects, with one error', async () => {
  const inner = 'a: downs(limit: 1000) { items { up { id } } } b: downs(limit: 999) { items { up { id } } }';
  const answer = await api.ask('alice', `{ getTree(id: "t0") { downs { items { up { ${inner} } } } } }`);
  expect(outcomeOf(answer)).toEqual(refusedAs('QUOTA_EXCEEDED', 403));
  expect(answer.errors[0]?.message).toBe(
    'This request asks for more than 15000 rows and pages: ask for fewer rows, or for less of each.',
  );
});

test('a request that asks for a list of each row ends at the ceiling of calls', async () => {
  const inner = Array.from({ length: 12 }, (_, at) => `a${at}: downs(limit: ${at + 1}) { nextToken }`).join(
    ' ',
  );
  const answer = await api.ask('alice', `{ listTrees(limit: 1000) { items { ${inner} } } }`);
  expect(outcomeOf(answer)).toEqual(refusedAs('QUOTA_EXCEEDED', 403));
  expect(answer.errors[0]?.message).toContain('more than 500 lists, counts and writes');
  expect(answer.calls.length).toBeLessThan(510);
});

test('a request that repeats a field under many names ends at the ceiling of fields', async () => {
  const names = Array.from({ length: 600 }, (_, at) => `a${at}: name`).join(' ');
  const inner = `downs { items { up { downs { items { ...f } } } } }`;
  const answer = await api.ask('alice', `{ getTree(id: "t0") { ${inner} } } fragment f on Tree { ${names} }`);
  expect(outcomeOf(answer)).toEqual(refusedAs('QUOTA_EXCEEDED', 403));
  expect(answer.errors[0]?.message).toContain('more than 150000 fields');
});

describe('an answer that a Lambda function could not send', () => {
  beforeAll(async () => {
    for (let at = 0; at < 17; at += 1)
      await api.ask('alice', 'mutation ($input: CreateTreeInput!) { createTree(input: $input) { id } }', {
        input: { id: `z${at}`, name: 'large', text: LONG },
      });
  });

  test('is refused with a code that says to ask for less, and is no failure of ours', async () => {
    const before = api.log.length;
    const list = '(filter: { name: { eq: "large" } }) { items { id text } }';
    const answer = await api.ask('alice', `{ one: listTrees${list} other: listTrees${list} }`);
    expect(outcomeOf(answer)).toEqual(refusedAs('ANSWER_TOO_LARGE', 200));
    expect(answer.errors[0]?.message).toBe(
      'The answer is larger than the API may send: ask for fewer rows, or for less of each.',
    );
    const lines = api.log.slice(before);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(lines.find(({ message }) => message === 'request')?.metrics).toMatchObject({ Failures: 0 });
  });

  test('is no list alone: a page of large rows ends before, and its token leads to the rest', async () => {
    const sizes: number[] = [];
    for (let after: string | null = null; ;) {
      const answer = await api.ask(
        'alice',
        'query ($after: String) { listTrees(filter: { name: { eq: "large" } }, nextToken: $after) { items { text } nextToken } }',
        { after },
      );
      expect(answer.errors).toEqual([]);
      const page = answer.data?.['listTrees'] as { items: unknown[]; nextToken: string | null };
      sizes.push(page.items.length);
      after = page.nextToken;
      if (after === null) break;
    }
    expect(sizes).toEqual([10, 7]);
  });

  test('is measured as Lambda carries it, with each quote escaped', async () => {
    const text = '"'.repeat(300_000);
    await api.ask('alice', 'mutation ($input: UpdateTreeInput!) { updateTree(input: $input) { id } }', {
      input: { id: 't1', text },
    });
    const six = Array.from({ length: 6 }, (_, at) => `a${at}: getTree(id: "t1") { text }`).join(' ');
    expect(outcomeOf(await api.ask('alice', `{ ${six} }`))).toEqual(refusedAs('ANSWER_TOO_LARGE', 200));
    expect((await api.ask('alice', '{ getTree(id: "t1") { text } }')).data).toEqual({ getTree: { text } });
  });

  test('says which mutations were done before it was refused', async () => {
    const update = (name: string, id: string): string =>
      `${name}: updateTree(input: { id: "${id}", name: "new" }) { up { downs { items { name } } } }`;
    const large = Array.from(
      { length: 17 },
      (_, at) => `l${at}: updateTree(input: { id: "z${at}" }) { text }`,
    );
    const answer = await api.ask(
      'alice',
      `mutation { ${update('first', 't1')} ${large.join(' ')} ${update('last', 't2')} }`,
    );
    expect(outcomeOf(answer)).toEqual(refusedAs('ANSWER_TOO_LARGE', 200));
    const written = answer.errors[0]?.extensions['written'] as string[];
    expect(written.slice(0, 2)).toEqual(['first', 'l0']);
    expect(written).not.toContain('last');
    expect(answer.errors[0]?.message).toContain('The mutation wrote its data before that: "first", "l0"');
    const read = await api.ask('alice', '{ a: getTree(id: "t1") { name } b: getTree(id: "t2") { name } }');
    expect(read.data).toEqual({ a: { name: 'new' }, b: { name: 'leaf' } });
  });
});

test('a total that would read too many rows is null, and its page stays', async () => {
  // A count reads 20 MB at most.
  await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      api.ask('alice', 'mutation ($input: CreateTreeInput!) { createTree(input: $input) { id } }', {
        input: { id: `y${at}`, name: at === 39 ? 'last' : 'large', text: LONG },
      }),
    ),
  );
  const query = '{ listTrees(filter: { name: { eq: "leaf" } }, limit: 1) { items { name } totalCount } }';
  const answer = await api.ask('alice', query);
  expect(answer.data).toEqual({ listTrees: { items: [{ name: 'leaf' }], totalCount: null } });
  expect(answer.errors).toMatchObject([
    { path: ['listTrees', 'totalCount'], extensions: { code: 'INVALID_ARGUMENTS' } },
  ]);
});
