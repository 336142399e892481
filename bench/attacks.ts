import { performance } from 'node:perf_hooks';

import { openTestApi, type TestApi } from '../test/api.ts';
import { enterprise } from '../test/platform/plans-for-tests.ts';

/** The longest that a request of any plan may take, as a multiple of a normal request. */
const MOST = 300;
/** Normal requests between two attacks; their median is the unit. */
const NORMAL = 15;
const RUNS = 3;
const ROWS = 650;

const SDL = `
type Tree @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String @validate(type: matches, value: "^(a+)+$")
  text: String
  upId: ID @index(name: "byUp")
  up: Tree @belongsTo(fields: ["upId"])
  downs: [Tree] @hasMany(indexName: "byUp", fields: ["id"])
}`;
const NONE = 'filter: { text: { eq: "none" } }';

interface Attack {
  readonly what: string;
  readonly query: string;
  readonly variables?: object;
}

const repeat = (times: number, one: (at: number) => string): string =>
  Array.from({ length: times }, (_, at) => one(at)).join(' ');
const nested = (levels: number, open: string, close: string, inner: string): string =>
  `${open.repeat(levels)}${inner}${close.repeat(levels)}`;
const upDowns = (levels: number): string =>
  nested(levels, 'up { downs(limit: 1000) { items { ', '} } } ', 'id ');

const attacks: readonly Attack[] = [
  ...[1, 2, 3].map((levels) => ({
    what: `up.downs, ${levels} times, from memory`,
    query: `{ listTrees(limit: 1000) { items { ${upDowns(levels)} } } }`,
  })),
  {
    what: 'limit 1000 in limit 1000 in limit 1000',
    query: `{ listTrees(limit: 1000) { items { ${nested(2, 'downs(limit: 1000) { items { ', '} } ', 'id ')} } } }`,
  },
  {
    what: '130 lists of 1000 by alias',
    query: `{ ${repeat(130, (at) => `a${at}: listTrees(limit: 1000) { items { id } }`)} }`,
  },
  {
    what: 'one list, 600 names of one field',
    query: `{ listTrees(limit: 1000) { items { ${repeat(600, (at) => `a${at}: name`)} } } }`,
  },
  {
    what: '75 filters that find nothing',
    query: `{ ${repeat(75, (at) => `a${at}: listTrees(limit: 1, ${NONE}) { items { id } }`)} }`,
  },
  {
    what: '90 filtered totals',
    query: `{ ${repeat(90, (at) => `a${at}: listTrees(limit: 1, ${NONE}) { totalCount }`)} }`,
  },
  {
    what: 'a filtered total of each row',
    query: `{ listTrees(limit: 1000) { items { downs(${NONE}) { totalCount } } } }`,
  },
  {
    what: '130 creates by alias',
    query: `mutation { ${repeat(130, (at) => `a${at}: createTree(input: { text: "x" }) { id }`)} }`,
  },
  {
    what: '10 batches of 45 rows',
    query: `mutation ($rows: [CreateTreeInput!]!) { ${repeat(10, (at) => `a${at}: createTrees(input: $rows) { id }`)} }`,
    variables: { rows: Array.from({ length: 45 }, () => ({ text: 'x' })) },
  },
  {
    what: 'a pattern that backtracks',
    query: `mutation { createTree(input: { name: "${'a'.repeat(28)}!" }) { id } }`,
  },
  {
    what: 'an in-list of 100,000',
    query: 'query ($ids: [ID]) { listTrees(filter: { id: { in: $ids } }) { items { id } } }',
    variables: { ids: Array.from({ length: 100_000 }, (_, at) => `t${at}`) },
  },
  {
    what: 'introspection',
    query: '{ __schema { types { name fields { name args { name type { name } } type { name } } } } }',
  },
  { what: '240 times the same row', query: `{ ${repeat(240, () => 'getTree(id: "t1") { id }')} }` },
];

/**
 * Prints what the known attacks cost, as a multiple of a normal request of the same run, under a plan without rates.
 * Fails if one costs more than 300 normal requests.
 */
async function main(): Promise<void> {
  const api = await openTestApi({ sdl: SDL, limits: true, plans: enterprise({}) });
  try {
    await plant(api);
    const token = await api.token('alice');
    let highest = 0;
    for (const { what, query, variables = {} } of attacks) {
      const unit = median(await inTurn(NORMAL, () => timed(api, token, '{ getTree(id: "t1") { id name } }')));
      // The fastest of some runs depends least on what else the machine does.
      const runs = await inTurn(RUNS, () => timed(api, token, query, variables));
      const { ms, outcome } = runs.sort((a, b) => a.ms - b.ms)[0] ?? unit;
      const ratio = ms / unit.ms;
      highest = Math.max(highest, ratio);
      process.stdout.write(
        `${what.padEnd(42)} ${String(query.length).padStart(6)} bytes ${ms.toFixed(0).padStart(6)} ms ` +
          `${ratio.toFixed(1).padStart(7)} × ${unit.ms.toFixed(1)} ms  ${outcome}\n`,
      );
    }
    process.stdout.write(`highest ratio ${highest.toFixed(0)}, at most ${MOST}\n`);
    if (highest > MOST) process.exitCode = 1;
  } finally {
    await api.close();
  }
}

/** Writes a tree: each row but the first is below another one. */
async function plant(api: TestApi): Promise<void> {
  for (let from = 0; from < ROWS; from += 30) {
    const input = Array.from({ length: Math.min(30, ROWS - from) }, (_, at) => ({
      id: `t${from + at}`,
      text: 'leaf',
      upId: from === 0 ? null : `t${(from + at) % 30}`,
    }));
    const query = 'mutation ($input: [CreateTreeInput!]!) { createTrees(input: $input) { id } }';
    const { errors } = await api.ask('alice', query, { input });
    if (errors[0]) throw new Error(errors[0].message);
  }
}

interface Timed {
  readonly ms: number;
  /** HTTP status, error codes, and the points that were charged. */
  readonly outcome: string;
}

async function timed(api: TestApi, token: string, query: string, variables: object = {}): Promise<Timed> {
  const before = api.log.length;
  const started = performance.now();
  const { status, errors } = await api.askAs(token, query, variables);
  const ms = performance.now() - started;
  const codes = [...new Set(errors.map(({ extensions: { code } }) => String(code)))].join(', ');
  const cost = api.log.slice(before).find(({ message }) => message === 'request')?.['cost'];
  return { ms, outcome: `${status} ${codes} ${String(cost)} points` };
}

async function inTurn<Result>(times: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < times; at += 1) results.push(await work());
  return results;
}

function median(all: readonly Timed[]): Timed {
  const sorted = [...all].sort((a, b) => a.ms - b.ms);
  return sorted[Math.floor(sorted.length / 2)] ?? { ms: Infinity, outcome: '' };
}

void main();
