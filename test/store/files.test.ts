import { newId, type Row, type Send } from '../../src/store/index.ts';
import { type Command, TransactionCancelled, type TransactItem } from '../../src/store/dynamo/driver/send.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { album, board } from './contract/contract-model.ts';
import { newFile, upload } from './contract/new-file.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { modelOf } from './sample-types.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(album, board));
});
afterAll(() => fixture.stop());

const put = (row: Row) => ({ op: 'put', type: album, row, condition: null, claimant: 'ada' }) as const;
const update = (set: Row) =>
  ({ op: 'update', type: album, key: { id: 'a' }, set, condition: null, claimant: 'ada' }) as const;
const remove = { op: 'delete', type: album, key: { id: 'a' }, condition: null } as const;

/** Returns the names of calls; of a transaction, what it does with each item, by its partition. */
function described(command: Command): string {
  if (command.name !== 'TransactWriteItems') return command.name;
  return command.input.TransactItems.map(describedItem).join(' + ');
}

function describedItem(item: TransactItem): string {
  const [op, { Key, Item }] = Object.entries(item)[0] as [string, { Key?: Row; Item?: Row }];
  const partition = ((Key ?? Item)?.__pk as string).replace(/^T#[^#]*#/, '');
  return `${op} ${partition === String(album.number) ? album.name : partition}`;
}

describe('a write of a type with files costs', () => {
  test.each<
    [
      string,
      Row | null,
      (files: readonly [string, string]) => Parameters<ReturnType<Fixture['store']>['write']>[0],
      string[],
    ]
  >([
    [
      'one put if its new row has no file',
      null,
      () => put({ id: 'a', cover: null, photos: [] }),
      ['PutItem'],
    ],
    [
      'two items more for each file of a new row',
      null,
      ([cover]) => put({ id: 'a', cover }),
      ['Put Album + Update FILE# + Delete FILEDUE#'],
    ],
    ['one update if it changes no file', { id: 'a' }, () => update({ title: 't' }), ['UpdateItem']],
    [
      'a read and one update if there is no file before and after',
      { id: 'a' },
      () => update({ cover: null }),
      ['GetItem', 'UpdateItem'],
    ],
    [
      'two items for each file that comes or goes',
      { id: 'a', cover: 0 },
      ([, other]) => update({ cover: other }),
      ['GetItem', 'Update Album + Update FILE# + Put FILEDUE# + Update FILE# + Delete FILEDUE#'],
    ],
    ['one delete if its row has no file', { id: 'a' }, () => remove, ['DeleteItem']],
    [
      'a transaction after the delete that finds a file',
      { id: 'a', cover: 0 },
      () => remove,
      ['DeleteItem', 'Delete Album + Update FILE# + Put FILEDUE#'],
    ],
  ])('%s', async (title, row, writeOf, wanted) => {
    const tenant = `costs-${title.replaceAll(/[^a-z]/g, '')}`;
    const files = fixture.files(tenant);
    const [{ id }, other] = [await upload(files), await upload(files)];
    if (row) await fixture.store(tenant).write(put({ ...row, ...(row['cover'] === 0 && { cover: id }) }));
    const { send, calls } = recordCalls(fixture.sendOf(tenant));
    await fixture.store(tenant, { send }).write(writeOf([id, other.id]));
    expect(calls.map(({ command }) => described(command))).toEqual(wanted);
  });

  test('too much if its files and rows are more than 100 items, and changes nothing', async () => {
    const files = fixture.files('much');
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => upload(files, { field: 'photos' }).then(({ id }) => id)),
    );
    const store = fixture.store('much');
    await expect(store.write(put({ id: 'a', photos: ids }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENTS',
      message: expect.stringMatching('101 writes at once') as string,
    });
    await store.write(put({ id: 'a', photos: ids.slice(1) }));
  });
});

test('a claim that meets a transaction of others is tried again', async () => {
  let conflicts = 0;
  const conflict = new TransactionCancelled([{ code: 'conflict', item: null }]);
  const send: Send = (command, options) =>
    command.name === 'TransactWriteItems' && ++conflicts < 4
      ? Promise.reject(conflict)
      : fixture.sendOf('conflicts')(command, options);
  const { id } = await upload(fixture.files('conflicts'));
  await fixture.store('conflicts', { send }).write(put({ id: 'a', cover: id }));
  conflicts = 0;
  await fixture.files('conflicts', { send }).reserve(newFile(), 1000);
  expect(await fixture.files('conflicts').usage()).toEqual({ bytes: 200, files: 2 });
});

test('a row that names the file of another by hand releases no file', async () => {
  const files = fixture.files('by-hand');
  const { id } = await upload(files);
  await fixture.store('by-hand').write(put({ id: 'b', cover: id }));
  const Item = { __pk: `T#by-hand#${album.number}`, __sk: 'a#', id: 'a', cover: id };
  await fixture.direct({ name: 'PutItem', input: { Item } });
  await fixture.store('by-hand').write(remove);
  expect(await files.get(id)).toMatchObject({ status: 'READY', of: { key: 'b#' } });
  expect(await files.nextDue()).toBeNull();
});

test('a file that a row has claimed is not discarded by a process that read it before', async () => {
  const files = fixture.files('claimed');
  const file = await upload(files);
  await fixture.store('claimed').write(put({ id: 'a', cover: file.id }));
  expect(await files.discard(file)).toBeNull();
  expect(await files.get(file.id)).toMatchObject({ status: 'READY', of: { key: 'a#' } });
});

test('who discards a file learns of the link and the parts that began after it was read', async () => {
  const files = fixture.files('late-links');
  const file = await files.reserve(newFile(), null);
  const putUntil = '2090-01-01T00:00:00.000Z';
  await files.change(file, { multipart: 'm', putUntil });
  expect(await files.discard(file)).toMatchObject({ status: 'REMOVED', multipart: 'm', putUntil });
});

test('of two requests that begin an upload in parts, one gets it', async () => {
  const files = fixture.files('two-begin');
  const file = await files.reserve(newFile(), null);
  const begun = await Promise.all(['m', 'n'].map((multipart) => files.change(file, { multipart })));
  const [kept, ...more] = begun.flatMap((one) => one?.multipart ?? []);
  expect(more).toEqual([]);
  expect(await files.get(file.id)).toMatchObject({ multipart: kept });
});

test('the entries of files that are due at another time are dropped', async () => {
  const files = fixture.files('strays');
  const due = await files.discard(await upload(files));
  const at = (time: string, id: string) => ({ __pk: 'T#strays#FILEDUE#', __sk: `${time}#${id}#` });
  const strays = [at('1969-01-01T00:00:00.000Z', newId()), at('1969-01-02T00:00:00.000Z', due?.id ?? '')];
  await fixture.direct({ name: 'BatchWriteItem', input: { PutItems: strays } });
  expect(await files.due(Date.now(), 2)).toEqual([due]);
  expect(await files.due(Date.now(), 10)).toEqual([due]);
  expect(await files.nextDue()).toBe(0);
});

test('a session of one tenant reads and changes no file of another', async () => {
  const file = await upload(fixture.files('mine'));
  const foreign = fixture.files('mine', { send: fixture.sendOf('theirs') });
  const calls = [
    () => foreign.get(file.id),
    () => foreign.getMany([file.id]),
    () => foreign.reserve(newFile(), null),
    () => foreign.change(file, { status: 'SCANNING' }),
    () => foreign.discard(file),
    () => foreign.erase({ ...file, status: 'REMOVED' }),
    () => foreign.recordDirect({ path: 'p', size: 1, sequencer: '1', at: file.createdAt }, null),
    () => foreign.removeDirect('p', '1'),
    () => foreign.restore(file),
    () => foreign.due(Date.now(), 1),
    () => foreign.nextDue(),
    () => foreign.page(null),
    () => foreign.usage(),
    () => foreign.recount(),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await fixture.files('mine').get(file.id)).toEqual(file);
});
