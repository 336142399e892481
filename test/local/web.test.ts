import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { buildWeb, openWeb } from '../../src/local/web.ts';
import type { WebConfig } from '../../web/config.ts';

const config: WebConfig = {
  plane: 'tenant',
  endpoint: '/graphql',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Local1',
  clientId: 'client',
  users: [{ username: 'alice', label: 'Alice · acme', password: 'Passw0rd!', tenants: ['acme'] }],
  defaultQuery: '{ __typename }',
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let dist: string;
let server: Server;
let firstPage: Answer;
let log: readonly string[];

/** Sends the path unchanged, because `fetch` would resolve its dots first. */
function ask(path: string, { method = 'GET', headers = {}, of = server } = {}): Promise<Answer> {
  const { port } = of.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      });
    });
    sent.on('error', reject).end();
  });
}

async function assets(page = '/'): Promise<{ script: string; style: string }> {
  const html = (await ask(page)).body.toString();
  const script = /src="([^"]+)"/.exec(html)?.[1] ?? '';
  const style = /href="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? '';
  return { script, style };
}

/** Serves the page of a folder; `logged` resolves at the first line of the log. */
async function serve(folder: string) {
  const log: string[] = [];
  let tell: () => void = () => undefined;
  const logged = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const web = openWeb({
    pages: { '/': () => config, '/operator': () => ({ ...config, plane: 'operator' }) },
    references: { '/rest': () => ({ ...config, reference: '/api/rest/openapi.json' }) },
    dist: folder,
    log: (message) => {
      log.push(message);
      tell();
    },
  });
  const server = createServer((request, response) => {
    void web(request, response).then((answered) => {
      if (!answered) response.writeHead(418).end('left to the others');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, log, logged };
}

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'web-'));
  await writeFile(join(dist, 'secret.txt'), 'outside the assets');
  const served = await serve(dist);
  ({ server, log } = served);
  firstPage = await ask('/');
  await served.logged;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dist, { recursive: true });
});

test('openWeb serves a page that reloads itself until GraphiQL is built', () => {
  expect(firstPage.status).toBe(200);
  expect(firstPage.body.toString()).toContain('GraphiQL is being built');
  expect(firstPage.body.toString()).toContain('http-equiv="refresh"');
  expect(firstPage.headers['cache-control']).toBe('no-cache');
});

test('openWeb logs once that GraphiQL was built and then serves it', async () => {
  expect(log).toEqual([expect.stringMatching(/^GraphiQL was built in \d+ ms\.$/)]);
  const { status, headers, body } = await ask('/?anything');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(body.toString()).toContain('<div id="root">');
  expect(body.toString()).not.toContain('%');
});

test('openWeb says how to fix a failed build and serves the page when it is fixed', async () => {
  const folder = join(dist, 'blocked');
  await writeFile(folder, 'a file where the build needs a folder');
  const { server: broken, log: lines, logged } = await serve(folder);
  await logged;
  expect(lines).toEqual([expect.stringMatching(/^GraphiQL could not be built; the API works without it\./)]);
  expect((await ask('/', { of: broken })).body.toString()).toContain('npm run build:web');

  await rm(folder);
  await buildWeb({ dist: folder });
  expect((await ask('/', { of: broken })).body.toString()).toContain('<div id="root">');
  await new Promise((resolve) => broken.close(resolve));
});

test('buildWeb does not rebuild fresh assets', async () => {
  expect((await buildWeb({ dist })).built).toBe(false);
});

test('a page is whole at every moment while two builds make it anew', async () => {
  const { script, style } = await assets();
  const read = async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answers = await Promise.all(['/', script, style].map((path) => ask(path, { headers })));
    return answers.map(({ status, headers: { 'content-encoding': coding }, body }) => [
      status,
      coding,
      createHash('sha256').update(body).digest('hex'),
    ]);
  };
  const whole = await read();
  const progress = { builds: 2 };
  const builds = [1, 2].map(() => buildWeb({ dist, force: true }).finally(() => (progress.builds -= 1)));
  while (progress.builds > 0) expect(await read()).toEqual(whole);
  await Promise.all(builds);
  expect(await read()).toEqual(whole);
});

test('a build removes what a killed one left, and no file that another one still writes', async () => {
  const folder = join(dist, 'assets');
  for (const name of ['killed.unfinished', 'running.unfinished', 'earlier.js'])
    await writeFile(join(folder, name), '');
  await utimes(join(folder, 'killed.unfinished'), 0, 0);
  await buildWeb({ dist, force: true });
  const left = await readdir(folder);
  expect(left.filter((name) => /unfinished|earlier/.test(name))).toEqual(['running.unfinished']);
});

test.each(['/', '/config.json', '/favicon.svg', '/assets/none.js'])(
  '%s loads nothing from other origins, and no media type is guessed',
  async (path) => {
    const { headers } = await ask(path);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'self'; worker-src 'self' blob:;");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  },
);

test('openWeb serves the configuration of the page uncached', async () => {
  const { headers, body } = await ask('/config.json');
  expect(JSON.parse(body.toString())).toEqual(config);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
});

test.each(['/favicon.svg', '/favicon.ico'])('openWeb serves an icon at %s', async (path) => {
  const { status, headers, body } = await ask(path);
  expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml']);
  expect(body.toString()).toContain('<svg');
});

test('openWeb serves assets as immutable, compressed when the browser accepts gzip', async () => {
  const { script } = await assets();
  const plain = await ask(script);
  const zipped = await ask(script, { headers: { 'accept-encoding': 'br, gzip' } });
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers['vary']).toBe('accept-encoding');
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.body.length).toBeLessThan(plain.body.length / 2);
  expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
});

/** Returns every file that a page leads to. Each must be there, and refer to no other origin. */
async function filesOf(page: string): Promise<ReadonlySet<string>> {
  const { script, style } = await assets(page);
  const seen = new Set([script, style]);
  for (const path of seen) {
    const { status, body } = await ask(path);
    expect([path, status]).toEqual([path, 200]);
    const text = body.toString();
    if (path.endsWith('.css')) expect(text).not.toMatch(/url\(["']?(https?:)?\/\/|@import/);
    for (const [, name] of text.matchAll(/["'(/]([\w.-]+-[A-Z0-9]{8}\.(?:js|css|ttf))\b/g))
      seen.add(`/assets/${name}`);
  }
  return seen;
}

test('openWeb serves every file that the page refers to, and no file refers to another origin', async () => {
  const seen = [...(await filesOf('/'))];
  const workers = seen.filter((path) => /\/(editor|json|graphql)-/.test(path));
  expect(workers.length).toBeGreaterThanOrEqual(3);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter((path) => path.includes('swagger'))).toEqual([]);
});

test('openWeb serves the reference of the REST API with files of its own, and Swagger UI is apart from its start', async () => {
  const seen = [...(await filesOf('/rest'))];
  expect(seen.filter((path) => /swagger-ui-\w+\.js$/.test(path))).toHaveLength(1);
  const { script } = await assets('/rest');
  expect((await ask(script)).body.length).toBeLessThan(500_000);
  expect(JSON.parse((await ask('/rest/config.json')).body.toString())).toMatchObject({
    reference: '/api/rest/openapi.json',
  });
  const ofGraphiql = await filesOf('/');
  expect(seen.filter((path) => ofGraphiql.has(path))).toEqual([]);
});

test('openWeb answers HEAD like GET without a body', async () => {
  const { script } = await assets();
  for (const path of ['/', '/config.json', script]) {
    const [get, head] = await Promise.all([ask(path), ask(path, { method: 'HEAD' })]);
    expect(head.status).toBe(200);
    expect(head.headers['content-length']).toBe(String(get.body.length));
    expect(head.body).toHaveLength(0);
  }
});

test.each([
  '/assets/../secret.txt',
  '/assets/..%2fsecret.txt',
  '/assets/%2e%2e/secret.txt',
  '/assets/..\\secret.txt',
  '/assets/../../package.json',
  '/assets/.hidden.txt',
  '/assets//etc/hosts.txt',
  '/assets/',
  '/assets/none.js',
])('openWeb serves nothing from outside the assets: %s', async (path) => {
  const { status, body } = await ask(path);
  expect([status, body.toString()]).toEqual([404, 'There is no such asset. Reload the page.\n']);
});

test.each([
  ['POST', '/'],
  ['OPTIONS', '/'],
  ['GET', '/graphql'],
  ['POST', '/assets/none.js'],
  ['GET', '/index.html'],
  ['GET', '/assetsx'],
])('openWeb leaves %s %s to the other handlers', async (method, path) => {
  expect((await ask(path, { method })).status).toBe(418);
});
