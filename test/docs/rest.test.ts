import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { transform } from 'esbuild';

import { cleanEnv } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, type TestServer } from '../e2e/start-server.ts';

const page = readFileSync('docs/rest.md', 'utf8');

/** A command of the page, and the answer that the page shows below it. */
interface Shown {
  readonly command: string;
  readonly answer: string | null;
}
const shown: readonly Shown[] = [
  ...page.matchAll(/^```sh\n([^]*?)^```\n(?:\n```http\n([^]*?)^```\n)?/gm),
].map(([, command = '', answer]) => ({ command, answer: answer ?? null }));

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer();
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
});
afterAll(() => server.stop());

function runShell(command: string): string {
  const here = command
    .replaceAll('localhost:4000', new URL(server.url).host)
    .replace('$(npm run --silent token -- alice)', token);
  return execFileSync('sh', ['-c', here], { encoding: 'utf8', env: cleanEnv({ TOKEN: token }) });
}

/** An answer as curl prints it. */
function parse(text: string) {
  const [head = '', ...rest] = text.replaceAll('\r', '').split('\n\n');
  const [status = '', ...lines] = head.split('\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return {
    status,
    headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
    body: JSON.parse(rest.join('\n\n')) as unknown,
  };
}

/** Returns what fits a value of the page: `…` is any text. */
function fitting(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('…'))
    return expect.stringMatching(
      new RegExp(`^${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*')}$`, 's'),
    );
  if (Array.isArray(value)) return value.map(fitting);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fitting(one)]));
}

test('each command of docs/rest.md runs, and answers what the page shows', () => {
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.filter(({ answer }) => answer !== null).length).toBeGreaterThan(3);
  for (const { command, answer } of shown) {
    const output = runShell(command);
    if (answer === null) {
      const body = JSON.parse(output) as { readonly code?: string };
      expect([command, body.code]).toEqual([command, undefined]);
      continue;
    }
    const actual = parse(output);
    const wanted = parse(answer);
    expect([command, actual.status]).toEqual([command, wanted.status]);
    expect(actual.headers).toMatchObject(fitting(wanted.headers) as object);
    expect(actual.body).toEqual(fitting(wanted.body));
  }
});

test('the program of docs/rest.md prints the title of each task', async () => {
  const [, snippet = ''] = /^```ts\n([^]*?)^```$/m.exec(page) ?? [];
  const { code } = await transform(snippet.replaceAll('localhost:4000', new URL(server.url).host), {
    loader: 'ts',
  });
  const file = join(server.data, 'all.mjs');
  writeFileSync(file, `const token = async () => ${JSON.stringify(token)};\n${code}`);
  const printed = execFileSync(process.execPath, [file], { encoding: 'utf8', env: cleanEnv({}) });
  const titles = printed.trim().split('\n');
  expect(titles.length).toBeGreaterThan(3);
  expect(titles).toContain('Draw the nozzle');
});

test('docs/rest.md names addresses of the document', async () => {
  const response = await fetch(`${server.url}/api/rest/openapi.json`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { paths } = (await response.json()) as { readonly paths: Readonly<Record<string, object>> };
  const rows = [...page.matchAll(/^\| `\/v1(\/[^`]+)`\s+\| ([A-Z, ]+?)\s+\|/gm)];
  expect(rows.length).toBeGreaterThan(7);
  for (const [, path = '', methods = ''] of rows) {
    const served = Object.keys(paths[path] ?? {}).map((method) => method.toUpperCase());
    expect([path, served.sort()]).toEqual([path, methods.split(', ').sort()]);
  }
});
