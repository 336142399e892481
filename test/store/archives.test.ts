import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { openArchives, type Archives } from '../../src/store/index.ts';
import type { HttpRequest } from '../../src/store/aws/http.ts';
import { bucketConnections } from '../../src/store/files/bucket.ts';
import { respond, type SdkHandler, type SdkRequest } from '../../src/local-cloud/iam/index.ts';
import { HOUR } from '../local/iam-rig.ts';
import { openArchiveRig, type ArchiveRig } from '../local/s3-rig.ts';
import { scopeOf } from '../tenants.ts';

let now = Date.now();
let rig: ArchiveRig;
beforeAll(async () => {
  rig = await openArchiveRig(undefined, undefined, () => now);
});
afterAll(() => rig.close());

const bytes = Buffer.from('bytes');

/** Opens the archives of jobs with `wrap` between the SDK and S3. Each role session adds its tenant to `assumed`. */
function through(
  wrap: (inner: SdkHandler) => (request: SdkRequest) => ReturnType<SdkHandler['handle']>,
  assumed: string[] = [],
): Archives {
  const { requestHandler, ...options } = rig.bucketOptionsOf('work');
  const handle = wrap(requestHandler as unknown as SdkHandler);
  const assume = rig.iam.assumeOf('work');
  return openArchives({ ...options, requestHandler: { handle } }, (tenant) => {
    assumed.push(tenant);
    return assume(tenant);
  });
}

test('a read returns the bytes that were written last, or null if there is no file', async () => {
  const files = rig.archivesOf('graphql').of(scopeOf('acme'));
  await files.write('a/b.gz', Buffer.from('old'));
  await files.write('a/b.gz', new Uint8Array([0, 255, 10, 13]));
  expect(await files.read('a/b.gz')).toEqual(new Uint8Array([0, 255, 10, 13]));
  await files.write('a/empty', new Uint8Array());
  expect(await files.read('a/empty')).toEqual(new Uint8Array());
  for (const name of ['a', 'a/', 'a/b', 'a/b.g', 'b']) expect(await files.read(name)).toBeNull();
  await files.remove('');
});

test('a folder contains only the files below its slash, and a list returns them in order', async () => {
  const files = rig.archivesOf('graphql').of(scopeOf('acme'));
  for (const name of ['x/2', 'x/1', 'x/10', 'xy/1', 'x']) await files.write(name, bytes);
  expect(await files.list('x')).toEqual(['x/1', 'x/10', 'x/2']);
  await files.remove('x');
  expect(await files.list('')).toEqual(['x', 'xy/1']);
  await files.remove('');
  expect(await files.list('')).toEqual([]);
  await files.remove('');
});

test('a folder of 1,100 files, more than S3 lists or deletes in one call, is listed and removed completely', async () => {
  const files = rig.archivesOf('graphql').of(scopeOf('acme'));
  const names = Array.from({ length: 1100 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
  for (let at = 0; at < names.length; at += 50)
    await Promise.all(names.slice(at, at + 50).map((name) => files.write(name, bytes)));
  await files.write('other', bytes);
  expect(await files.list('many')).toEqual(names);
  await files.remove('many');
  expect(await files.list('')).toEqual(['other']);
});

test("an operator's upload is not in the archives of a tenant", async () => {
  const operator = rig.archivesOf('operator');
  await operator.uploads.write('u/manifest.json', bytes);
  expect(await rig.archivesOf('work').uploads.list('')).toEqual(['u/manifest.json']);
  expect(await operator.readOf('_uploads').read('u/manifest.json')).toEqual(new Uint8Array(bytes));
  expect(await operator.readOf('acme').read('u/manifest.json')).toBeNull();
});

test('the credentials of a tenant are fetched once, and once more after S3 finds them expired', async () => {
  const assumed: string[] = [];
  const archives = through((inner) => (request) => inner.handle(request), assumed);
  const acme = archives.of(scopeOf('acme'));
  await Promise.all(Array.from({ length: 10 }, (_, n) => acme.write(`c/${n}`, bytes)));
  await archives.of(scopeOf('globex')).list('');
  expect(assumed).toEqual(['acme', 'globex']);
  now += HOUR * 1000;
  expect(await acme.list('c')).toHaveLength(10);
  await acme.remove('c');
  expect(assumed).toEqual(['acme', 'globex', 'acme']);
});

test('a call that S3 throttles is retried, and fails with THROTTLED after three attempts', async () => {
  let failures = 2;
  const busy = through((inner) => async (request) => {
    failures -= 1;
    return failures >= 0 ? respond(503, 'application/xml', slowDown) : inner.handle(request);
  });
  const files = busy.of(scopeOf('acme'));
  await files.write('busy', bytes);
  failures = 9;
  await expect(files.write('busy', bytes)).rejects.toMatchObject({ code: 'THROTTLED' });
  expect(failures).toBe(6);
});

test('the removal of a folder fails if S3 cannot delete one of its files', async () => {
  const partly = through(
    (inner) => (request) =>
      request.method === 'POST'
        ? Promise.resolve(respond(200, 'application/xml', oneFailed))
        : inner.handle(request),
  );
  const files = partly.of(scopeOf('acme'));
  await files.write('d/1', bytes);
  await expect(files.remove('d')).rejects.toMatchObject({ name: 'InternalError' });
});

test('a call that S3 does not answer fails with TIMEOUT', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  const { port } = silent.address() as AddressInfo;
  const connections = bucketConnections(50);
  const files = through(
    () => (request) =>
      // This is the SDK's own request with another address.
      connections.handle(
        Object.assign(request, { protocol: 'http:', hostname: '127.0.0.1', port }) as HttpRequest,
      ),
  ).of(scopeOf('acme'));
  await expect(files.read('x')).rejects.toMatchObject({ code: 'TIMEOUT' });
  silent.closeAllConnections();
  silent.close();
});

const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>';
const oneFailed =
  '<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
  '<Error><Key>acme/d/1</Key><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error></DeleteResult>';
