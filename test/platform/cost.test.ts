import fc from 'fast-check';
import { Kind, parse, validate, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { readModel } from '../../src/model/index.ts';
import { estimate, type Estimate } from '../../src/platform/index.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { generatedQueries } from './generated-documents.ts';
import { enterprise } from './plans-for-tests.ts';

/** Fixed, so that only a change of the code can make a run fail. */
const SEED = 20_261_124;

const schema = compile(readModel(readServedSources(FIXTURE.schema)).model);

function estimated(query: string, variables: Readonly<Record<string, unknown>> = {}): Estimate {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find((one): one is OperationDefinitionNode => 'operation' in one);
  const fragments = document.definitions.filter(
    (one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION,
  );
  if (!operation) throw new Error('The document holds no operation.');
  return estimate(schema, operation, new Map(fragments.map((one) => [one.name.value, one])), variables);
}

describe('the estimated cost of an operation', () => {
  const golden: readonly [title: string, query: string, cost: number, variables?: object][] = [
    ['a request costs at least one point', '{ __typename }', 1],
    ['introspection is free', '{ __schema { types { fields { type { ofType { name } } } } } }', 1],
    ['a row is one point, and its scalars are free', '{ getTask(id: "1") { id title status } }', 1],
    [
      'a page is one point, and one for each row that it may contain',
      '{ listTasks(limit: 20) { items { id } } }',
      21,
    ],
    ['a page without a limit has the default size', '{ listTasks { items { id } } }', 101],
    ['a page of which only the cursor is selected is one point', '{ listTasks { nextToken } }', 1],
    ['a limit of null means the default size', '{ listTasks(limit: null) { items { id } } }', 101],
    ['a limit beyond the maximum counts as the maximum', '{ listTasks(limit: 5000) { items { id } } }', 1001],
    [
      'nested lists multiply',
      '{ listProjects(limit: 10) { items { tasks(limit: 5) { items { comments(limit: 3) { items { id } } } } } } }',
      1 + 10 * (1 + 1 + 5 * (1 + 1 + 3)),
    ],
    [
      'a reference is one point for each row',
      '{ listTasks(limit: 20) { items { project { name } assignee { name } } } }',
      1 + 20 * 3,
    ],
    ['an object that is stored in a row is free', '{ getProject(id: "1") { address { city country } } }', 1],
    ['a file is one point', '{ getProject(id: "1") { attachment { name } } }', 2],
    [
      'a list of files is as many points as the schema allows files, and each link is one',
      '{ listTasks(limit: 2) { items { photos { name url } } } }',
      1 + 2 * (1 + 5 * 2),
    ],
    ['a field with a resolver is one point', '{ getProject(id: "1") { progress } }', 2],
    ['a query with a resolver is five points, and its row one', '{ myCard { name } }', 6],
    [
      'each alias counts',
      '{ a: getTask(id: "1") { id } b: getTask(id: "2") { id } c: listTasks(limit: 1) { items { id } } }',
      4,
    ],
    [
      'a limit is read from a variable or from its default',
      'query ($few: Int, $more: Int = 7) { a: listTasks(limit: $few) { items { id } } b: listTasks(limit: $more) { items { id } } }',
      1 + 3 + 1 + 7,
      { few: 3 },
    ],
    [
      'a limit by a missing variable means the default size',
      'query ($none: Int) { listTasks(limit: $none) { items { id } } }',
      101,
    ],
    [
      'a fragment counts wherever it is spread',
      '{ listTasks(limit: 2) { ...page } listProjects(limit: 3) { items { tasks(limit: 4) { ...page } } } } fragment page on ModelTaskConnection { items { ...task } } fragment task on Task { id project { id } }',
      1 + 2 * 2 + 1 + 3 * (1 + 1 + 4 * 2),
    ],
    [
      'a fragment that is spread twice in one object counts once',
      '{ getTask(id: "1") { ...task ... on Task { ...task } } } fragment task on Task { project { id } }',
      2,
    ],
    [
      'a skipped field is free',
      'query ($no: Boolean!, $off: Boolean = true) { getTask(id: "1") { project @include(if: $no) { id } assignee @skip(if: $off) { id } comments(limit: 1) @include(if: true) { items { id } } } }',
      1 + 1 + 1,
      { no: false },
    ],
    ['a count is one point', '{ countTasks }', 1],
    ['a count with a filter is ten points', '{ countTasks(filter: { title: { eq: "x" } }) }', 10],
    ['a filter of null counts as no filter', '{ countTasks(filter: null) }', 1],
    ['the total of a page is one point', '{ listTasks(limit: 1) { totalCount } }', 2],
    [
      'the total of a page with a filter is ten points',
      '{ listTasks(limit: 1, filter: { title: { eq: "x" } }) { totalCount } }',
      11,
    ],
    [
      'a write is ten points, and the row that it returns one',
      'mutation { createLabel(input: { name: "x" }) { id tasks(limit: 2) { items { id } } } }',
      10 + 1 + 3,
    ],
    [
      'a batch is ten points for each row',
      'mutation ($two: CreateLabelInput!) { createLabels(input: [{ name: "a" }, $two]) { id } }',
      2 * 11,
      { two: { name: 'b' } },
    ],
    [
      'a batch in a variable is counted by its length',
      'mutation ($all: [CreateLabelInput!]!) { createLabels(input: $all) { id } }',
      3 * 11,
      { all: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    ],
    ['a mutation with a resolver is ten points', 'mutation { closeProject(id: "1") { id } }', 11],
  ];

  test.each(golden)('%s', (_title, query, cost, variables = {}) => {
    expect(estimated(query, { ...variables }).cost).toBe(cost);
  });
});

describe('the depth of an operation', () => {
  test.each([
    ['{ __typename }', 0],
    ['{ __schema { types { fields { type { name } } } } }', 0],
    ['{ listTasks { items { id } } }', 3],
    ['{ getProject(id: "1") { address { city } } }', 3],
    [
      '{ ...a } fragment a on Query { listTasks { ...b } } fragment b on ModelTaskConnection { items { id } }',
      3,
    ],
    ['{ getTask(id: "1") { project @skip(if: true) { tasks { items { id } } } title } }', 2],
  ])('of %s is %i', (query, depth) => {
    expect(estimated(query).depth).toBe(depth);
  });
});

test('a document that unfolds to millions of fields is estimated without unfolding it', () => {
  const levels = 60;
  const fragments = Array.from({ length: levels }, (_, at) => {
    const inner = at + 1 < levels ? `...f${at + 1}` : 'id';
    return `fragment f${at} on Task { a: project { tasks(limit: 2) { items { ${inner} } } } b: project { tasks(limit: 2) { items { ${inner} } } } }`;
  });
  const { cost, depth } = estimated(`{ getTask(id: "1") { ...f0 } } ${fragments.join(' ')}`);
  expect(depth).toBe(2 + 3 * levels);
  expect(cost).toBeGreaterThan(2 ** levels);
});

test('the actual cost of an answer without filters is never more than its estimate', async () => {
  const api = await openTestApi({ limits: true, plans: enterprise({ costPerSecond: 1e9 }) });
  const ids: Record<string, string> = {};
  for (const name of ['Task', 'Project', 'Person', 'Label', 'Comment']) {
    const plural = name === 'Person' ? 'People' : `${name}s`;
    const { data } = await api.ask('alice', `{ list${plural} { items { id } } }`);
    ids[name] = (data?.[`list${plural}`] as { items: { id: string }[] }).items[0]?.id ?? 'none';
  }
  const credential = await api.token('alice');
  let answered = 0;
  let refunded = 0;
  await fc.assert(
    fc.asyncProperty(generatedQueries(schema, ids), async (query) => {
      const answer = await api.askAs(credential, query);
      expect(answer.errors.map(({ extensions }) => extensions['code'])).not.toContain(
        'GRAPHQL_VALIDATION_FAILED',
      );
      const { cost } = answer.extensions as { cost: { requestedQueryCost: number; actualQueryCost: number } };
      expect(cost.requestedQueryCost).toBe(estimated(query).cost);
      // A filter and a total read rows that the answer does not hold.
      if (!/filter|totalCount/.test(query))
        expect(cost.actualQueryCost).toBeLessThanOrEqual(cost.requestedQueryCost);
      answered += 1;
      if (cost.actualQueryCost < cost.requestedQueryCost) refunded += 1;
    }),
    { seed: SEED, numRuns: 150 },
  );
  expect(answered).toBe(150);
  expect(refunded).toBeGreaterThan(60);
  await api.close();
});

describe('the actual cost of a request', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi({ limits: true, plans: enterprise({ costPerSecond: 1e6 }) });
  });
  afterAll(() => api.close());

  const costOf = async (user: string, query: string, variables: object = {}) => {
    const answer = await api.ask(user, query, variables);
    const { cost } = answer.extensions as { cost: { requestedQueryCost: number; actualQueryCost: number } };
    return { ...cost, answer };
  };
  const rowsOf = async (list: string): Promise<number> => {
    const { data } = await api.ask('alice', `{ ${list}(limit: 1000) { items { id } } }`);
    return (data?.[list] as { items: unknown[] }).items.length;
  };

  test('is estimated by the variables of each request, also when its text is repeated', async () => {
    const list = 'query ($limit: Int) { listTasks(limit: $limit) { items { id } } }';
    const estimateOf = async (limit: number) => (await costOf('alice', list, { limit })).requestedQueryCost;
    expect([await estimateOf(10), await estimateOf(500), await estimateOf(10)]).toEqual([11, 501, 11]);
  });

  test('is what was done, for a row that does not exist: the read of it', async () => {
    expect((await costOf('alice', '{ getTask(id: "none") { id } }')).actualQueryCost).toBe(1);
  });

  test('counts the rows of nested pages', async () => {
    const { actualQueryCost, answer } = await costOf(
      'alice',
      '{ listProjects { items { tasks { items { project { id } } } } } }',
    );
    const projects = (
      answer.data?.['listProjects'] as { items: { tasks: { items: { project: object }[] } }[] }
    ).items;
    const tasks = projects.flatMap(({ tasks: page }) => page.items);
    expect(actualQueryCost).toBe(1 + 2 * projects.length + 2 * tasks.length);
  });

  test('is all that was read when a filter finds nothing, beyond the estimate', async () => {
    const query = '{ listTasks(limit: 1, filter: { title: { eq: "nothing" } }) { items { id } } }';
    const { requestedQueryCost, actualQueryCost, answer } = await costOf('alice', query);
    expect(answer.data).toEqual({ listTasks: { items: [] } });
    expect(requestedQueryCost).toBe(2);
    expect(actualQueryCost).toBe(1 + (await rowsOf('listTasks')));
  });

  test('contains each row that a count with a filter reads', async () => {
    const query = '{ countTasks(filter: { title: { eq: "nothing" } }) }';
    expect((await costOf('alice', query)).actualQueryCost).toBe(10 + (await rowsOf('listTasks')));
  });

  test('is the whole estimate when an error makes the answer null, because the other fields did their work', async () => {
    const query =
      '{ auditEvents { items { id } } listTasks(limit: 50) { items { id comments { items { id } } } } }';
    const { requestedQueryCost, actualQueryCost, answer } = await costOf('bob', query);
    expect(answer.data).toBeNull();
    expect(actualQueryCost).toBe(requestedQueryCost);
  });

  test('is ten points for a write that failed', async () => {
    const query = 'mutation { updateLabel(input: { id: "none", name: "x" }) { id } }';
    expect((await costOf('alice', query)).actualQueryCost).toBe(10);
  });
});
