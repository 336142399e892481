import { openTestApi } from '../api.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../store/fault-proxy.ts';

const CONNECTIONS = 50;
const TASKS = 6 * CONNECTIONS;

test('a page whose rows ask for a list each ends, although DynamoDB answers 50 calls at a time and late', async () => {
  const proxies: FaultProxy[] = [];
  let release: (() => void)[] | null = null;
  const rounds: number[] = [];
  /** Holds each list of comments until as many wait as there are connections. */
  const hold = (): Fault | null => {
    if (!release) return null;
    const round = release;
    const until = new Promise<void>((resolve) => round.push(resolve));
    if (round.length === CONNECTIONS) {
      rounds.push(round.length);
      release = [];
      for (const one of round) one();
    }
    return { is: 'held', until };
  };
  const project = { id: 'p', name: 'Rocket' };
  const tasks = Array.from({ length: TASKS }, (_, at) => ({
    id: `t${at}`,
    title: `Task ${at}`,
    projectId: 'p',
  }));
  const api = await openTestApi({
    seed: { rows: { acme: { Project: [project], Task: tasks } } },
    behind: async (endpoint) => {
      const proxy = await startFaultProxy(endpoint, ({ action, body }) =>
        action === 'Query' && body['IndexName'] !== undefined ? hold() : null,
      );
      proxies.push(proxy);
      return proxy.endpoint;
    },
  });
  release = [];
  const answer = await api.ask(
    'alice',
    '{ listTasks(limit: 1000) { items { id comments(limit: 5) { items { id } } } } }',
  );
  expect(answer.errors).toEqual([]);
  expect((answer.data?.['listTasks'] as { items: unknown[] }).items).toHaveLength(TASKS);
  expect(rounds).toEqual(Array.from({ length: TASKS / CONNECTIONS }, () => CONNECTIONS));
  await api.close();
  for (const proxy of proxies) proxy.stop();
});
