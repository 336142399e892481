import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { openCertificate } from '../../src/local-cloud/tls/index.ts';
import { LAPTOP_TOO, openOutbound, type OutboundPolicy, type Posted } from '../../src/outbound/index.ts';
import { openRawServer, openSecureServer, openServer, type TestServer } from './servers.ts';

const PUBLIC = '93.184.215.14';
/** Two addresses of this machine: one that a policy of these tests allows, and an inner one. */
const [ALLOWED, INNER] = ['127.0.0.2', '127.0.0.1'];
const onlyAllowed: OutboundPolicy = {
  protocols: ['http:', 'https:'],
  ports: null,
  isAllowed: (address) => address === ALLOWED,
};
const TIMEOUT = 300;

const folder = mkdtempSync(join(tmpdir(), 'outbound-'));
const certificate = openCertificate(folder);
const opened: TestServer[] = [];
const kept = (server: TestServer): TestServer => {
  opened.push(server);
  return server;
};
let trap: TestServer;
beforeAll(async () => {
  trap = kept(await openServer((_, response) => response.end('a secret of an inner server')));
});
afterAll(async () => {
  for (const server of opened) await server.close();
  rmSync(folder, { recursive: true });
});

const request = (url: string) => ({ url, headers: {}, body: '{}' });
const toAllowed = () => Promise.resolve([ALLOWED]);
const postTo = ({ port }: TestServer): Promise<Posted> =>
  openOutbound({ policy: onlyAllowed, timeout: TIMEOUT, resolve: toAllowed }).post(
    request(`http://hook.example:${port}/`),
  );

describe('the policy of AWS', () => {
  const strict = openOutbound({ resolve: (host) => Promise.resolve(NAMES[host] ?? [PUBLIC]) });
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    'inner.example': ['10.0.0.7'],
    'mixed.example': [PUBLIC, '169.254.169.254'],
    'six.example': ['fd00:ec2::254'],
    'mapped.example': ['::ffff:127.0.0.1'],
    'zone.example': ['fe80::1%eth0'],
    'strange.example': ['not an address'],
    'nowhere.example': [],
  };

  it.each([
    'http://hook.example/',
    'ftp://hook.example/',
    'file:///etc/passwd',
    'gopher://hook.example:6379/_SET',
    'https://user@hook.example/',
    'https://user:password@hook.example/',
    'https://hook.example/a\nb',
    'https://hook.example/\u0000',
    'https://hook.example/\u202ea',
    'https://hook.example:22/',
    'https://hook.example:6379/',
    'https://hook.example:80/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://１２７.0.0.1/',
    'https://%31%32%37.0.0.1/',
    'https://10.1.2.3/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'https://169.254.170.2/v2/credentials/',
    'https://0xa9fea9fe/',
    'https://168.63.129.16/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'https://[2001:db8::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://inner.example/',
    'https://mixed.example/',
    'https://six.example/',
    'https://mapped.example/',
    'https://zone.example/',
    'https://strange.example/',
    'https://nowhere.example/',
    'https://',
    'hook.example',
    '//hook.example/',
  ])('refuses %s', async (url) => {
    expect(await strict.refuses(url)).toEqual(expect.any(String));
    expect(await strict.post(request(url))).toMatchObject({ status: null, refused: true });
  });

  it.each([
    'https://hook.example/',
    'https://hook.example:8443/a?b=c',
    `https://${PUBLIC}/`,
    'https://[2606:4700::1]/',
  ])('allows %s', async (url) => {
    expect(await strict.refuses(url)).toBeNull();
  });

  it('refuses a URL of more than 2048 characters', async () => {
    expect(await strict.refuses(`https://hook.example/${'a'.repeat(2048)}`)).toContain('2048');
  });

  it('refuses names of this machine that the real resolver knows', async () => {
    const real = openOutbound();
    expect(await real.refuses('https://localhost/')).toBe('The host has an address that is not public.');
  });

  it('gives up a name that is not resolved in time', async () => {
    const stuck = openOutbound({ timeout: TIMEOUT, resolve: () => new Promise(() => undefined) });
    expect(await stuck.post(request('https://hook.example/'))).toMatchObject({ status: null, refused: true });
  });
});

describe('the policy of a laptop', () => {
  const local = openOutbound({ policy: LAPTOP_TOO });

  it.each(['http://localhost:4001/', 'http://127.0.0.1/', 'http://[::1]:8080/', `https://${PUBLIC}/`])(
    'allows %s',
    async (url) => {
      expect(await local.refuses(url)).toBeNull();
    },
  );

  it.each(['http://192.168.0.1/', 'http://169.254.169.254/', 'http://[fd00:ec2::254]/', 'ftp://localhost/'])(
    'refuses %s',
    async (url) => {
      expect(await local.refuses(url)).toEqual(expect.any(String));
    },
  );
});

describe('a call', () => {
  it('brings the body and the headers, and returns the status', async () => {
    const bodies: string[] = [];
    const server = kept(
      await openServer((incoming, response) => {
        incoming.on('data', (part: Buffer) => bodies.push(part.toString()));
        incoming.on('end', () => response.writeHead(503, { 'retry-after': '120' }).end('not kept'));
      }, ALLOWED),
    );
    expect(await postTo(server)).toEqual({ status: 503, retryAfter: '120' });
    expect(bodies).toEqual(['{}']);
  });

  it('goes to the address that was checked, when the name changes its address afterwards', async () => {
    const server = kept(await openServer((_, response) => response.end(), ALLOWED, trap.port));
    const answers = [[ALLOWED], [INNER], [INNER]];
    const rebinding = openOutbound({
      policy: onlyAllowed,
      resolve: () => Promise.resolve(answers.shift() ?? [INNER]),
    });
    const url = `http://rebinding.example:${trap.port}/`;
    expect(await rebinding.post(request(url))).toEqual({ status: 200, retryAfter: null });
    expect(await rebinding.post(request(url))).toMatchObject({ status: null, refused: true });
    expect(server.heard).toEqual(['POST /']);
    expect(trap.heard).toEqual([]);
  });

  it('keeps no connection by which a later call would go to an earlier address', async () => {
    const server = kept(await openServer((_, response) => response.end(), ALLOWED));
    const out = openOutbound({ policy: onlyAllowed, resolve: toAllowed });
    await out.post(request(`http://hook.example:${server.port}/`));
    const late = openOutbound({ policy: onlyAllowed, resolve: () => Promise.resolve([INNER]) });
    const refused = await late.post(request(`http://hook.example:${server.port}/`));
    expect(refused).toMatchObject({ refused: true });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect of status %i', async (status) => {
    const location = `http://${INNER}:${trap.port}/stolen`;
    const server = kept(
      await openServer((_, response) => response.writeHead(status, { location }).end(), ALLOWED),
    );
    expect(await postTo(server)).toEqual({ status, retryAfter: null });
    expect(trap.heard).toEqual([]);
  });

  it('uses no proxy that the environment names', async () => {
    const names = ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const server = kept(await openServer((_, response) => response.end(), ALLOWED));
    for (const name of names) process.env[name] = `http://${INNER}:${trap.port}`;
    try {
      expect(await postTo(server)).toEqual({ status: 200, retryAfter: null });
    } finally {
      for (const name of names) Reflect.deleteProperty(process.env, name);
    }
    expect(trap.heard).toEqual([]);
  });

  it('ends when the server says nothing', async () => {
    const server = kept(await openRawServer(() => undefined, ALLOWED));
    expect(await postTo(server)).toEqual({
      status: null,
      error: 'The server did not answer in time.',
      refused: false,
    });
  });

  it('ends when the server sends its headers byte by byte', async () => {
    const server = kept(
      await openRawServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => {
          clearInterval(drip);
        });
      }, ALLOWED),
    );
    expect(await postTo(server)).toMatchObject({ status: null, error: 'The server did not answer in time.' });
  });

  it('counts the status when the body never ends', async () => {
    const server = kept(
      await openServer((_, response) => {
        response.writeHead(200).write('x');
      }, ALLOWED),
    );
    expect(await postTo(server)).toEqual({ status: 200, retryAfter: null });
  });

  it('refuses headers that are too large', async () => {
    const server = kept(
      await openRawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nx-large: ${'a'.repeat(1_000_000)}\r\n\r\n`);
      }, ALLOWED),
    );
    expect(await postTo(server)).toMatchObject({
      status: null,
      error: 'The headers of the answer are too large.',
    });
  });

  it('reads a part of a large answer, and unpacks none', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    let sent = 0;
    const server = kept(
      await openServer((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const send = (): void => {
          if (response.destroyed) return;
          sent += bomb.length;
          response.write(bomb, send);
        };
        send();
      }, ALLOWED),
    );
    expect(await postTo(server)).toEqual({ status: 200, retryAfter: null });
    expect(sent).toBeLessThan(10_000_000);
  });

  it('takes no other protocol', async () => {
    const server = kept(
      await openRawServer((socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
      }, ALLOWED),
    );
    expect(await postTo(server)).toMatchObject({ status: 101 });
    const other = kept(await openRawServer((socket) => socket.end('220 mail.example ESMTP\r\n'), ALLOWED));
    expect(await postTo(other)).toMatchObject({ status: null, error: 'The answer is no HTTP.' });
  });

  it('says that a connection was refused or ended, without an address', async () => {
    const reset = kept(await openRawServer((socket) => socket.resetAndDestroy(), ALLOWED));
    expect(await postTo(reset)).toMatchObject({ error: 'The server ended the connection.' });
    const closed = await openServer(() => undefined, ALLOWED);
    await closed.close();
    expect(await postTo(closed)).toMatchObject({ error: 'The server refuses the connection.' });
  });

  it('compares the certificate with the name, though it connects to an address', async () => {
    const server = kept(await openSecureServer(certificate, (_, response) => response.end()));
    const policy = { ...onlyAllowed, isAllowed: () => true };
    const resolve = () => Promise.resolve([INNER]);
    const trusting = openOutbound({ policy, resolve, ca: certificate.cert });
    expect(await trusting.post(request(`https://localhost:${server.port}/`))).toMatchObject({ status: 200 });
    const other = await trusting.post(request(`https://hook.example:${server.port}/`));
    expect(other).toMatchObject({ status: null, error: expect.stringContaining('ALTNAME') as string });
    const strict = openOutbound({ policy, resolve });
    const untrusted = await strict.post(request(`https://localhost:${server.port}/`));
    expect(untrusted).toMatchObject({
      status: null,
      error: expect.stringContaining('certificate') as string,
    });
  });
});
