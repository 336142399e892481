import { readFileSync, writeFileSync } from 'node:fs';

import type { Call } from '../../src/store/dynamo/driver/record.ts';
import { recordWork, upkeepOf } from '../shared/background.ts';
import { unitsOf, type Units } from '../shared/units.ts';
import {
  ARCHIVE,
  CREATE_UPLOAD,
  field,
  inputOf,
  openFilesWorld,
  type Begun,
} from '../isolation/files-world.ts';
import { PDF, sha256 } from '../shared/sample-files.ts';

// What files consume of the tables: calls of DynamoDB, and units that they read and write.

const FILE = 'test/golden/file-units.json';
const FILES = 'attachment { id name size contentType status url thumbnail(width: 256) }';

test('uploads, rows with files and downloads consume the units in their golden file', async () => {
  const world = await openFilesWorld();
  const actual: Record<string, Units> = {};
  const measure = async (name: string, query: string, variables: object = {}): Promise<unknown> => {
    const answer = await world.ask('alice', query, variables);
    actual[name] = unitsOf(answer.calls);
    return field(answer);
  };
  const COMPLETE = 'mutation ($id: ID!) { completeUpload(id: $id) { id status } }';
  const CREATE = 'mutation ($file: ID) { createNote(input: { attachment: $file }) { id } }';
  const UPDATE =
    'mutation ($id: ID!, $file: ID) { updateNote(input: { id: $id, attachment: $file }) { id } }';

  const made = (await measure('createUpload', CREATE_UPLOAD, { input: inputOf(PDF) })) as Omit<Begun, 'body'>;
  await measure('upload(id)', 'query ($id: ID!) { upload(id: $id) { url } }', made);
  await world.put({ ...made, body: PDF });
  await measure('completeUpload', COMPLETE, made);
  await measure('completeUpload, repeated', COMPLETE, made);
  await measure('create a row', CREATE);
  const row = (await measure('create a row with a file', CREATE, { file: made.id })) as { id: string };
  await measure('get a row', 'query ($id: ID!) { getNote(id: $id) { id } }', row);
  await measure(
    'get a row with a link to its file',
    `query ($id: ID!) { getNote(id: $id) { ${FILES} } }`,
    row,
  );
  await measure(
    'update a row',
    'mutation ($id: ID!) { updateNote(input: { id: $id, title: "a" }) { id } }',
    row,
  );
  await measure('replace the file of a row', UPDATE, { ...row, file: await world.file('alice') });
  await measure('set a file to null', UPDATE, { ...row, file: null });
  await measure('delete a row', 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }', row);
  const held = await world.note('alice', await world.file('alice'));
  await measure('delete a row with a file', 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }', {
    id: held,
  });
  for (let at = 0; at < 20; at += 1) await world.note('alice', await world.file('alice'));
  await measure('list 20 rows', '{ listNotes(limit: 20) { items { id } } }');
  await measure('list 20 rows with links to their files', `{ listNotes(limit: 20) { items { ${FILES} } } }`);

  const large = { field: 'archive', name: 'a.zip', contentType: 'application/zip', sha256: null };
  const parts = (await measure('createUpload, in parts', CREATE_UPLOAD, {
    input: inputOf(ARCHIVE, large),
  })) as Begun;
  await measure(
    'signUploadParts',
    'mutation ($id: ID!, $sum: String!) { signUploadParts(id: $id, parts: [{ number: 1, sha256: $sum }]) { url } }',
    { id: parts.id, sum: sha256(ARCHIVE.subarray(0, parts.partSize ?? 0)) },
  );
  await measure('cancelUpload', 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }', parts);

  await world.sweep();
  const rows: Call[] = [];
  const upkeep = async (name: string, files: number): Promise<void> => {
    for (let at = 0; at < files; at += 1) {
      const { id } = await world.begin('alice');
      field(await world.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }', { id }));
    }
    world.pass(20 * 60_000);
    rows.length = 0;
    expect(await recordWork(world.api, rows)(upkeepOf('acme'))).toEqual({ batchItemFailures: [] });
    actual[name] = unitsOf(rows);
  };
  await upkeep('upkeep without files', 0);
  await upkeep('upkeep of one file', 1);
  await upkeep('upkeep of 20 files', 20);
  await world.close();

  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
