import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { transform } from 'esbuild';

import { FIXTURE } from '../../codegen/places.ts';
import { ask } from '../e2e/ask.ts';
import { cleanEnv } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from '../e2e/start-server.ts';
import { guard } from '../shared/guard.ts';
import { ARMED } from '../realtime/trusting-web-socket.ts';

const page = readFileSync('docs/realtime.md', 'utf8');
/** The snippets of the page, each with the heading above it. */
const snippets = [...page.matchAll(/```ts\n([^]*?)```/g)].map(({ 1: code = '', index }) => {
  const [heading = ''] =
    /[^#\n]+$/.exec(page.slice(0, page.indexOf('\n', page.lastIndexOf('\n##', index) + 1))) ?? [];
  return [heading.trim(), code] as const;
});

/** The schema of the sample, whose labels keep their events as on the page. */
const schema = temporaryFolder();
let server: TestServer;
let token: string;
beforeAll(async () => {
  cpSync(FIXTURE.schema, schema, { recursive: true });
  const [kept = ''] = /type Label @model\(.*\) @auth/.exec(page) ?? [];
  const file = join(schema, 'label.graphql');
  writeFileSync(file, readFileSync(file, 'utf8').replace('type Label @model @auth', kept));
  server = await startServer({ args: ['--schema', schema, '--resolvers', FIXTURE.resolvers] });
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
});
afterAll(async () => {
  await server.stop();
  rmSync(schema, { recursive: true, force: true });
});

/** What the page asks of a program in Node 20, and the message by which the test learns that a subscription is armed. */
const PREAMBLE = /* JavaScript */ `
  const token = async () => process.env.TOKEN;
  globalThis.WebSocket = class extends require('ws') {
    constructor(...args) {
      super(...args);
      this.on('message', (data) => ${String(ARMED)}.test(data) && process.send({ armed: true }));
    }
  };
  console.log = (logged) => process.send({ logged });
  console.error = (error) => process.send({ failed: require('node:util').inspect(error) });
`;

/** What an example says while it runs. */
interface Message {
  readonly armed?: true;
  readonly logged?: unknown;
  readonly failed?: string;
}

/** Runs a snippet as a reader does: in a process of its own, which trusts the certificate of the laptop. */
async function start(code: string): Promise<ChildProcess> {
  const here = code.replaceAll('localhost:4000', new URL(server.url).host);
  const { code: script } = await transform(here, { loader: 'ts', format: 'cjs' });
  return spawn(process.execPath, ['--eval', `${PREAMBLE}${script}`], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: cleanEnv({ TOKEN: token, NODE_EXTRA_CA_CERTS: join(server.data, 'tls/cert.pem') }),
  });
}

test.each(snippets)('docs/realtime.md, %s: the example logs the next event', async (heading, code) => {
  const program = await start(code);
  const end = guard(program.pid ?? 0);
  const name = `label of ${heading}`;
  const create = 'mutation ($name: String!) { createLabel(input: { name: $name }) { id } }';
  const logged = new Promise((resolve, reject) => {
    program.on('message', ({ armed, logged, failed }: Message) => {
      if (armed) ask(server, token, create, { name }).catch(reject);
      else if (failed !== undefined) reject(new Error(failed));
      // With a replay, the first cursor is a moment before the connection.
      else if (JSON.stringify(logged).includes(name)) resolve(logged);
    });
    program.on('exit', () => {
      reject(new Error('The example ended.'));
    });
  });
  try {
    expect(await logged).toMatchObject({ onCreateLabel: { name } });
  } finally {
    end();
  }
});
