import { performance } from 'node:perf_hooks';

import type { APIGatewayProxyEvent } from 'aws-lambda';

import { openTestApi, type TestApi } from '../test/api.ts';
import { proxyEvent } from '../test/shared/proxy-event.ts';
import { restEvent } from '../test/rest/rest-event.ts';

/** How much longer the list by REST may take than by GraphQL, as the median of the ratios of all pairs. */
const MOST = 1.15;
/** The pairs of rounds. Those that warm up do not count. */
const PAIRS = 40;
const WARM_UP = 8;
const REQUESTS = 60;
const ROWS = 50;

const FIELDS =
  'id number title status dueDate estimate projectId assigneeId photos { id name size contentType status createdAt } createdAt updatedAt owner';

/** What both doors are asked: the same rows with the same fields. */
const ASKED = {
  'list 50': {
    rest: { method: 'GET', target: '/v1/tasks?limit=50' },
    query: `query List($limit: Int) { listTasks(limit: $limit) { items { ${FIELDS} } nextToken } }`,
    variables: { limit: 50 },
  },
  'get 1': {
    rest: { method: 'GET', target: '/v1/tasks/task-1' },
    query: `query Get($id: ID!) { getTask(id: $id) { ${FIELDS} } }`,
    variables: { id: 'task-1' },
  },
} as const;

/** Prints how long both doors take. Fails if the list by REST takes more than 1.15 times as long as by GraphQL. */
async function main(): Promise<void> {
  const api = await openTestApi({ seed: { rows: { acme: rows() } } });
  try {
    const authorization = `Bearer ${await api.token('alice')}`;
    for (const [name, { rest, query, variables }] of Object.entries(ASKED)) {
      const events = {
        rest: () =>
          proxyEvent(restEvent({ ...rest, headers: { authorization, accept: 'application/json' } })),
        graphql: () =>
          proxyEvent({
            headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
            body: JSON.stringify({ query, variables }),
          }),
      };
      const ratio = await compare(api, name, events);
      if (name === 'list 50' && ratio > MOST) process.exitCode = 1;
    }
  } finally {
    await api.close();
  }
}

type Door = 'rest' | 'graphql';
type Events = Readonly<Record<Door, () => Partial<APIGatewayProxyEvent>>>;

/** Measures both doors in turn, the first alternating. Prints and returns the median of the ratios. */
async function compare(api: TestApi, name: string, events: Events): Promise<number> {
  const ratios: number[] = [];
  const times = { rest: [] as number[], graphql: [] as number[] };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const took = { rest: 0, graphql: 0 };
    const order: readonly Door[] = pair % 2 === 0 ? ['rest', 'graphql'] : ['graphql', 'rest'];
    for (const door of order) took[door] = await round(api, events[door]);
    if (pair < WARM_UP) continue;
    ratios.push(took.rest / took.graphql);
    times.rest.push(took.rest);
    times.graphql.push(took.graphql);
  }
  const ratio = median(ratios);
  process.stdout.write(
    `${name}: REST ${median(times.rest).toFixed(2)} ms, GraphQL ${median(times.graphql).toFixed(2)} ms, ` +
      `ratio ${ratio.toFixed(3)}${name === 'list 50' ? `, at most ${MOST}` : ''}\n`,
  );
  return ratio;
}

/** Returns the median time of some requests, one after the other. */
async function round(api: TestApi, event: Events[Door]): Promise<number> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    const started = performance.now();
    const { statusCode, body } = await api.handle(event());
    times.push(performance.now() - started);
    if (statusCode !== 200 || body.includes('"errors"')) throw new Error(`The request failed: ${body}`);
  }
  return median(times);
}

function rows() {
  const Task = Array.from({ length: ROWS }, (_, n) => ({
    id: `task-${n}`,
    title: `A task with a title of a usual length, number ${n}`,
    status: 'TODO',
    dueDate: '2026-12-24',
    projectId: 'project',
    owner: 'alice',
  }));
  return { Project: [{ id: 'project', name: 'Project', owner: 'alice' }], Task };
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

void main();
