import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { LAPTOP_TOO, openOutbound } from '../../src/outbound/index.ts';
import { signedHeaders } from '../../src/webhooks/sending/sign.ts';
import { RETRY_DELAYS } from '../../src/webhooks/sending/retries.ts';
import { guard } from '../shared/guard.ts';
import { newSecret } from '../webhooks/kit.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('the receiver of the page accepts what the system sends, and nothing else', async () => {
  const [, code = ''] = /```js\n(import \{ createServer \}.*?)```/s.exec(page) ?? [];
  const folder = mkdtempSync('node_modules/.cache/receiver-');
  const file = join(folder, 'receiver.mjs');
  writeFileSync(
    file,
    code.replace('.listen(process.env.PORT)', ".listen(process.env.PORT, () => console.log('ready'))"),
  );
  const [port, secret] = [await freePort(), newSecret()];
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const release = guard(child.pid ?? 0);
  try {
    expect(code).not.toBe('');
    await once(child.stdout, 'data');
    const body = JSON.stringify({
      type: 'Task.created',
      timestamp: new Date().toISOString(),
      data: { id: 't1' },
    });
    const out = openOutbound({ policy: LAPTOP_TOO });
    const post = (by: string) => {
      const headers = signedHeaders('msg_1', body, [{ text: by, until: null }], Date.now());
      return out.post({ url: `http://127.0.0.1:${port}/`, headers, body });
    };
    const said = once(child.stdout, 'data') as Promise<[Buffer]>;
    expect(await post(secret)).toMatchObject({ status: 204 });
    expect((await said).toString()).toBe('Task.created t1\n');
    expect(await post(newSecret())).toMatchObject({ status: 401 });
  } finally {
    child.kill();
    release();
    rmSync(folder, { recursive: true });
  }
});

test('the table of retries is that of the code', () => {
  const units: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };
  const cells = [...page.matchAll(/\| (\d+) +\| (\d+) (second|minute|hour)s? +(?=\|)/g)];
  const delays = new Map(
    cells.map(([, at, count, unit = '']) => [Number(at), Number(count) * (units[unit] ?? 0) * 1000]),
  );
  expect(RETRY_DELAYS.map((_, at) => delays.get(at + 2))).toEqual([...RETRY_DELAYS]);
});
