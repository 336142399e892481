import { readFileSync, writeFileSync } from 'node:fs';

import type { Send } from '../../src/store/index.ts';
import { jsonLog, type LogEntry } from '../../src/server/index.ts';
import { METRICS } from '../../src/server/metrics.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { named } from '../platform/plans-for-tests.ts';
import { messagesOf, upkeepOf } from '../shared/background.ts';
import { faultsOf, metricsOf, type Line } from './embedded-metrics.ts';

/** What infra/test/claims/queries.ts compares the queries with. */
const MEMBERS = 'test/golden/log-members.json';
const NAMESPACE = 'TenantQL/test';
const MINE = '{ myCard { id } }';
const DEEP = '{ listProjects { items { tasks { items { comments { items { id } } } } } } }';

let api: TestApi;
let broken = false;
let clock = Date.now();
const through =
  (send: Send): Send =>
  (command, options) =>
    broken ? Promise.reject(new Error('broken')) : send(command, options);

beforeAll(async () => {
  const tenants = [
    { id: 'acme', name: 'Acme', plan: 'enterprise', settings: {} },
    { id: 'globex', name: 'Globex', plan: 'small', settings: {} },
    { id: 'gone', name: 'Gone', plan: 'a-plan-of-1999', settings: {} },
  ].map((tenant) => ({ ...tenant, isolation: 'POOL' as const }));
  const person = (tenant: string) => ({
    username: `of-${tenant}`,
    email: `user@${tenant}.test`,
    password: 'A-user-2026!',
    memberships: [{ tenant, groups: ['ADMIN'] }],
  });
  api = await openTestApi({
    seed: { tenants, users: tenants.map(({ id }) => person(id)), rows: {} },
    plans: { ...named('enterprise', {}), ...named('small', { maxDepth: 4 }) },
    limits: true,
    through,
    now: () => clock,
  });
});
afterAll(() => api.close());

/** Runs an action and returns the lines that the functions would write for it on AWS. */
async function linesOf(action: () => Promise<unknown>): Promise<string[]> {
  const from = api.log.length;
  await action();
  return written(api.log.slice(from), NAMESPACE);
}

function written(entries: readonly LogEntry[], namespace?: string): string[] {
  const lines: string[] = [];
  entries.forEach(jsonLog((line) => lines.push(line), namespace));
  return lines;
}

const counted = (lines: readonly string[]): Line[] =>
  lines.map((line) => JSON.parse(line) as Line).filter((line) => '_aws' in line);

describe('the metrics of requests', () => {
  it('are in the one log line of each request, in the Embedded Metric Format', async () => {
    const lines = await linesOf(() => api.ask('of-acme', MINE));
    expect(lines).toHaveLength(1);
    expect(lines.flatMap(faultsOf)).toEqual([]);
    const [line] = counted(lines);
    expect(line).toMatchObject({
      tier: 'enterprise',
      tenantId: 'acme',
      Failures: 0,
      Refused: 0,
      WriteUnits: 0,
    });
    expect([line?.['Latency'], line?.['Cost'], line?.['ReadUnits']]).toEqual([
      line?.['ms'],
      line?.['cost'],
      line?.['rcu'],
    ]);
    expect(line?.['Cost']).toBeGreaterThan(0);
  });

  it('have the tier as their only dimension, however many tenants, users and operations there are', async () => {
    const lines = await linesOf(async () => {
      for (const tenant of ['acme', 'globex', 'gone'])
        for (const query of [MINE, 'query Other { listLabels { items { id } } }', '{ nothing }'])
          await api.ask(`of-${tenant}`, query);
    });
    expect(lines.flatMap(faultsOf)).toEqual([]);
    const names = ['Cost', 'Failures', 'Latency', 'ReadUnits', 'Refused', 'WriteUnits'];
    const tiers = ['enterprise', 'small', 'none'];
    expect(metricsOf(counted(lines))).toEqual(
      ['Failures', ...names.flatMap((name) => tiers.map((tier) => `${name} ${tier}`))].sort(),
    );
  });

  it('count a request that its plan refuses, at a cost of 0', async () => {
    const [refused] = counted(await linesOf(() => api.ask('of-globex', DEEP)));
    expect(refused).toMatchObject({ codes: ['QUOTA_EXCEEDED'], Refused: 1, Failures: 0, Cost: 0 });
    const [answered] = counted(await linesOf(() => api.ask('of-acme', DEEP)));
    expect(answered).toMatchObject({ Refused: 0 });
  });

  it('count an internal error that is answered with status 200, which no metric of Lambda or API Gateway sees', async () => {
    broken = true;
    let status = 0;
    const lines = await linesOf(async () => {
      ({ status } = await api.ask('of-acme', MINE));
    });
    broken = false;
    expect(status).toBe(200);
    expect(counted(lines)).toMatchObject([{ codes: ['INTERNAL'], Failures: 1 }]);
    expect(counted(lines).map((line) => metricsOf([line]))).toEqual([
      expect.arrayContaining(['Failures', 'Failures enterprise']),
    ]);
  });

  it("count only failures, without a tier, on the operators' plane and while the tenant is unknown", async () => {
    const lines = await linesOf(async () => {
      await api.askAs('nonsense', MINE);
      await api.askOperator('opal', '{ operatorMe { username } }');
    });
    expect(lines.flatMap(faultsOf)).toEqual([]);
    expect(counted(lines)).toHaveLength(2);
    expect(metricsOf(counted(lines))).toEqual(['Failures']);
  });

  it('are left out of the log when there is no namespace, as on a laptop', async () => {
    await api.ask('of-acme', MINE);
    const [line = ''] = written(api.log.slice(-1));
    expect(JSON.parse(line)).toMatchObject({ message: 'request', tier: 'enterprise' });
    expect(line).not.toMatch(/_aws|metrics|Latency|Failures/);
  });
});

it('the lines of a request and of an error have the members that queries of the log read', async () => {
  broken = true;
  const lines = await linesOf(() => api.ask('of-acme', 'query Mine { myCard { id } }'));
  broken = false;
  const membersOf = (message: string): string[] => {
    const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return Object.keys(all.find((line) => line['message'] === message) ?? {}).sort();
  };
  const members = { request: membersOf('request'), error: membersOf('internal error') };
  if (process.env['GOLDEN'] === 'write') writeFileSync(MEMBERS, `${JSON.stringify(members, null, 2)}\n`);
  expect(members).toEqual(JSON.parse(readFileSync(MEMBERS, 'utf8')));
});

describe('the metrics of the work behind the requests', () => {
  const metricLines = async (action: () => Promise<unknown>): Promise<Line[]> => {
    const lines = counted(await linesOf(action));
    expect(lines.map((line) => JSON.stringify(line)).flatMap(faultsOf)).toEqual([]);
    return lines;
  };
  const jobWait = async (): Promise<unknown> =>
    (await metricLines(() => api.background.work({}))).map((line) => line['JobWait']);

  it('count a tenant that cannot be served, which stops no other', async () => {
    const tenant = await api.control.get('tenant', { id: 'acme' });
    // A record that names a table which no deployment made.
    await api.register.changeTenant('acme', { isolation: 'SILO' });
    const lines = await metricLines(() => api.background.work(upkeepOf('acme', 'globex')));
    await api.register.changeTenant('acme', { isolation: tenant?.isolation ?? 'POOL' });
    expect(lines).toMatchObject([{ tenantId: 'acme', TenantsFailed: 1, error: 'NoTable' }]);
    expect(await metricLines(() => api.background.work(upkeepOf('acme', 'globex')))).toEqual([]);
  });

  it('measure how long a due job has waited for a run, and no wait of a job that is not due yet', async () => {
    expect(await jobWait()).toEqual([0]);
    const offboard = 'mutation { offboardTenant(id: "gone", reason: "It ends.") { id } }';
    expect((await api.askOperator('opal', offboard)).errors).toEqual([]);
    const purge = 'mutation { purgeTenant(id: "gone", now: true) { id } }';
    const { data } = await api.askOperator('opal', purge);
    const { id: jobId } = data?.['purgeTenant'] as { id: string };
    clock += 90_000;
    expect(await jobWait()).toEqual([90]);
    // The run waits until requests have ended.
    await api.background.work(messagesOf({ tenantId: 'gone', is: 'job', jobId }));
    clock += 30_000;
    expect(await jobWait()).toEqual([0]);
  });

  it('count a record of a stream that cannot be read', async () => {
    const Records = [{ eventID: '1', eventName: 'INSERT', dynamodb: { SequenceNumber: '1' } }];
    const lines = await metricLines(() => api.background.changes({ Records }));
    expect(lines).toMatchObject([{ ChangesUnread: 1, eventId: '1', sequence: '1' }]);
  });
});

it('docs/operate.md lists each metric with its dimensions', () => {
  const [, rest = ''] = readFileSync('docs/operate.md', 'utf8').split('## Metrics by tier');
  const [page = ''] = rest.split('\n## ');
  const rows = [...page.matchAll(/^\| (`.+?) +\| (.+?) +\|/gm)].flatMap(([, names = '', by]) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, by]),
  );
  const words = { tier: '`tier`', both: '`tier`, and none', stage: 'none' };
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(METRICS).map(([name, { by }]) => [name, words[by]])),
  );
});

describe('faultsOf', () => {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['tier'], []],
          Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }],
        },
      ],
    },
    tier: 'free',
    tenantId: 'acme',
    Latency: 1,
  };
  const { CloudWatchMetrics } = line._aws;
  const directive = (change: object): object => ({
    ...line,
    _aws: { ...line._aws, CloudWatchMetrics: CloudWatchMetrics.map((one) => ({ ...one, ...change })) },
  });
  test.each([
    ['a metric that the line lacks', { ...line, Latency: undefined }],
    ['a metric that is text', { ...line, Latency: '1' }],
    ['a dimension that the line lacks', { ...line, tier: undefined }],
    ['a dimension that is a number', { ...line, tier: 1 }],
    ['a time in seconds', { ...line, _aws: { ...line._aws, Timestamp: Math.floor(Date.now() / 1000) } }],
    ['the tenant as a dimension', directive({ Dimensions: [['tier', 'tenantId']] })],
    ['no set of dimensions', directive({ Dimensions: [] })],
    ['31 dimensions', directive({ Dimensions: [Array.from({ length: 31 }, () => 'tier')] })],
    ['101 metrics', directive({ Metrics: Array.from({ length: 101 }, () => ({ Name: 'Latency' })) })],
    ['a unit of our own', directive({ Metrics: [{ Name: 'Latency', Unit: 'ms' }] })],
    ['a member of our own', directive({ Tenant: 'acme' })],
  ])('reports %s', (_, broken) => {
    expect(faultsOf(JSON.stringify(line))).toEqual([]);
    expect(faultsOf(JSON.stringify(broken))).not.toEqual([]);
  });
});
