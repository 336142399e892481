import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openConnections } from '../../src/store/aws/connections.ts';
import { type Credentials, ownCredentials, renewed } from '../../src/store/aws/credentials.ts';
import type { HttpResponse } from '../../src/store/aws/http.ts';
import { openDynamo } from '../../src/store/dynamo/driver/dynamo.ts';

let treat: (request: IncomingMessage, response: ServerResponse) => void;
const sockets = new Set<Socket>();
const server = createServer((request, response) => {
  request.resume();
  treat(request, response);
}).on('connection', (socket) => sockets.add(socket));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  sockets.clear();
});

const open = (requestTimeout?: number, port = (server.address() as AddressInfo).port) => {
  const connections = openConnections({ requestTimeout });
  return async (abortSignal?: AbortSignal): Promise<HttpResponse> => {
    const address = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port, path: '/' };
    const { response } = await connections.handle({ ...address, headers: {}, body: 'x' }, { abortSignal });
    return response;
  };
};
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => error,
  );

describe('a pool of connections', () => {
  test('has 50 connections for 200 calls at once, and uses each again', async () => {
    treat = (_request, response) => response.end('ok');
    const call = open(60_000);
    const answers = await Promise.all(Array.from({ length: 200 }, () => call()));
    expect(new Set(answers.map(({ body }) => String(body)))).toEqual(new Set(['ok']));
    expect(sockets.size).toBe(50);
  });

  test('begins to count the time of a call when it leaves the queue', async () => {
    const held: ServerResponse[] = [];
    treat = (_request, response) => held.push(response);
    const limit = 61_234;
    const timers = jest.spyOn(global, 'setTimeout');
    const counted = (): number => timers.mock.calls.filter(([, delay]) => delay === limit).length;
    const call = open(limit);
    const calls = Array.from({ length: 60 }, () => call());
    while (held.length < 50) await once(server, 'request');
    expect(counted()).toBe(50);
    treat = (_request, response) => response.end();
    for (const response of held) response.end();
    await Promise.all(calls);
    expect(counted()).toBe(60);
    timers.mockRestore();
  });

  test.each<[string, number, string]>([
    ['times out', 500, 'TimeoutError'],
    ['breaks', 60_000, 'Error'],
    ['is aborted', 60_000, 'AbortError'],
  ])('frees the place of a call that %s', async (how, requestTimeout, name) => {
    treat = (_request, response) => (how === 'breaks' ? response.destroy() : undefined);
    const call = open(requestTimeout);
    const abort = new AbortController();
    setMaxListeners(0, abort.signal);
    const all = Array.from({ length: 50 }, () => failureOf(call(abort.signal)));
    if (how === 'is aborted') abort.abort();
    const failures = await Promise.all(all);
    expect(new Set(failures.map((error) => (error as Error).name))).toEqual(new Set([name]));
    const arrives = once(server, 'request');
    void failureOf(call());
    await arrives;
  });

  test('says of a call that was aborted in the queue that it was not sent', async () => {
    const held: ServerResponse[] = [];
    treat = (_request, response) => held.push(response);
    const call = open(60_000);
    const first = Array.from({ length: 50 }, () => call());
    const abort = new AbortController();
    const waiting = failureOf(call(abort.signal));
    abort.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError', isUnsent: true });
    expect(await failureOf(call(AbortSignal.abort()))).toMatchObject({ isUnsent: true });
    while (held.length < 50) await once(server, 'request');
    for (const response of held) response.end();
    await Promise.all(first);
    expect(held).toHaveLength(50);
  });

  test('fails with the code of the system if nothing listens, and if an answer is cut', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    expect(await failureOf(open(1000, port)())).toMatchObject({ code: 'ECONNREFUSED' });
    treat = (_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy());
    };
    expect(await failureOf(open()())).toMatchObject({ code: 'ECONNRESET' });
  });
});

test('all clients of a process share one connection, whatever their tables and credentials are', async () => {
  treat = (_request, response) => response.end('{}');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const table of ['control', 'data']) {
    const credentials = { accessKeyId: table, secretAccessKey: 's' };
    const send = openDynamo({ region: 'eu-central-1', endpoint })(credentials)(table);
    await send({ name: 'GetItem', input: { Key: { __pk: 'a', __sk: 'b' } } });
  }
  expect(sockets.size).toBe(1);
});

describe('the credentials of this process', () => {
  const set = (env: NodeJS.ProcessEnv): void => {
    jest.replaceProperty(process, 'env', env);
  };
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('are those of its environment, with the token of a session', async () => {
    const key = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' };
    set(key);
    expect(await ownCredentials()).toEqual({ accessKeyId: 'a', secretAccessKey: 's' });
    set({ ...key, AWS_SESSION_TOKEN: 't' });
    expect(await ownCredentials()).toEqual({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' });
  });

  test('are those that the SDK finds, if the environment has none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantql-profile-'));
    const file = join(folder, 'credentials');
    writeFileSync(file, '[work]\naws_access_key_id = w\naws_secret_access_key = x\n');
    set({ AWS_PROFILE: 'work', AWS_SHARED_CREDENTIALS_FILE: file });
    expect(await ownCredentials()).toMatchObject({ accessKeyId: 'w', secretAccessKey: 'x' });
    rmSync(folder, { recursive: true });
  });
});

describe('the credentials of a session', () => {
  const NOW = 1_700_000_000_000;
  let now = NOW;
  let fetched = 0;
  const MINUTE = 60_000;
  const source = (): Promise<Credentials> => {
    fetched += 1;
    const expiration = new Date(now + 60 * MINUTE);
    return Promise.resolve({ accessKeyId: `key ${fetched}`, secretAccessKey: 's', expiration });
  };
  beforeEach(() => {
    now = NOW;
    fetched = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('are fetched once for all waiting calls, and again five minutes before they expire', async () => {
    const credentials = renewed(source);
    const keys = await Promise.all([credentials(), credentials(), credentials()]);
    expect(keys.map(({ accessKeyId }) => accessKeyId)).toEqual(['key 1', 'key 1', 'key 1']);
    now = NOW + 55 * MINUTE;
    expect(await credentials()).toMatchObject({ accessKeyId: 'key 1' });
    now += 1;
    expect(await credentials()).toMatchObject({ accessKeyId: 'key 2' });
    expect(fetched).toBe(2);
  });

  test('are fetched again after a failure', async () => {
    let fails = true;
    const credentials = renewed(() => (fails ? Promise.reject(new Error('down')) : source()));
    await expect(credentials()).rejects.toThrow('down');
    fails = false;
    expect(await credentials()).toMatchObject({ accessKeyId: 'key 1' });
  });
});
