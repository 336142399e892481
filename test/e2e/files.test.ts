import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';

import sharp from 'sharp';

import { ask, type Answer } from './ask.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

const UPLOAD = /* GraphQL */ `
  mutation ($input: UploadInput!) {
    createUpload(input: $input) {
      id
      method
      url
      headers {
        name
        value
      }
    }
  }
`;
const COMPLETE = 'mutation ($id: ID!) { completeUpload(id: $id) { id status url } }';
const CREATE = /* GraphQL */ `
  mutation ($id: ID!, $file: ID!) {
    createProject(input: { id: $id, name: "A project", status: OPEN, attachment: $file }) {
      id
    }
  }
`;
const PROJECT = /* GraphQL */ `
  query ($id: ID!) {
    getProject(id: $id) {
      attachment {
        status
        size
        contentType
        width
        url
        thumbnail(width: 100)
      }
    }
  }
`;

interface Upload {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}
interface Attachment {
  readonly status: string;
  readonly url: string | null;
  readonly thumbnail: string | null;
}

/** The text by which people test scanners, in two parts, so that no scanner finds this file. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

let data: string;
let server: TestServer;
let token: string;
let image: Buffer;

async function start(...args: readonly string[]): Promise<void> {
  server = await startServer({ data, args });
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
}

beforeAll(async () => {
  const noise = { width: 300, height: 200, channels: 3 as const };
  image = await sharp(randomBytes(300 * 200 * 3), { raw: noise })
    .png()
    .toBuffer();
});
beforeEach(() => (data = temporaryFolder()));
afterEach(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Returns the value of the only field of an answer without errors. */
function only({ data: found, errors }: Answer): unknown {
  expect(errors).toBeUndefined();
  return Object.values(found ?? {})[0];
}

async function begin(bytes: Buffer, contentType = 'image/png'): Promise<Upload> {
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const input = { type: 'Project', field: 'attachment', name: 'plan.png', size: bytes.length };
  return only(await ask(server, token, UPLOAD, { input: { ...input, contentType, sha256 } })) as Upload;
}

/** Sends bytes as a client does that knows nothing of S3. */
async function send({ method, url, headers }: Upload, body: Buffer): Promise<number> {
  const given = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  const response = await fetch(url, { method, headers: given, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return response.status;
}

async function attachment(id: string): Promise<Attachment> {
  return (only(await ask(server, token, PROJECT, { id })) as { attachment: Attachment }).attachment;
}

/** Asks until the file of a project has what the function files makes in the background. */
async function eventually(id: string, has: (file: Attachment) => boolean): Promise<Attachment> {
  for (;;) {
    const file = await attachment(id);
    if (has(file)) return file;
  }
}

async function bytesAt(url: string | null): Promise<Buffer> {
  const response = await fetch(url ?? '');
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

test('a file goes by plain fetch to the bucket and back, with a thumbnail', async () => {
  await start();
  const upload = await begin(image);
  expect(upload.url).toContain(server.url);
  expect(await send(upload, image)).toBe(200);
  expect(only(await ask(server, token, COMPLETE, { id: upload.id }))).toMatchObject({
    id: upload.id,
    status: 'READY',
  });
  only(await ask(server, token, CREATE, { id: 'p', file: upload.id }));

  const file = await eventually('p', ({ thumbnail }) => thumbnail !== null);

  expect(file).toMatchObject({ status: 'READY', size: image.length, contentType: 'image/png', width: 300 });
  expect(await bytesAt(file.url)).toEqual(image);
  expect(await sharp(await bytesAt(file.thumbnail)).metadata()).toMatchObject({ format: 'webp', width: 128 });
});

test('a killed server has the bytes that it received, and verifies them after its restart', async () => {
  await start();
  const [sent, later] = [await begin(image), await begin(image)];
  expect(await send(sent, image)).toBe(200);
  await server.kill();
  await start();

  // No client completes the first upload. The link of the second is of the old port, so it asks for another.
  const again = 'query ($id: ID!) { upload(id: $id) { id method url headers { name value } } }';
  expect(await send(only(await ask(server, token, again, { id: later.id })) as Upload, image)).toBe(200);
  for (const [id, file] of [
    ['first', sent.id],
    ['second', later.id],
  ] as const) {
    if (id === 'second') only(await ask(server, token, COMPLETE, { id: file }));
    // A row can hold the file as soon as it is verified.
    while ((await ask(server, token, CREATE, { id, file })).errors);
    const { url } = await eventually(id, ({ thumbnail }) => thumbnail !== null);
    expect(await bytesAt(url)).toEqual(image);
  }
});

test('with --scan-files, a clean file can be read after its scan, and an infected one never', async () => {
  await start('--scan-files');
  const infected = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from(EICAR)]);
  const [good, bad] = [await begin(image), await begin(infected, 'application/pdf')];
  expect([await send(good, image), await send(bad, infected)]).toEqual([200, 200]);

  const complete = async (id: string): Promise<Attachment> =>
    only(await ask(server, token, COMPLETE, { id })) as Attachment;
  await complete(good.id);
  only(await ask(server, token, CREATE, { id: 'p', file: good.id }));
  const clean = await eventually('p', ({ thumbnail }) => thumbnail !== null);
  while ((await complete(bad.id)).status === 'SCANNING');

  expect(await bytesAt(clean.url)).toEqual(image);
  expect(await complete(bad.id)).toMatchObject({ status: 'INFECTED', url: null });
  expect((await ask(server, token, CREATE, { id: 'q', file: bad.id })).errors).toHaveLength(1);
});
