import { runJob } from '../../src/platform/index.ts';
import { listedPlace } from '../../src/store/dynamo/control/tenant-list.ts';
import { exportRound, expectRestores, expectTaken, openExportRig } from '../sweeps/exports.ts';
import { exported, imported, recordsOf, repackRecords, type Unpacked } from './archive-kit.ts';
import { dump, naming } from './dump.ts';
import { field, openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';

const sdl = /* GraphQL */ `
  type Author @model @auth(rules: [{ allow: private }]) {
    id: ID!
    books: [Book] @hasMany
  }
  type Book @model @auth(rules: [{ allow: private }]) {
    id: ID!
    author: Author @belongsTo
    pages: [Page] @hasMany
  }
  type Page @model @auth(rules: [{ allow: private }]) {
    id: ID!
    book: Book @belongsTo
  }
`;

let rig: JobRig;
beforeEach(async () => {
  const acme = {
    Author: [{ id: 'a' }, { id: 'b' }],
    Book: [
      { id: '1', authorBooksId: 'a' },
      { id: '2', authorBooksId: 'b' },
    ],
    Page: [
      { id: '1-1', bookPagesId: '1' },
      { id: '2-1', bookPagesId: '2' },
    ],
  };
  rig = await openJobRig({ sdl, seed: { rows: { acme } } });
});
afterEach(() => rig.api.close());

const write = async (mutation: string): Promise<unknown> => field(await rig.api.ask('alice', mutation));

type Ended = Extract<Awaited<ReturnType<typeof imported>>, { job: unknown }>;

/** Exports acme after a delete that left a book without its author. */
async function exportWithout(author: string): Promise<{ readonly tenantId: string; readonly jobId: string }> {
  await write(`mutation { deleteAuthor(input: { id: "${author}" }) { id } }`);
  const { id: jobId } = await rig.requestExport('acme');
  await rig.work();
  return { tenantId: 'acme', jobId };
}

/** Exports acme and takes an author out of the archive. */
async function damaged(): Promise<Unpacked> {
  const archive = await exported(rig, 'acme');
  const name = 'rows/Author/1.ndjson.gz';
  const authors = recordsOf(archive.files.get(name) ?? Buffer.of());
  repackRecords(
    archive,
    name,
    authors.filter(({ id }) => id !== 'b'),
  );
  return archive;
}

test('an import leaves out and counts rows that refer to rows which the archive lacks, if the operator says so', async () => {
  const archive = await damaged();
  const { job } = (await imported(rig, archive, { name: 'Restored', leaveOutDangling: true })) as Ended;
  expect(job).toMatchObject({ status: 'DONE', error: null });
  // The book of the lost author, and the page of that book.
  expect(JSON.parse(job.result ?? '')).toMatchObject({ rows: 3, rowsLeftOut: 2 });
  const store = await rig.store(job.tenantId);
  const book = rig.api.model.models['Book'];
  if (!book) throw new Error('There is no type Book.');
  expect(await store.get({ op: 'get', type: book, key: { id: '1' } })).toMatchObject({ id: '1' });
  expect(await store.get({ op: 'get', type: book, key: { id: '2' } })).toBeNull();
});

test('an import that fails for good leaves no working files', async () => {
  const archive = await damaged();
  const { job } = (await imported(rig, archive, { name: 'Restored' })) as Ended;
  expect(job).toMatchObject({
    status: 'FAILED',
    error: expect.stringContaining('leaveOutDangling') as string,
  });
  expect(await (await rig.archives(job.tenantId)).list('')).toEqual([]);
});

test('an export keeps rows that refer to nothing apart and counts them, and an import of it needs no option', async () => {
  const archive = await exportWithout('b');
  const { result } = await rig.job({ tenantId: 'acme', id: archive.jobId });
  expect(JSON.parse(result ?? '')).toMatchObject({ rows: 3, rowsLeftOut: 2 });
  const job = await rig.requestImport({ archive: { export: archive }, name: 'Restored' });
  await rig.work();
  const done = await rig.job(job);
  expect(done).toMatchObject({ status: 'DONE', error: null, done: 3, total: 3 });
  expect(JSON.parse(done.result ?? '')).toMatchObject({ rows: 3, rowsLeftOut: 2 });
});

test('a tenant whose import failed is purged by abandonTenant, with a certificate that counts what the import had put', async () => {
  const { job } = (await imported(rig, await damaged(), { name: 'Failed' })) as Ended;
  expect(job).toMatchObject({
    status: 'FAILED',
    error: expect.stringContaining('refer to rows that are not in it') as string,
  });
  expect(naming(await dump(rig.api), job.tenantId).length).toBeGreaterThan(3);
  await rig.operate('mutation ($id: ID!) { abandonTenant(id: $id) { id status } }', { id: job.tenantId });
  await rig.work();
  const left = naming(await dump(rig.api), job.tenantId).map(({ key }) => key);
  expect(left).toEqual([
    `control TENANT#${job.tenantId} META`,
    `control ${listedPlace(job.tenantId).join(' ')}`,
  ]);
  const tenant = await rig.api.control.get('tenant', { id: job.tenantId });
  expect(tenant).toMatchObject({
    status: 'DELETED',
    certificate: { remaining: 0, deleted: { 'rows of Author': 1, 'rows of Book': 1, 'rows of Page': 1 } },
  });
});

test('an export during which rows and the rows that they refer to are created can be imported whole', async () => {
  const exporting = await rig.requestExport('acme');
  let made = 0;
  for (let status = ''; status !== 'DONE'; made += 1) {
    await write(`mutation {
      a: createAuthor(input: { id: "new-${made}" }) { id }
      b: createBook(input: { id: "new-${made}", authorBooksId: "new-${made}" }) { id }
      c: createPage(input: { id: "new-${made}", bookPagesId: "new-${made}" }) { id }
    }`);
    const outcome = await runJob(rig.api.jobParts, exporting.tenantId, exporting.id, { until: 0 });
    if (outcome.is === 'LATER') rig.pass(outcome.at);
    ({ status } = (await rig.job(exporting)) as Pick<JobAnswer, 'status'>);
  }
  expect(made).toBeGreaterThan(4);
  const archive = { export: { tenantId: 'acme', jobId: exporting.id } };
  const job = await rig.requestImport({ archive, name: 'Restored' });
  await rig.work();
  const done = await rig.job(job);
  expect(done).toMatchObject({ status: 'DONE', error: null });
  expect(JSON.parse(done.result ?? '')).toMatchObject({ rowsLeftOut: 0 });
});

describe('a scratch copy', () => {
  const copy = async (more: object = {}): Promise<JobAnswer> => {
    const archive = { export: { tenantId: 'acme', jobId: (await rig.requestExport('acme')).id } };
    await rig.work();
    const job = await rig.requestImport({ archive, scratch: true, withMembers: true, ...more });
    await rig.work();
    return rig.job(job);
  };
  const codesOf = async (operation: string): Promise<unknown[]> =>
    (await rig.api.askOperator('opal', operation)).errors.map(({ extensions }) => extensions['code']);

  test('holds the rows, stays PROVISIONING, has no members and takes none', async () => {
    const job = await copy();
    expect(job).toMatchObject({ status: 'DONE', done: 6 });
    expect(JSON.parse(job.result ?? '')).toMatchObject({ members: 4 });
    const { tenantId: id } = job;
    expect(await rig.operate(`{ tenant(id: "${id}") { name status seats scratch } }`)).toEqual({
      name: 'Scratch copy of acme',
      status: 'PROVISIONING',
      seats: 0,
      scratch: true,
    });
    const enter = rig.api.ask('alice', '{ listAuthors { items { id } } }', {}, id);
    await expect(enter).rejects.toThrow('You are not a member of the tenant that you named.');
    const email = 'eve@example.test';
    const invite = `mutation { inviteOwner(id: "${id}", email: "${email}") { id } }`;
    expect(await codesOf(invite)).toEqual(['CONDITION_FAILED']);
    for (const step of [
      'offboardTenant(id: "?", reason: "r")',
      'suspendTenant(id: "?", mode: BLOCKED, reason: "r")',
    ])
      expect(await codesOf(`mutation { ${step.replace('?', id)} { id } }`)).toEqual(['CONDITION_FAILED']);
  });

  test('is removed whole by abandonTenant, without a wait and without a tombstone', async () => {
    const { tenantId } = await copy();
    const began = rig.now();
    await rig.operate(`mutation { abandonTenant(id: "${tenantId}") { id } }`);
    await rig.work();
    expect(rig.now()).toBe(began);
    expect(naming(await dump(rig.api), tenantId)).toEqual([]);
    expect(await rig.operate(`{ tenant(id: "${tenantId}") { id } }`)).toBeNull();
  });

  test('has a name of its own and no other tenant to go into', async () => {
    await expect(copy({ name: 'Acme' })).rejects.toThrow('"input.scratch"');
    await expect(copy({ into: 'acme' })).rejects.toThrow('"input.scratch"');
  });
});

test('exports between whose steps rows are created, moved, renamed and deleted restore whole', async () => {
  const busy = await openExportRig();
  const tenant = await expectRestores(busy, await exportRound(busy, 7, 4));
  await expectTaken(busy, tenant);
  await busy.api.close();
});
