import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { FIXTURE } from '../../codegen/places.ts';
import { bundleSnippet, snippetBelow, writeFilesSchema } from '../docs/files-page.ts';
import { ask } from '../e2e/ask.ts';
import { cleanEnv } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from '../e2e/start-server.ts';
import { guard } from '../shared/guard.ts';
import { zipOf } from '../shared/sample-files.ts';

const SIZE = 300 * 1024 * 1024;
/** Parts that a client sends before something is killed. */
const PARTS = 4;

const schema = writeFilesSchema();
const data = temporaryFolder();
const client = join(data, 'client');
let server: TestServer;
let token: string;
beforeAll(async () => {
  await start('0');
  mkdirSync(client, { recursive: true });
  writeFileSync(join(client, 'flight.zip'), zipOf(SIZE));
});
afterAll(async () => {
  await server.stop();
  for (const folder of [schema, data]) rmSync(folder, { recursive: true, force: true });
});

async function start(port: string): Promise<void> {
  server = await startServer({
    data: join(data, 'server'),
    args: ['--schema', schema, '--resolvers', FIXTURE.resolvers, '--port', port],
  });
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
}

/** Starts the program of docs/files.md that uploads flight.zip, or continues it. */
async function startClient(): Promise<{ readonly child: ChildProcess; readonly ended: Promise<string> }> {
  const code = await bundleSnippet(snippetBelow('A large file', 'ts'), {
    folder: client,
    here: new URL(server.url).host,
    around: `const token = async () => ${JSON.stringify(token)};`,
    platform: 'node',
  });
  writeFileSync(join(client, 'snippet.mjs'), code);
  const child = spawn(process.execPath, ['snippet.mjs'], { cwd: client, env: cleanEnv({}), stdio: 'pipe' });
  guard(child.pid ?? 0);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.resume();
  const ended = new Promise<string>((resolve) => {
    child.once('close', () => {
      resolve(output);
    });
  });
  return { child, ended };
}

/** Returns the parts that have arrived. */
async function received(): Promise<readonly number[]> {
  const file = join(client, 'flight.upload');
  if (!existsSync(file)) return [];
  const id = readFileSync(file, 'utf8');
  const { data: found } = await ask(server, token, 'query ($id: ID!) { upload(id: $id) { receivedParts } }', {
    id,
  });
  return (found?.['upload'] as { receivedParts: number[] } | null | undefined)?.receivedParts ?? [];
}

async function receivedAtLeast(parts: number): Promise<readonly number[]> {
  for (;;) {
    const found = await received();
    if (found.length >= parts) return found;
    await pause(20);
  }
}

test('an upload of 300 MB continues after kill -9 of its client and of the server, and loses no part', async () => {
  const first = await startClient();
  await receivedAtLeast(PARTS);
  first.child.kill('SIGKILL');
  await first.ended;
  const afterClient = await received();

  const second = await startClient();
  const beforeServer = await receivedAtLeast(afterClient.length + PARTS);
  await server.kill();
  // Without a server, the client ends by itself.
  await second.ended;
  await start(new URL(server.url).port);
  const afterServer = await received();
  expect(afterServer).toEqual(expect.arrayContaining([...afterClient, ...beforeServer]));
  expect(afterServer.length).toBeLessThan(SIZE / (16 * 1024 * 1024));

  const third = await startClient();
  expect(await third.ended).toContain(`size: ${String(SIZE)}`);
  const { data: found } = await ask(server, token, '{ listNotes { items { recording { url status } } } }');
  const { items } = found?.['listNotes'] as { items: { recording: { url: string; status: string } }[] };
  expect(items).toMatchObject([{ recording: { status: 'READY' } }]);
  const response = await fetch(items[0]?.recording.url ?? '');
  const hash = createHash('sha256');
  for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
  const wanted = createHash('sha256').update(readFileSync(join(client, 'flight.zip')));
  expect(hash.digest('hex')).toBe(wanted.digest('hex'));
});
