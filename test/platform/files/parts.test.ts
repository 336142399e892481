import { createHash } from 'node:crypto';

import { readSources } from '../../../src/app/schema-sources.ts';
import { PLATFORM_SCHEMA } from '../../../src/app/index.ts';
import { openFileRecords } from '../../../src/store/index.ts';
import { openTestApi, type TestApi } from '../../api.ts';
import { zipOf, sha256 } from '../../shared/sample-files.ts';
import { sendSigned, type Signed } from '../../shared/send-signed.ts';
import { bytesUsed, complete, CREATE, FIND, type BegunUpload } from './upload.ts';

const MEGABYTE = 1024 * 1024;
const PART = 16 * MEGABYTE;
const BYTES = zipOf(66 * MEGABYTE);
const SDL = `
  type Recording @model @auth(rules: [{ allow: private }]) {
    id: ID!
    content: File @file(maxSize: "10GB", types: ["application/zip"])
  }`;
const INPUT = {
  type: 'Recording',
  field: 'content',
  name: 'all.zip',
  size: BYTES.byteLength,
  contentType: 'application/zip',
};
const SIGN = `mutation ($id: ID!, $parts: [UploadPartInput!]!) {
  signUploadParts(id: $id, parts: $parts) { number url headers { name value } }
}`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    sources: [{ file: 'test', text: SDL }, ...readSources(PLATFORM_SCHEMA)],
    seed: { rows: {} },
  });
});
afterAll(() => api.close());

const partOf = (number: number): Buffer => BYTES.subarray((number - 1) * PART, number * PART);

/** Signs parts as alice, and returns their requests. */
async function sign(
  id: string,
  numbers: readonly number[],
): Promise<readonly (Signed & { number: number })[]> {
  const parts = numbers.map((number) => ({ number, sha256: sha256(partOf(number)) }));
  const { data, errors } = await api.ask('alice', SIGN, { id, parts });
  if (!data) throw new Error(errors[0]?.message);
  return data['signUploadParts'] as (Signed & { number: number })[];
}

async function put(id: string, numbers: readonly number[]): Promise<void> {
  for (const part of await sign(id, numbers))
    expect((await sendSigned(api.files, part, partOf(part.number))).status).toBe(200);
}

describe('an upload in parts', () => {
  let id: string;
  beforeAll(async () => {
    const { data, errors } = await api.ask('alice', CREATE, { input: INPUT });
    if (!data) throw new Error(errors[0]?.message);
    const begun = data['createUpload'] as BegunUpload;
    expect(begun).toMatchObject({ url: null, method: null, partSize: PART, partCount: 5, receivedParts: [] });
    ({ id } = begun);
  });

  it('refuses other bytes than those that were signed', async () => {
    const [first] = await sign(id, [1]);
    if (!first) throw new Error('There is no part.');
    expect((await sendSigned(api.files, first, partOf(2))).status).toBe(400);
    expect((await sendSigned(api.files, first, partOf(5))).status).toBe(403);
  });

  it.each([
    ['a number that it does not have', [{ number: 6, sha256: sha256(partOf(1)) }]],
    ['the number 0', [{ number: 0, sha256: sha256(partOf(1)) }]],
    ['one number twice', [1, 1].map((number) => ({ number, sha256: sha256(partOf(1)) }))],
    ['a checksum of another form', [{ number: 1, sha256: 'abc' }]],
  ])('refuses to sign %s', async (_what, parts) => {
    const { errors } = await api.ask('alice', SIGN, { id, parts });
    expect(errors[0]?.extensions['code']).toBe('INVALID_ARGUMENTS');
  });

  it('says which parts are missing, and continues with them', async () => {
    await put(id, [1, 4]);
    const early = await complete(api, 'alice', id);
    expect(early.errors[0]).toMatchObject({
      message: `Parts of the upload "${id}" have not arrived: 2, 3, 5.`,
      extensions: { code: 'CONFLICT', retryable: true },
    });
    const found = await api.ask('alice', FIND, { id });
    expect(found.data?.['upload']).toMatchObject({ receivedParts: [1, 4] });
    await put(id, [2, 3, 5]);
  });

  it('becomes one file, by the checksums of its parts, however often it is completed', async () => {
    const digests = [1, 2, 3, 4, 5].map((number) => createHash('sha256').update(partOf(number)).digest());
    const composite = `${createHash('sha256').update(Buffer.concat(digests)).digest('base64')}-5`;
    const answers = [await complete(api, 'alice', id), await complete(api, 'alice', id)];
    for (const { data } of answers)
      expect(data?.['completeUpload']).toMatchObject({
        status: 'READY',
        size: BYTES.byteLength,
        sha256: composite,
      });
  });

  it('is completed although a process died after S3 had joined the parts', async () => {
    const begun = await api.ask('alice', CREATE, { input: INPUT });
    const other = (begun.data?.['createUpload'] as BegunUpload).id;
    await put(other, [1, 2, 3, 4, 5]);
    const scope = await api.jobParts.scopeOf('acme', 'a test');
    const objects = api.platform.filesOf(scope);
    const { multipart } = (await recordOf(other)) ?? {};
    const received = await objects.parts({ id: other }, multipart ?? '');
    await objects.completeParts({ id: other }, multipart ?? '', received ?? []);
    expect((await complete(api, 'alice', other)).data?.['completeUpload']).toMatchObject({ status: 'READY' });
  });

  it('is completed for each of several requests at once', async () => {
    const begun = await api.ask('alice', CREATE, { input: INPUT });
    const other = (begun.data?.['createUpload'] as BegunUpload).id;
    await put(other, [1, 2, 3, 4, 5]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => complete(api, 'alice', other)));
    for (const { data } of answers) expect(data?.['completeUpload']).toMatchObject({ status: 'READY' });
  });

  it('is cancelled with the parts that have arrived', async () => {
    const before = Number(await bytesUsed(api, 'alice'));
    const begun = await api.ask('alice', CREATE, { input: INPUT });
    const other = (begun.data?.['createUpload'] as BegunUpload).id;
    const [first] = await sign(other, [1]);
    await put(other, [2]);
    await api.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { status } }', { id: other });
    expect(await bytesUsed(api, 'alice')).toBe(before);
    if (!first) throw new Error('There is no part.');
    expect((await sendSigned(api.files, first, partOf(1))).status).toBe(404);
  });
});

/** Returns the record of a file of acme. */
async function recordOf(id: string): Promise<{ readonly multipart: string | null } | null> {
  const scope = await api.jobParts.scopeOf('acme', 'a test');
  return openFileRecords(scope, api.jobParts.sendOf(scope)).get(id);
}
