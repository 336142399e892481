import { runJob } from '../../src/platform/index.ts';
import { exported, requestImport, upload } from '../platform/archive-kit.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { listedPlace } from '../../src/store/dynamo/control/tenant-list.ts';
import { contentsOf, filesOf, putDirect } from '../platform/files/files-of.ts';
import { uploaded } from '../platform/files/upload.ts';
import { pngOf } from '../shared/sample-files.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { dump, naming, restore, type Dumped } from '../platform/dump.ts';
import { contentOf, field, openJobRig, type JobAnswer, type JobRig } from '../platform/job-rig.ts';
import { cutOff } from './cut-off.ts';
import { deathsOf, SWEEP_SEED, type Depth } from './sample.ts';

const sdl = /* GraphQL */ `
  type Person @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String! @unique
    staff: [Person] @hasMany(onDelete: SET_NULL)
    boss: Person @belongsTo
    tags: [Tag] @manyToMany(relationName: "PersonTag")
    photo: File @file(types: ["image/*"])
  }
  type Tag @model {
    id: ID!
    people: [Person] @manyToMany(relationName: "PersonTag")
  }
`;

const PHOTO = pngOf(2, 2);
const NOTE = Buffer.from('Direct.');

/** Tests that export, import and purge survive the death of their process. */
export function sweepJobs(depth: Depth): void {
  let rig: JobRig;
  let behind: Behind;
  /** An archive of a small tenant, and what is in the tables because of it. */
  let archive: { readonly tenantId: string; readonly jobId: string };
  let content: unknown[];
  /** The objects of its files, and the id of a photo. */
  let objects: Readonly<Record<string, string>>;
  let photoId: string;

  /** Gives a person a photo, and the tenant a direct file. */
  async function giveFiles(): Promise<void> {
    const photo = { type: 'Person', field: 'photo', name: 'p.png', contentType: 'image/png' };
    const id = await uploaded(rig.api, 'alice', PHOTO, photo);
    const update = 'mutation ($id: ID) { updatePerson(input: { id: "a", photo: $id }) { id } }';
    field(await rig.api.ask('alice', update, { id }));
    await putDirect(rig.api, 'acme', 'note', NOTE);
    photoId = id;
    // No link can put the photo any more, so that a purge does not wait.
    rig.pass(rig.now() + 3_600_000);
  }

  /**
   * Returns the items of a tenant when all changes are counted, without what files have of one moment: an entry that upkeep
   * ignores, and times.
   */
  async function contentOfTenant(tenantId: string): Promise<unknown[]> {
    await behind.changes();
    const items = contentOf(await dump(rig.api), tenantId);
    return items.flatMap((item): unknown[] => {
      if (Array.isArray(item)) return [item];
      const text = JSON.stringify(item);
      if (text.includes('"T#*#FILEDUE#"')) return [];
      const { putUntil: _until, sequencer: _sequencer, ...rest } = item as Record<string, unknown>;
      const { createdAt: _at, contentType: _type, ...direct } = rest;
      return [text.includes('"DIRECT"') ? direct : rest];
    });
  }

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
    const sources = [...readSources('schema/platform'), { file: 'test', text: sdl }];
    rig = await openJobRig({ sources, seed: { rows: { acme } } });
    behind = openBehind(rig.api);
    const store = await rig.store('acme');
    await store.transact([{ op: 'advance', name: 'invoice #', from: 0, to: 7 }]);
    await giveFiles();
    objects = await contentsOf(rig.api, 'acme');
    content = await contentOfTenant('acme');
    const job = await rig.requestExport('acme');
    await rig.work();
    archive = { tenantId: 'acme', jobId: job.id };
  });
  afterAll(() => rig.api.close());

  /** Runs a job whose process dies after so many calls, and then another run that ends it. Returns the sites of the first. */
  async function die(job: JobAnswer, calls: number): Promise<readonly string[]> {
    const cut = cutOff(rig.api.jobParts, calls);
    // A job may wait once before it dies.
    for (let at = 0, lived = false; at < 3 && !lived; at++) {
      const outcome = await runJob(cut.parts, job.tenantId, job.id, { until: Infinity }).catch(() => null);
      lived = outcome?.is === 'DONE';
      if (outcome?.is === 'LATER' && cut.sites.length <= calls) rig.pass(outcome.at);
    }
    await rig.work();
    return cut.sites;
  }

  /**
   * Cuts jobs off at their calls, and lets `look` examine what another run made of each. All begin in the same tables.
   * Expects that the sample has the sites of all deaths.
   */
  async function cutOffJobs(
    begin: () => Promise<JobAnswer>,
    look: (job: JobAnswer, calls: number) => Promise<void>,
  ): Promise<void> {
    const start = await dump(rig.api);
    const again = async (): Promise<void> => {
      await restore(rig.api, start);
      // What a process has looked up is older by now than it keeps.
      rig.pass(rig.now() + 60_000);
    };
    const turn = async (calls: number): Promise<readonly string[]> => {
      const job = await begin();
      const sites = await die(job, calls);
      await look(job, calls);
      await again();
      return sites;
    };
    const sites = await turn(Infinity);
    expect(sites.length).toBeGreaterThan(20);
    const known = new Set(sites);
    for (const calls of deathsOf(depth, sites)) {
      const died = (await turn(calls))[calls];
      if (died !== undefined) expect([...known]).toContain(died);
    }
  }

  const title = depth === 'deep' ? 'at any call' : `at any call site (SWEEP_SEED=${SWEEP_SEED})`;

  test(`an export that dies ${title} continues and writes the same archive`, async () => {
    const archives = await rig.archives('acme');
    const namesOf = async (id: string): Promise<unknown> => {
      const paths = await archives.list(id);
      const names = paths.map((path) => path.slice(`${id}/`.length));
      const bytes = await Promise.all(paths.map((path) => archives.read(path)));
      return names.map((name, at) => [
        name,
        name === 'manifest.json' ? '' : Buffer.from(bytes[at] ?? []).toString('hex'),
      ]);
    };
    const whole = await namesOf(archive.jobId);
    await cutOffJobs(
      () => rig.requestExport('acme'),
      async (job, at) => {
        expect({ at, ...(await rig.job(job)) }).toMatchObject({ status: 'DONE', done: 5, total: 5 });
        expect({ at, files: await namesOf(job.id) }).toEqual({ at, files: whole });
      },
    );
  });

  test(`an import that dies ${title} continues and makes the same tenant`, async () => {
    await cutOffJobs(
      () => rig.requestImport({ archive: { export: archive }, name: 'N', withMembers: true }),
      async (job, at) => {
        expect({ at, ...(await rig.job(job)) }).toMatchObject({ status: 'DONE', error: null });
        expect({ at, content: await contentOfTenant(job.tenantId) }).toEqual({ at, content });
        expect({ at, objects: await contentsOf(rig.api, job.tenantId) }).toEqual({ at, objects });
        const tenant = await rig.api.control.get('tenant', { id: job.tenantId });
        expect(tenant).toMatchObject({ status: 'ACTIVE', seats: 4, owners: 1 });
      },
    );
  });

  test(`an import that fails ${title} leaves nothing after abandonTenant, whose certificate counts what it had put`, async () => {
    const packed = await exported(rig, 'acme');
    const objectsOf = async (tenantId: string): Promise<readonly string[]> => [
      ...Object.keys(await contentsOf(rig.api, tenantId)),
      ...(await (await rig.archives(tenantId)).list('')),
      ...(await rig.api.archives.archivesOf('operator').uploads.list('')),
    ];
    /** Fails an import after so many calls, and abandons its tenant. Returns the sites of the calls. */
    const fail = async (calls: number): Promise<readonly string[]> => {
      const uploadId = await upload(rig, packed, JSON.stringify(packed.manifest));
      const job = field(await requestImport(rig, uploadId, { withMembers: true })) as JobAnswer;
      const { tenantId, id } = job;
      const cut = cutOff(rig.api.jobParts, calls);
      await runJob(cut.parts, tenantId, id, { until: Infinity }).catch(() => null);
      if ((await rig.job(job)).status === 'DONE') return cut.sites;
      await rig.operate(`mutation { cancelJob(tenantId: "${tenantId}", id: "${id}") { id } }`);
      const put = (await dump(rig.api)).filter(({ key }) => key.startsWith(`data T#${tenantId}#`)).length;
      await rig.operate(`mutation { abandonTenant(id: "${tenantId}") { id } }`);
      await rig.work();
      const left = naming(await dump(rig.api), tenantId).map(({ key }) => key);
      expect({ calls, left, files: await objectsOf(tenantId) }).toEqual({
        calls,
        left: [`control TENANT#${tenantId} META`, `control ${listedPlace(tenantId).join(' ')}`],
        files: [],
      });
      const { certificate } = (await rig.api.control.get('tenant', { id: tenantId })) ?? {};
      const deleted = Object.entries((certificate?.['deleted'] ?? {}) as Record<string, number>);
      const items = deleted.filter(
        ([what]) => !/^(members|identities|.* records|(objects|bytes) of files)$/.test(what),
      );
      expect({ calls, deleted: items.reduce((sum, [, count]) => sum + count, 0) }).toEqual({
        calls,
        deleted: put,
      });
      return cut.sites;
    };
    const deaths = deathsOf(depth, await fail(Infinity));
    expect(deaths.length).toBeGreaterThan(10);
    for (const [at, calls] of deaths.entries()) if (depth === 'deep' || at % 3 === 2) await fail(calls);
  });

  test(`a purge that dies ${title} continues and leaves only the tombstone`, async () => {
    const others = (items: readonly Dumped[]): unknown => contentOf(items, 'globex');
    const { tenantId } = await rig.requestImport({
      archive: { export: archive },
      name: 'N',
      withMembers: true,
    });
    await rig.work();
    const before = others(await dump(rig.api));
    await cutOffJobs(
      async () => {
        // A turn begins in the same tables, and with the same objects.
        const files = await filesOf(rig.api, tenantId);
        await files.objects.put({ id: photoId }, PHOTO, 'image/png');
        await files.objects.put({ path: 'note' }, NOTE, 'text/plain');
        return rig.requestPurge(tenantId);
      },
      async (_job, at) => {
        const items = await dump(rig.api);
        expect(await contentsOf(rig.api, tenantId)).toEqual({});
        expect({ at, left: naming(items, tenantId).map(({ key }) => key) }).toEqual({
          at,
          left: [`control TENANT#${tenantId} META`, `control ${listedPlace(tenantId).join(' ')}`],
        });
        const tenant = await rig.api.control.get('tenant', { id: tenantId });
        expect(tenant).toMatchObject({
          status: 'DELETED',
          certificate: {
            remaining: 0,
            deleted: {
              ...{ 'rows of Person': 3, 'rows of Tag': 1, 'rows of PersonTag': 1, 'unique values': 4 },
              ...{
                'records of files': 2,
                'objects of files': 2,
                'bytes of files': PHOTO.length + NOTE.length,
              },
            },
          },
        });
        expect(others(items)).toEqual(before);
      },
    );
  });
}
