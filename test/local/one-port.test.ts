import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { Agent as HttpAgent, get as getPlain, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as getEncrypted } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';

import { openCertificate, openOnePort, type OnePort } from '../../src/local-cloud/tls/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantql-tls-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const DAY = 86_400_000;

describe('a port with and without TLS', () => {
  const certificate = openCertificate(join(folder, 'port'));
  let port: OnePort;
  let number: number;
  beforeAll(async () => {
    port = openOnePort({
      certificate,
      keepAliveTimeout: 1_000,
      onRequest: (request, response) => {
        void text(request).then((body) =>
          response.end(`${request.method ?? ''} ${request.url ?? ''} ${body}`),
        );
      },
      onUpgrade: (request, socket, head) => {
        const lines = [
          'HTTP/1.1 101 Switching Protocols',
          'Connection: Upgrade',
          'Upgrade: websocket',
          '',
          '',
        ];
        socket.end(`${lines.join('\r\n')}${request.url ?? ''} ${head.toString()}`);
      },
    });
    port.server.listen(0, '127.0.0.1');
    await once(port.server, 'listening');
    number = (port.server.address() as AddressInfo).port;
  });
  afterAll(() => port.close());

  const answerTo = async (request: ReturnType<typeof getPlain>): Promise<string> => {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return text(response);
  };

  test('answers both, each at once', async () => {
    const ca = [...rootCertificates, certificate.cert];
    const answers = await Promise.all([
      answerTo(getPlain(`http://localhost:${number}/plain`, { family: 4 })),
      answerTo(getEncrypted(`https://localhost:${number}/name`, { ca, family: 4 })),
      answerTo(getEncrypted(`https://127.0.0.1:${number}/address`, { ca })),
    ]);
    expect(answers).toEqual(['GET /plain ', 'GET /name ', 'GET /address ']);
  });

  test('reads a body that comes in the first bytes, and one that comes later', async () => {
    const socket = connect(number, '127.0.0.1');
    socket.write('POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab');
    socket.write('cde');
    socket.end('POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\nfg');
    const heard = await text(socket);
    expect(heard).toContain('POST /a abcde');
    expect(heard).toContain('POST /b fg');
  });

  test('upgrades a connection, also by TLS', async () => {
    const headers = { connection: 'upgrade', upgrade: 'websocket' };
    const upgraded = async (request: ReturnType<typeof getPlain>): Promise<string> => {
      const [, socket, head] = (await once(request, 'upgrade')) as [unknown, NodeJS.ReadableStream, Buffer];
      return head.toString() + (await text(socket));
    };
    const plain = getPlain({ port: number, host: '127.0.0.1', path: '/up', headers });
    const encrypted = getEncrypted({
      port: number,
      host: '127.0.0.1',
      path: '/tls',
      headers,
      ca: certificate.cert,
    });
    expect(await Promise.all([upgraded(plain), upgraded(encrypted)])).toEqual(['/up ', '/tls ']);
  });

  test('closes connections that wait for another request, and those that never said anything', async () => {
    const own = openOnePort({
      certificate,
      keepAliveTimeout: 1_000,
      onRequest: (_request, response) => response.end('done'),
      onUpgrade: () => undefined,
    });
    own.server.listen(0, '127.0.0.1');
    await once(own.server, 'listening');
    const where = { port: (own.server.address() as AddressInfo).port, host: '127.0.0.1' };
    const agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })] as const;
    expect(await answerTo(getPlain({ ...where, agent: agents[0] }))).toBe('done');
    expect(await answerTo(getEncrypted({ ...where, agent: agents[1], ca: certificate.cert }))).toBe('done');
    const silent = connect(where.port, where.host);
    silent.on('error', () => undefined);
    await once(own.server, 'connection');
    const closed = once(silent, 'close');
    await own.close();
    await closed;
    for (const agent of agents) agent.destroy();
  });
});

describe('the certificate of a data directory', () => {
  test('is for this laptop alone, may sign no other, and is accepted once its file is trusted', () => {
    const { cert } = openCertificate(join(folder, 'laptop'));
    const read = new X509Certificate(cert);
    expect(read.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(read.ca).toBe(false);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkHost('localhost')).toBe('localhost');
    expect(read.checkHost('example.test')).toBeUndefined();
    const days = (Date.parse(read.validTo) - Date.parse(read.validFrom)) / DAY;
    expect(days).toBe(398);
  });

  test('stays the same from start to start, and is made anew before it ends', () => {
    const own = join(folder, 'renewed');
    const first = openCertificate(own);
    expect(openCertificate(own)).toEqual(first);
    const later = openCertificate(own, () => Date.now() + 380 * DAY);
    expect(later.cert).not.toBe(first.cert);
    expect(openCertificate(own, () => Date.now() + 380 * DAY)).toEqual(later);
  });

  test('is made for each directory, with a key that only its owner may read', () => {
    const [one, other] = [openCertificate(join(folder, 'one')), openCertificate(join(folder, 'other'))];
    expect(one.key).not.toBe(other.key);
    expect(readdirSync(join(folder, 'one')).sort()).toEqual(['cert.pem', 'key.pem']);
    expect(statSync(join(folder, 'one', 'key.pem')).mode & 0o777).toBe(0o600);
  });
});
