import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { openSes, type Ses, type SesMail } from '../../src/store/index.ts';
import { endpointOf } from '../../src/store/aws/endpoint.ts';

const region = 'eu-central-1';

interface Received {
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

let server: Server;
let received: Received[];
let reply: readonly [status: number, headers: Readonly<Record<string, string>>, body: string];
let ses: Ses;
beforeEach(async () => {
  received = [];
  reply = [200, {}, '{"MessageId":"1"}'];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      received.push({ target: `${method} ${url}`, headers, body: JSON.parse(body) });
      const [status, more, answer] = reply;
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  ses = openSes({
    region,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const mail: SesMail = {
  from: '"Acme via Example" <hello@example.com>',
  to: 'kim@new.test',
  subject: 'Übung invites you 🚀',
  text: 'Hello\n',
  html: '<p>Hello</p>\n',
};

it('sends a mail to one address, signed for the service "ses"', async () => {
  await ses.send(mail);
  const Charset = 'UTF-8';
  expect(received).toMatchObject([
    {
      target: 'POST /v2/email/outbound-emails',
      body: {
        FromEmailAddress: mail.from,
        Destination: { ToAddresses: ['kim@new.test'] },
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset },
            Body: { Text: { Data: mail.text, Charset }, Html: { Data: mail.html, Charset } },
          },
        },
      },
    },
  ]);
  expect(received[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ses\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
  );
});

it('rejects with the name and the message of a refusal, after one attempt', async () => {
  reply = [
    400,
    { 'x-amzn-errortype': 'MessageRejected:http://x' },
    '{"message":"Email address is not verified."}',
  ];
  await expect(ses.send(mail)).rejects.toMatchObject({
    name: 'MessageRejected',
    message: 'Email address is not verified.',
  });
  expect(received).toHaveLength(1);
});

it('rejects an answer that is no JSON by its status', async () => {
  reply = [503, {}, 'down'];
  await expect(ses.send(mail)).rejects.toMatchObject({ name: 'Status503', message: 'down' });
});

it('calls the host that SES has in a region', () => {
  expect(endpointOf('email', region)).toBe('https://email.eu-central-1.amazonaws.com');
});
