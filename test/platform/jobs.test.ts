import { runJob } from '../../src/platform/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { dump, naming, type Dumped } from './dump.ts';

let api: TestApi;
let clock = Date.now();
beforeEach(async () => {
  api = await openTestApi({ now: () => clock });
});
afterEach(() => api.close());

interface JobAnswer {
  readonly id: string;
  readonly tenantId: string;
  readonly status: string;
  readonly done: number;
  readonly total: number | null;
  readonly progress: number | null;
  readonly result: string | null;
  readonly error: string | null;
}

/** The one root field of an answer that has no error. */
function field({ data, errors }: Answer): unknown {
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0];
}

const JOB = 'id tenantId status done total progress result error';

async function operate(mutation: string, variables: object = {}): Promise<JobAnswer> {
  return field(await api.askOperator('opal', mutation, variables)) as JobAnswer;
}

/** Works on all open jobs until none is open; a wait passes on the clock. */
async function work(): Promise<void> {
  for (let open = true; open;) {
    open = false;
    for await (const { tenantId, id } of api.control.all('openJobs', '')) {
      const outcome = await runJob(api.jobParts, tenantId, id, { until: Infinity });
      if (outcome.is === 'LATER') clock = Math.max(clock, outcome.at);
      open = true;
    }
  }
}

async function jobOf({ tenantId, id }: JobAnswer): Promise<JobAnswer> {
  const query = `query ($t: ID!, $id: ID!) { job(tenantId: $t, id: $id) { ${JOB} } }`;
  return field(await api.askOperator('opal', query, { t: tenantId, id })) as JobAnswer;
}

async function exported(tenantId: string): Promise<JobAnswer> {
  const job = await operate(`mutation ($id: ID!) { exportTenant(id: $id) { ${JOB} } }`, { id: tenantId });
  await work();
  return jobOf(job);
}

async function purged(id: string, args = 'now: true'): Promise<void> {
  await operate('mutation ($id: ID!) { offboardTenant(id: $id, reason: "The contract ended.") { id } }', {
    id,
  });
  await operate(`mutation ($id: ID!) { purgeTenant(id: $id, ${args}) { ${JOB} } }`, { id });
  await work();
}

async function imported(input: object): Promise<JobAnswer> {
  const mutation = `mutation ($input: ImportTenantInput!) { importTenant(input: $input) { ${JOB} } }`;
  const job = await operate(mutation, { input });
  await work();
  return jobOf(job);
}

/** The items of a tenant's rows, as if they were of another. */
function rowsOf(items: readonly Dumped[], tenant: string): unknown[] {
  return items
    .filter(({ key }) => key.startsWith(`data T#${tenant}#`) && !key.includes('#COUNT#'))
    .map(({ item }): unknown => {
      const { __write: _, ...rest } = item;
      return JSON.parse(JSON.stringify(rest).replaceAll(`T#${tenant}#`, 'T#*#'));
    });
}

test('what was exported comes back whole in a new tenant after the old one is purged', async () => {
  const before = await dump(api);
  const exportJob = await exported('acme');
  expect(exportJob).toMatchObject({ status: 'DONE', progress: 1, error: null });
  expect(exportJob.done).toBe(exportJob.total);
  await purged('acme', 'now: true, keepArchives: true');
  const job = await imported({
    archive: { export: { tenantId: 'acme', jobId: exportJob.id } },
    name: 'Acme again',
    plan: 'team',
    withMembers: true,
  });
  expect(job).toMatchObject({ status: 'DONE', error: null });
  expect(rowsOf(await dump(api), job.tenantId)).toEqual(rowsOf(before, 'acme'));
});

test('a purge leaves nothing but the tombstone, and nothing of another tenant changes', async () => {
  const others = (items: readonly Dumped[]): readonly Dumped[] =>
    items.filter(({ key }) => key.includes('globex'));
  const before = await dump(api);
  await purged('acme');
  const after = await dump(api);
  expect(naming(after, 'acme').map(({ key }) => key)).toEqual([
    'control TENANT#acme META',
    'control TENANTS acme',
  ]);
  expect(others(after)).toEqual(others(before));
  const tenant = field(await api.askOperator('opal', '{ tenant(id: "acme") { status certificate } }')) as {
    status: string;
    certificate: string;
  };
  expect(tenant.status).toBe('DELETED');
  const certificate = JSON.parse(tenant.certificate) as Record<string, unknown>;
  expect(certificate).toMatchObject({ tenantId: 'acme', remaining: 0 });
});
