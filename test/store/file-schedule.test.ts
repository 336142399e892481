import type { Json } from '../../src/model/index.ts';
import {
  newId,
  type FileRecord,
  type FileRecords,
  type Row,
  type Send,
  type Store,
} from '../../src/store/index.ts';
import { isRead } from '../../src/store/index.ts';
import { randomFrom } from '../random-from.ts';
import { album } from './contract/contract-model.ts';
import { newFile } from './contract/new-file.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, modelOf } from './sample-types.ts';

// Processes work on the files of one tenant at the same time. Calls and answers are lost, and processes die before and after a call.

/** Fixed, so that a failure comes from a change of the code; `npm run fuzz` sets other values in the environment. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
const LIMIT = 5_000;
const ROWS = ['a', 'b', 'c', 'd'];
const PATHS = ['x', 'y'];
const WEEK = 7 * 24 * 60 * 60_000;

let fixture: Fixture;
let proxy: FaultProxy;
let random: () => number;
beforeAll(async () => {
  fixture = await startFixture(modelOf(album));
  proxy = await startFaultProxy(fixture.endpoint, ({ action }) => {
    const isWrite = action === 'TransactWriteItems' || action === 'UpdateItem';
    return isWrite && random() < 0.1 ? { is: pick(['lost', 'reset', 'throttled']) } : null;
  });
});
afterAll(async () => {
  proxy.stop();
  await fixture.stop();
});

function pick<Choice>(from: readonly Choice[]): Choice {
  const choice = from[Math.floor(random() * from.length)];
  if (choice === undefined) throw new Error('There is nothing to choose.');
  return choice;
}

/** An error for a process that died at a call. */
class Died extends Error {}

/** Returns a table through the proxy, for a process that may die before or after each write. */
function mortal(tenant: string): Send {
  const send = fixture.sendOf(tenant, proxy.endpoint);
  return async (command, options) => {
    if (isRead(command)) return send(command, options);
    if (random() < 0.05) throw new Died('before a write');
    const output = await send(command, options);
    if (random() < 0.1) throw new Died('after a write');
    return output;
  };
}

/** The ids of the uploads so far, by field. */
type Uploads = Readonly<Record<'cover' | 'photos', string[]>>;

/** What a process does: one operation, which another process may do again. */
function operation(tenant: string, uploads: Uploads): () => Promise<unknown> {
  const send = mortal(tenant);
  const files = fixture.files(tenant, { send });
  const store = (): Store => fixture.store(tenant, { send });
  const field = pick(['cover', 'photos'] as const);
  const recent = (of: keyof Uploads): string => pick(uploads[of].slice(-4));
  const row = pick(ROWS);
  const others = ROWS.filter((id) => id !== row);
  const photos = [recent('photos'), recent('photos')].slice(0, 1 + Math.floor(random() * 2));
  const set = pick<Row>([
    { cover: recent('cover') },
    { photos },
    { cover: recent('cover'), photos },
    { cover: null },
  ]);
  const of = { type: album, condition: null, claimant: 'ada' } as const;
  const path = pick(PATHS);
  const sequencer = newId();
  // A sweep of later ends the records of erased files too. They would keep it from the uploads behind them.
  const sweptAt = Date.now() + pick([0, 0, WEEK]);
  const size = Math.floor(random() * 300);
  const withFile = async (work: (file: FileRecord) => Promise<unknown>): Promise<unknown> => {
    const file = await files.get(recent(field));
    return file && work(file);
  };
  const update = { ...of, op: 'update', key: { id: row }, set } as const;
  const upload = async (): Promise<unknown> => {
    const file = newFile({ size, field });
    uploads[field].push(file.id);
    return files.change(await files.reserve(file, LIMIT), { status: pick(['READY', 'READY', 'SCANNING']) });
  };
  return pick<() => Promise<unknown>>([
    ...[upload, upload, upload, upload],
    () => withFile((file) => files.change(file, { width: size })),
    () =>
      withFile((file) => files.change(file, { status: file.status === 'SCANNING' ? 'INFECTED' : 'READY' })),
    () => withFile((file) => files.discard(file)),
    ...[1, 2].map(() => () => store().write({ ...of, op: 'put', row: { id: row, ...set } })),
    ...[1, 2, 3].map(() => () => store().write(update)),
    () => store().transact([update, { ...of, op: 'put', row: { id: pick(others), cover: recent('cover') } }]),
    () => store().write({ ...of, op: 'delete', key: { id: row } }),
    () => sweep(fixture.files(tenant, { send, now: () => sweptAt }), sweptAt, 5),
    () => files.recount(),
    () => files.recordDirect({ path, size, sequencer, at: new Date().toISOString() }, LIMIT),
    () => files.removeDirect(path, sequencer),
  ]);
}

/** Removes what is due, as upkeep does. */
async function sweep(files: FileRecords, until: number, limit: number): Promise<number> {
  const due = await files.due(until, limit);
  for (const file of due) {
    const gone = await files.discard(file);
    if (gone) await files.erase(gone);
  }
  return due.length;
}

/** Lets an error pass that such a process may have; others fail the test. */
function expected(error: unknown): void {
  const { name, extensions } = error as { name?: string; extensions?: { code?: string } };
  const isKnown = error instanceof Died || name === 'WriteFailed' || name === 'StorageFull';
  if (!isKnown && !['TIMEOUT', 'THROTTLED'].includes(extensions?.code ?? '')) throw error;
}

test.each([1, 2, 3])(
  `counts and holds each file once (seed ${SEED}, schedule %i)`,
  async (schedule) => {
    random = randomFrom(SEED + schedule);
    const tenant = `schedule-${schedule}`;
    const uploads: Uploads = { cover: [newId()], photos: [newId()] };
    let held = 0;
    for (let round = 0; round < 40 || held < 40; round++) {
      const processes = Array.from({ length: 4 }, () => operation(tenant, uploads));
      // A process that takes over does the same again.
      const again = processes.map(async (work) => {
        do await work().catch(expected);
        while (random() < 0.3);
      });
      await Promise.all(again);
      await proxy.settled();
      held += await expectExact(tenant);
    }
    const later = Date.now() + WEEK;
    const files = fixture.files(tenant, { now: () => later });
    while ((await sweep(files, later, 50)) > 0);
    expect(await files.nextDue()).toBeNull();
    const { files: left } = await files.page(null);
    expect(left.filter(({ kind, of }) => kind === 'UPLOAD' && of === null)).toEqual([]);
    await expectExact(tenant);
  },
  300_000,
);

function idsIn(value: Json | undefined): readonly string[] {
  return [value ?? []].flat() as string[];
}

/** Expects that the usage is exact, and that rows and files name each other. Returns the number of files that rows hold. */
async function expectExact(tenant: string): Promise<number> {
  const files = fixture.files(tenant);
  const { files: all } = await files.page(null);
  const usage = await files.usage();
  expect(usage).toEqual({ bytes: all.reduce((sum, { counted }) => sum + counted, 0), files: all.length });
  expect(usage.bytes).toBeLessThanOrEqual(LIMIT);
  const { rows } = await fixture.store(tenant).query({ ...everything, type: album });
  const named = rows.flatMap(({ id, cover, photos }) => [
    ...idsIn(cover).map((file) => [file, 'cover', `${id as string}#`]),
    ...idsIn(photos).map((file) => [file, 'photos', `${id as string}#`]),
  ]);
  const held = all.flatMap(({ id, of }) => (of ? [[id, of.field, of.key]] : []));
  expect(named.sort()).toEqual(held.sort());
  for (const { kind, of, due } of all) expect(due === null).toBe(of !== null || kind === 'DIRECT');
  return held.length;
}
