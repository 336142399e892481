import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { build } from 'esbuild';

import { hourOf, COUNTED_LINES } from '../../src/platform/index.ts';
import { openIam } from '../../src/local/data-directory/index.ts';
import { matchesPattern } from '../../src/local-cloud/logs/index.ts';
import { openTestApi, POOL, type TestApi } from '../api.ts';
import { messageOf, openUsageRig } from '../platform/usage-rig.ts';
import { guard } from '../shared/guard.ts';
import type { EnvironmentOptions, Reply } from './environment.ts';

const SDL = 'type Label @model { id: ID! name: String }';
const ENVIRONMENTS = 30;
const MAKE = 'mutation Make { createLabel(input: { name: "a" }) { id } }';
const LIST = 'query List { listLabels { items { id } } }';

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await openTestApi({ sdl: SDL });
  folder = await mkdtemp(join(tmpdir(), 'tenantql-usage-'));
  const { tables, model, platform, cognito } = api;
  const options: EnvironmentOptions = {
    endpoint: String(tables.dynamo.endpoint),
    tables,
    model,
    plans: platform.plans,
    users: { ...POOL, jwks: cognito.jwks() },
    folder,
  };
  await writeFile(join(folder, 'options.json'), JSON.stringify(options));
  await build({
    entryPoints: [join(__dirname, 'environment.ts')],
    outfile: join(folder, 'environment.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    absWorkingDir: process.cwd(),
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.close();
});

/** Starts an environment, asks it, kills it with its last answer, and returns its answers and its log. */
async function live(asked: readonly { readonly user: string; readonly query: string }[]) {
  const child = fork(join(folder, 'environment.js'), [join(folder, 'options.json')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_PATH: join(process.cwd(), 'node_modules') },
  });
  const release = guard(child.pid ?? 0);
  const log = child.stdout ? text(child.stdout) : Promise.resolve('');
  const replies: Reply[] = [];
  for (const [at, { user, query }] of asked.entries()) {
    const answered = once(child, 'message') as Promise<[Reply]>;
    const authorization = `Bearer ${await api.token(user)}`;
    child.send({
      httpMethod: 'POST',
      path: '/graphql',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      requestContext: { requestId: randomUUID() },
    });
    replies.push((await answered)[0]);
    if (at === asked.length - 1) child.kill('SIGKILL');
  }
  const lines = (await log).split('\n').filter((line) => line !== '');
  release();
  return { replies, lines };
}

it('equals what 30 environments answered that were each killed with their last answer', async () => {
  const answered = new Map<string, { requests: number; bytes: number }>();
  const logged: string[] = [];
  for (let number = 0; number < ENVIRONMENTS; number += 1) {
    // globex has a single request in every tenth environment, and acme has the others.
    const own = Array.from({ length: 1 + (number % 4) }, (_, at) => ({
      user: 'alice',
      query: at % 2 === 0 ? LIST : MAKE,
    }));
    const asked = number % 10 === 0 ? [{ user: 'omar', query: LIST }] : own;
    const { replies, lines } = await live(asked);
    logged.push(...lines.filter((line) => matchesPattern(COUNTED_LINES, line)));
    for (const [at, { status, bytes }] of replies.entries()) {
      expect(status).toBe(200);
      const tenantId = asked[at]?.user === 'omar' ? 'globex' : 'acme';
      const sum = answered.get(tenantId) ?? { requests: 0, bytes: 0 };
      answered.set(tenantId, { requests: sum.requests + 1, bytes: sum.bytes + bytes });
    }
  }
  const { tables, model } = api;
  const buckets = { bucket: 'archives', usageBucket: 'usage', filesBucket: 'files' };
  const { controlSend } = openIam({ ...POOL, endpoint: tables.dynamo.endpoint, tables, ...buckets, model });
  const { lines, count, usageOf } = openUsageRig(controlSend('meter'), controlSend('operator'));
  // They arrive in batches, out of order, and every third batch twice and grouped in another way.
  const hour = hourOf(Date.now());
  const shuffled = [...logged].reverse();
  for (let from = 0; from < shuffled.length; from += 5)
    lines.put(hour, messageOf(shuffled.slice(from, from + 5)));
  for (let from = 0; from < logged.length; from += 21)
    lines.put(hour, messageOf(logged.slice(from, from + 7)));
  await count(hour);
  const day = hour.slice(0, 10);
  const before = new Date(Date.now() - 3_600_000).toISOString().slice(0, 10);
  for (const [tenantId, sums] of answered) expect(await usageOf(tenantId, before, day)).toMatchObject(sums);
  expect(answered.get('globex')?.requests).toBe(3);
});
