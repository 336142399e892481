import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { endUploads } from '../../src/platform/jobs/purge-files.ts';
import { openFileRecords } from '../../src/store/index.ts';
import { openDirectClients } from './direct-client.ts';
import { ARCHIVE, field, openFilesWorld, type FilesWorld } from './files-world.ts';

// What remains of a file after its end, and what a tenant may do whose end has begun.

const HOUR = 60 * 60_000;

let world: FilesWorld;
beforeAll(async () => {
  world = await openFilesWorld();
});
afterAll(() => world.close());

test('the record of a direct file outlives its object by a day, and then upkeep removes it', async () => {
  const client = await openDirectClients(world)((await world.api.cognito.issueTokens('alice')).idToken);
  const before = await world.stored();
  const at = { Bucket: world.api.files.bucket.name, Key: 'files/acme/a.txt' };
  await client.send(new PutObjectCommand({ ...at, Body: 'x' }));
  await world.events();
  await client.send(new DeleteObjectCommand(at));
  await world.events();
  expect(await world.bytes('acme')).toBe(0);
  expect((await world.stored()).some((one) => one.includes('#FILEDUE#'))).toBe(true);
  world.pass(25 * HOUR);
  await world.sweep();
  expect((await world.stored()).filter((one) => !one.includes('#FILEBYTES#'))).toEqual(before);
});

test('a purge ends the parts of an upload whose cancellation a crash cut off', async () => {
  const { id } = await world.begin('alice', ARCHIVE, {
    ...{ field: 'archive', name: 'all.zip', contentType: 'application/zip', sha256: null },
  });
  const scope = await world.api.jobParts.scopeOf('acme', 'a test');
  const records = openFileRecords(scope, world.api.jobParts.sendOf(scope), { now: () => world.now() });
  const objects = world.api.platform.filesOf(scope);
  const file = await records.get(id);
  if (!file?.multipart) throw new Error('There are no parts.');
  await records.discard(file);
  expect(await objects.parts({ id }, file.multipart)).toEqual([]);
  await endUploads({ records, objects }, { after: null, linksUntil: 0 });
  expect(await objects.parts({ id }, file.multipart)).toBeNull();
});

test('a tenant that may only read gets no link to upload', async () => {
  const { id } = await world.begin('alice');
  field(
    await world.api.askOperator(
      'opal',
      'mutation { suspendTenant(id: "acme", reason: "It owes.", mode: READ_ONLY) { id } }',
    ),
  );
  world.pass(10_000);
  const { data, errors } = await world.ask('alice', 'query ($id: ID!) { upload(id: $id) { url } }', { id });
  expect(data?.['upload'] ?? null).toBeNull();
  expect(errors[0]?.extensions['code']).toBe('READ_ONLY');
});
