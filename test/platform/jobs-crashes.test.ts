import { runJob } from '../../src/platform/index.ts';
import { dump, naming } from './dump.ts';
import { contentOf, cutOff, openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';

const sdl = /* GraphQL */ `
  type Person @model {
    id: ID!
    name: String! @unique
    staff: [Person] @hasMany(onDelete: SET_NULL)
    boss: Person @belongsTo
    tags: [Tag] @manyToMany(relationName: "PersonTag")
  }
  type Tag @model {
    id: ID!
    people: [Person] @manyToMany(relationName: "PersonTag")
  }
`;

let rig: JobRig;
/** An archive of a small tenant, and what is in the tables because of it. */
let archive: { readonly tenantId: string; readonly jobId: string };
let content: unknown[];

beforeAll(async () => {
  const acme = {
    // Two people who are each other's boss, and one who is their own boss.
    Person: [
      { id: 'a', name: 'Ada', personStaffId: 'b' },
      { id: 'b', name: 'Bo', personStaffId: 'a' },
      { id: 'c', name: 'Cy', personStaffId: 'c' },
    ],
    Tag: [{ id: 't' }],
    PersonTag: [{ id: 'ct', personId: 'c', tagId: 't' }],
  };
  rig = await openJobRig({ sdl, seed: { rows: { acme } } });
  const store = await rig.store('acme');
  await store.transact([{ op: 'advance', name: 'invoice #', from: 0, to: 7 }]);
  content = contentOf(await dump(rig.api), 'acme');
  const job = await rig.requestExport('acme');
  await rig.work();
  archive = { tenantId: 'acme', jobId: job.id };
});
afterAll(() => rig.api.close());

/** Runs jobs that die at call 1, 2, 3 …, until one survives. Another run ends each, then `look` examines it. */
async function cutEverywhere(
  begin: () => Promise<JobAnswer>,
  look: (job: JobAnswer, calls: number) => Promise<void>,
): Promise<number> {
  for (let calls = 0; ; calls++) {
    const job = await begin();
    const cut = cutOff(rig.api.jobParts, calls);
    // A job may wait once before it dies.
    let lived = false;
    for (let at = 0; at < 3 && !lived; at++) {
      const outcome = await runJob(cut.parts, job.tenantId, job.id, { until: Infinity }).catch(() => null);
      lived = outcome?.is === 'DONE';
      if (outcome?.is === 'LATER' && cut.used() <= calls) rig.pass(outcome.at);
    }
    await rig.work();
    await look(job, calls);
    if (lived) return calls;
  }
}

test('an export that dies at any call continues and writes the same archive', async () => {
  const archives = await rig.archives('acme');
  const filesOf = async (id: string): Promise<unknown> => {
    const paths = await archives.list(id);
    const names = paths.map((path) => path.slice(`${id}/`.length));
    const bytes = await Promise.all(paths.map((path) => archives.read(path)));
    return names.map((name, at) => [
      name,
      name === 'manifest.json' ? '' : Buffer.from(bytes[at] ?? []).toString('hex'),
    ]);
  };
  const whole = await filesOf(archive.jobId);
  const calls = await cutEverywhere(
    () => rig.requestExport('acme'),
    async (job, at) => {
      expect({ at, ...(await rig.job(job)) }).toMatchObject({ status: 'DONE', done: 5, total: 5 });
      expect({ at, files: await filesOf(job.id) }).toEqual({ at, files: whole });
    },
  );
  expect(calls).toBeGreaterThan(20);
}, 240_000);

test('an import that dies at any call continues and makes the same tenant', async () => {
  const calls = await cutEverywhere(
    () => rig.requestImport({ archive: { export: archive }, name: 'N', withMembers: true }),
    async (job, at) => {
      expect({ at, ...(await rig.job(job)) }).toMatchObject({ status: 'DONE', error: null });
      expect({ at, content: contentOf(await dump(rig.api), job.tenantId) }).toEqual({ at, content });
      const tenant = await rig.api.control.get('tenant', { id: job.tenantId });
      expect(tenant).toMatchObject({ status: 'ACTIVE', seats: 4, owners: 1 });
      await rig.requestPurge(job.tenantId);
      await rig.work();
    },
  );
  expect(calls).toBeGreaterThan(20);
}, 480_000);

test('a purge that dies at any call continues and leaves only the tombstone', async () => {
  const others = async (): Promise<unknown> => contentOf(await dump(rig.api), 'globex');
  const before = await others();
  const calls = await cutEverywhere(
    async () => {
      const { tenantId } = await rig.requestImport({
        archive: { export: archive },
        name: 'N',
        withMembers: true,
      });
      await rig.work();
      return rig.requestPurge(tenantId);
    },
    async ({ tenantId }, at) => {
      const left = naming(await dump(rig.api), tenantId).map(({ key }) => key);
      expect({ at, left }).toEqual({
        at,
        left: [`control TENANT#${tenantId} META`, `control TENANTS ${tenantId}`],
      });
      const tenant = await rig.api.control.get('tenant', { id: tenantId });
      expect(tenant).toMatchObject({ status: 'DELETED', certificate: { remaining: 0 } });
    },
  );
  expect(calls).toBeGreaterThan(20);
  expect(await others()).toEqual(before);
}, 480_000);
