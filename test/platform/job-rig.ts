import type { Isolation } from '../../src/tenant/index.ts';
import { openStore, withRetry, type Files, type Store } from '../../src/store/index.ts';
import { runJob, type JobParts } from '../../src/platform/index.ts';
import { openTestApi, type Answer, type TestApi, type TestApiOptions } from '../api.ts';
import type { Dumped } from './dump.ts';

/** A job as the operators' plane returns it. */
export interface JobAnswer {
  readonly id: string;
  readonly tenantId: string;
  readonly status: string;
  readonly done: number;
  readonly total: number | null;
  readonly progress: number | null;
  readonly result: string | null;
  readonly error: string | null;
}

/** An API with a clock that moves when jobs wait, and the operations of operators in these tests. */
export interface JobRig {
  readonly api: TestApi;
  now(): number;
  /** Moves the clock forward, never back. */
  pass(to: number): void;
  /** Works on all open jobs until none is open. */
  work(parts?: JobParts): Promise<void>;
  operate(mutation: string, variables?: object): Promise<JobAnswer>;
  job(of: Pick<JobAnswer, 'id' | 'tenantId'>): Promise<JobAnswer>;
  requestExport(tenantId: string): Promise<JobAnswer>;
  requestImport(input: object): Promise<JobAnswer>;
  requestMove(tenantId: string, to: Isolation): Promise<JobAnswer>;
  /** Off-boards a tenant and requests its purge. */
  requestPurge(tenantId: string, more?: string): Promise<JobAnswer>;
  /** Opens the store of a tenant. */
  store(tenantId: string): Promise<Store>;
  /** Opens the archives of a tenant with its own credentials. */
  archives(tenantId: string): Promise<Files>;
}

const JOB = 'id tenantId status done total progress result error';

export async function openJobRig(options: TestApiOptions = {}): Promise<JobRig> {
  let clock = Date.now();
  const api = await openTestApi({ ...options, now: () => clock });
  const operate = async (mutation: string, variables: object = {}): Promise<JobAnswer> =>
    field(await api.askOperator('opal', mutation, variables)) as JobAnswer;
  return {
    api,
    now: () => clock,
    pass(to) {
      clock = Math.max(clock, to);
    },
    operate,
    async work(parts = api.jobParts) {
      for (let open = true; open;) {
        open = false;
        for await (const { tenantId, id } of api.control.all('openJobs', '')) {
          const outcome = await runJob(parts, tenantId, id, { until: Infinity });
          if (outcome.is === 'LATER') clock = Math.max(clock, outcome.at);
          open = true;
        }
      }
    },
    job: ({ tenantId, id }) =>
      operate(`query ($t: ID!, $id: ID!) { job(tenantId: $t, id: $id) { ${JOB} } }`, { t: tenantId, id }),
    requestExport: (id) => operate(`mutation ($id: ID!) { exportTenant(id: $id) { ${JOB} } }`, { id }),
    requestImport: (input) =>
      operate(`mutation ($input: ImportTenantInput!) { importTenant(input: $input) { ${JOB} } }`, { input }),
    requestMove: (id, to) =>
      operate(`mutation ($id: ID!, $to: TenantIsolation!) { moveTenant(id: $id, to: $to) { ${JOB} } }`, {
        id,
        to,
      }),
    async requestPurge(id, more = '') {
      await operate('mutation ($id: ID!) { offboardTenant(id: $id, reason: "It ends.") { id } }', { id });
      return operate(`mutation ($id: ID!) { purgeTenant(id: $id, now: true ${more}) { ${JOB} } }`, { id });
    },
    archives: async (tenantId) =>
      api.jobParts.platform.archives.of(await api.jobParts.scopeOf(tenantId, 'test')),
    async store(tenantId) {
      const scope = await api.jobParts.scopeOf(tenantId, 'test');
      const { model, cursors } = api.platform;
      return openStore(scope, { types: model.models, send: withRetry(api.jobParts.sendOf(scope)), cursors });
    },
  };
}

/** Returns the only root field of an answer. @throws if the answer has an error */
export function field({ data, errors }: Answer): unknown {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return Object.values(data ?? {})[0];
}

/** Returns the items of a tenant in the data table, without its id, the audit, write ids and the shards of counters. */
export function contentOf(items: readonly Dumped[], tenant: string): unknown[] {
  const start = `data T#${tenant}#`;
  const counts = new Map<string, number>();
  const rows = items.flatMap(({ key, item }): unknown[] => {
    if (!key.startsWith(start) || key.startsWith(`${start}AUDIT#`)) return [];
    if (key.startsWith(`${start}COUNT#`)) {
      const name = key.replace(/#\d+#$/, '');
      counts.set(
        name.slice(start.length),
        (counts.get(name.slice(start.length)) ?? 0) + Number(item['count']?.N),
      );
      return [];
    }
    const { '0w': _, ...rest } = item;
    return [JSON.parse(JSON.stringify(rest).replaceAll(`T#${tenant}#`, 'T#*#'))];
  });
  return [...rows, ...[...counts].sort()];
}
