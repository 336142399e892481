import { readFileSync } from 'node:fs';

import { newTenant } from '../../src/tenant/index.ts';
import { planOf, readPlans, realtimeLimitsOf } from '../../src/platform/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { enterprise } from './plans-for-tests.ts';

/** Returns the problems of a file as `place: message hint`. */
const problemsOf = (text: string): string[] =>
  readPlans(text).problems.map(({ message, hint }) => `${message} ${hint}`);
const inPlan = (plan: object): string[] => problemsOf(JSON.stringify({ free: plan }));

describe('schema/plans.json', () => {
  test('has no problems and three plans in the sample', () => {
    const { plans, problems } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
    expect(problems).toEqual([]);
    expect(Object.keys(plans)).toEqual(['free', 'team', 'enterprise']);
    expect(plans['enterprise']?.limits.requestsPerSecond).toBeNull();
    expect(plans['free']?.limits.requestsPerSecond).toBe(10);
  });

  test('is read with all its problems at once, each with its place and a hint', () => {
    expect(
      problemsOf(
        JSON.stringify({
          'Free!': {},
          free: {
            limts: {},
            limits: {
              seat: 3,
              maxDepth: 2.5,
              costPerSecond: -1,
              conections: 5,
              subscriptionsPerConnection: 1.5,
              eventsPerSecond: '9',
            },
            features: ['a', 'a', 7],
          },
          team: { limits: { burstSeconds: 5 }, features: 'reports' },
          big: [],
        }),
      ),
    ).toEqual([
      'Free!: is not a valid plan name. Use lower-case letters, digits and hyphens.',
      'free.limts: is not part of a plan. Did you mean "limits"?',
      'free.limits.seat: is not a limit. Did you mean "seats"?',
      'free.limits.maxDepth: must be a whole number of 0 or more, or null. Leave it out for no limit.',
      'free.limits.costPerSecond: must be a number of 0 or more, or null. Leave it out for no limit.',
      'free.limits.conections: is not a limit. Did you mean "connections"?',
      'free.limits.subscriptionsPerConnection: must be a whole number of 0 or more, or null. Leave it out for 100.',
      'free.limits.eventsPerSecond: must be a number of 0 or more, or null. Leave it out for no limit.',
      'free.features: holds a value that is not a flag. A flag is a string, as @feature names it.',
      'free.features: names "a" twice. Name it once.',
      'team.limits.burstSeconds: needs a rate, and the plan has none. Add "requestsPerSecond" or "costPerSecond" or "eventsPerSecond", or leave it out.',
      'team.features: must be a list of flags. Write e.g. ["reports"].',
      'big: must be an object. Write { … }.',
    ]);
  });

  test.each([
    ['text that is not JSON', '{ "free": ', /not valid JSON/],
    ['no plan', '{}', /there is no plan/],
    ['a list', '[]', /must be an object/],
  ])('is refused when it has %s', (_title, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem);
  });

  test('may have a limit of null, which means no limit', () => {
    expect(inPlan({ limits: { seats: null } })).toEqual([]);
  });
});

describe('the plan of a tenant', () => {
  const plans = enterprise({ seats: 5, maxDepth: 3 }, ['reports']);
  const tenant = (overrides: { limits?: Record<string, number>; features?: Record<string, boolean> }) =>
    newTenant({
      id: 'a',
      name: 'A',
      plan: 'enterprise',
      overrides: { limits: {}, features: {}, ...overrides },
    });

  test('has the overrides of the tenant in place of its own values', () => {
    const plan = planOf(plans, tenant({ limits: { seats: 50 }, features: { reports: false, beta: true } }));
    expect([plan.limits.seats, plan.limits.maxDepth, plan.features]).toEqual([50, 3, ['beta']]);
  });

  test('allows 100 subscriptions on a connection and any other number in real time, unless it says otherwise', () => {
    const { subscriptionsPerConnection, connections, eventsPerSecond, burstSeconds } = realtimeLimitsOf(
      plans,
      {
        tenant: tenant({}),
      },
    );
    expect([subscriptionsPerConnection, connections, eventsPerSecond, burstSeconds]).toEqual([
      100,
      null,
      null,
      1,
    ]);
  });

  test('limits real time by its own values and the overrides of the tenant', () => {
    const free = enterprise({
      connections: 2,
      subscriptionsPerConnection: 300,
      eventsPerSecond: 5,
      burstSeconds: 3,
    });
    expect(realtimeLimitsOf(free, { tenant: tenant({ limits: { connections: 7 } }) })).toEqual({
      connections: 7,
      subscriptionsPerConnection: 300,
      eventsPerSecond: 5,
      burstSeconds: 3,
    });
  });
});

describe('Tenant.plan and Tenant.quota', () => {
  let api: TestApi;
  afterEach(() => api.close());

  test('show the limits and the usage of the tenant', async () => {
    const now = Date.UTC(2026, 10, 24);
    api = await openTestApi({
      limits: true,
      now: () => now,
      plans: enterprise({ costPerSecond: 10, burstSeconds: 10, seats: 9 }, ['reports']),
    });
    await api.ask('alice', '{ countLabels }');
    const { data, errors } = await api.ask(
      'alice',
      `{ tenant {
          plan { name features limits { costPerSecond burstSeconds requestsPerSecond seats } }
          quota { seatsUsed requestsThisMonth requestsAvailable costAvailable resetsAt }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data?.['tenant']).toMatchObject({
      plan: {
        name: 'enterprise',
        features: ['reports'],
        limits: { costPerSecond: 10, burstSeconds: 10, requestsPerSecond: null, seats: 9 },
      },
      quota: { requestsAvailable: null, resetsAt: '2026-12-01T00:00:00.000Z' },
    });
    const { quota } = data?.['tenant'] as { quota: { seatsUsed: number; costAvailable: number } };
    expect(quota.seatsUsed).toBeGreaterThan(0);
    expect(quota.costAvailable).toBeLessThan(100);
  });

  test('make no call for a plan without rates and monthly limits', async () => {
    api = await openTestApi({ limits: true, plans: enterprise({ maxDepth: 9 }) });
    const { data } = await api.ask('alice', '{ tenant { quota { requestsThisMonth costAvailable } } }');
    expect(data).toEqual({ tenant: { quota: { requestsThisMonth: null, costAvailable: null } } });
    expect(api.limitCalls.map(({ command }) => command.name)).toEqual([]);
  });
});

describe('the sample', () => {
  test('projectReport needs the feature "reports"', async () => {
    const api = await openTestApi();
    const ask = async () => {
      const { data, errors } = await api.ask(
        'alice',
        '{ listProjects(limit: 1) { items { id tasks { totalCount } } } }',
      );
      expect(errors).toEqual([]);
      const { items } = data?.['listProjects'] as { items: { id: string; tasks: { totalCount: number } }[] };
      const [project] = items;
      const report = await api.ask(
        'alice',
        'query ($id: ID!) { projectReport(id: $id) { tasks done late } }',
        {
          id: project?.id,
        },
      );
      return { report, tasks: project?.tasks.totalCount };
    };
    const { report, tasks } = await ask();
    expect(report.data).toMatchObject({ projectReport: { tasks } });
    await api.close();

    const without = await openTestApi({ plans: enterprise({}) });
    const refused = await without.ask('alice', '{ projectReport(id: "1") { tasks } }');
    expect(refused.errors[0]?.extensions['code']).toBe('FEATURE_DISABLED');
    await without.close();
  });
});
