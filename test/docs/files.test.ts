import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { FIXTURE } from '../../codegen/places.ts';
import { ask } from '../e2e/ask.ts';
import { cleanEnv, run } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, type TestServer } from '../e2e/start-server.ts';
import { PDF, zipOf } from '../shared/sample-files.ts';
import { bundleSnippet, snippetBelow, writeFilesSchema } from './files-page.ts';

const MEGABYTE = 1024 * 1024;

const schema = writeFilesSchema();
let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer({ args: ['--schema', schema, '--resolvers', FIXTURE.resolvers] });
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
});
afterAll(async () => {
  await server.stop();
  rmSync(schema, { recursive: true, force: true });
});

const folderOf = (name: string): string => join(server.data, name);
const here = (): string => new URL(server.url).host;

/** Runs a program in a folder, and returns what it printed. @throws what it printed if it failed */
async function runIn(cwd: string, command: string, args: readonly string[], input: string): Promise<string> {
  const env = cleanEnv({ NODE_EXTRA_CA_CERTS: join(server.data, 'tls/cert.pem') });
  const child = spawn(command, args, { cwd, stdio: 'pipe', env });
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [code, out, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${out}\n${errors}`);
  return out;
}

/** Bundles a snippet with a token, and runs it in Node. */
async function runSnippet(heading: string, folder: string, outputs = '{}'): Promise<string> {
  const code = await bundleSnippet(snippetBelow(heading, 'ts'), {
    folder,
    here: here(),
    around: `const token = async () => ${JSON.stringify(token)};`,
    platform: 'node',
    outputs,
  });
  writeFileSync(join(folder, 'snippet.mjs'), code);
  return runIn(folder, process.execPath, ['snippet.mjs'], '');
}

test('docs/files.md: the script of curl uploads a file and creates a row with it', async () => {
  const folder = folderOf('curl');
  const script = snippetBelow('Upload with curl', 'sh')
    .replaceAll('localhost:4000', here())
    .replace('$(npm run --silent token -- alice)', token);
  await bundleSnippet('', { folder, here: here(), around: '', platform: 'node' });
  writeFileSync(join(folder, 'plan.pdf'), PDF);
  const answers = (await runIn(folder, 'sh', ['-e'], script)).trim().split('\n');
  expect(JSON.parse(answers.at(-1) ?? '')).toMatchObject({
    data: {
      completeUpload: { status: 'READY' },
      createNote: {
        attachment: { name: 'plan.pdf', size: PDF.length, url: expect.stringMatching(/^http/) as string },
      },
    },
  });
});

test('docs/files.md: the module uploads a large file in parts, and the id of the upload continues it', async () => {
  const folder = folderOf('large');
  const zip = zipOf(70 * MEGABYTE);
  const begin = `mutation ($input: UploadInput!) { createUpload(input: $input) { id partCount receivedParts } }`;
  const input = {
    type: 'Note',
    field: 'recording',
    name: 'flight.zip',
    contentType: 'application/zip',
    size: zip.length,
  };
  const { data } = await ask(server, token, begin, { input });
  const { id, partCount } = data?.['createUpload'] as { id: string; partCount: number };
  expect(partCount).toBeGreaterThan(1);
  await bundleSnippet('', { folder, here: here(), around: '', platform: 'node' });
  writeFileSync(join(folder, 'flight.zip'), zip);
  writeFileSync(join(folder, 'flight.upload'), id);
  for (const _ of ['continued', 'begun anew'])
    expect(await runSnippet('A large file', folder)).toContain(`size: ${String(zip.length)}`);
});

test('docs/files.md: the query of downloads answers links of the file', async () => {
  const query = snippetBelow('Download', 'graphql');
  const { data, errors } = await ask(server, token, query);
  expect(errors).toBeUndefined();
  const { items } = data?.['listNotes'] as {
    items: { attachment: { inline: string; url: string } | null }[];
  };
  const [attachment] = items.flatMap((item) => item.attachment ?? []);
  const inline = await fetch(attachment?.inline ?? '');
  expect(inline.headers.get('content-disposition')).toMatch(/^inline; filename/);
  const whole = await fetch(attachment?.url ?? '');
  expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="plan.pdf"/);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(PDF);
});

test('docs/files.md: Amplify Storage writes, lists and reads files below the folder of the tenant', async () => {
  const folder = folderOf('amplify');
  const file = join(server.data, 'amplify_outputs.json');
  const written = await run('src/cli/commands/outputs.ts', [
    ...['--data', server.data, '--schema', schema, '--file', file],
  ]);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  const out = await runSnippet('Files without a row', folder, readFileSync(file, 'utf8'));
  expect(out).toContain("[ 'files/acme/notes/hello.txt' ] Hello");
});
