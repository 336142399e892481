import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { WebSocket } from 'ws';

import { ask, post, type Answer } from './ask.ts';
import { signed, tampered, unsigned } from './forge.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer();
  token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
});
afterEach(async () => {
  expect((await ask(server, token, '{ myCard { name } }')).data).toEqual({ myCard: { name: 'Alice Arden' } });
  expect(server.errors()).toBe('');
});
afterAll(() => server.stop());

const send = (body: string, headers = {}): Promise<Answer> =>
  post(server.endpoint, body, { authorization: `Bearer ${token}`, ...headers });

test.each([
  ['is truncated', '{"query":', 400, 'The body is not valid JSON.'],
  ['is empty', '', 400, 'The body is not valid JSON.'],
  ['is a list', '[]', 400, 'The body must be a JSON object with a "query".'],
  ['has two megabytes', `{"query":"${' '.repeat(2e6)}"}`, 413, 'The body is larger than 1000000 bytes.'],
  ['has eleven megabytes', ' '.repeat(11e6), 413, 'The request is too large: split it into smaller ones.'],
])('the API rejects a body that %s, with a message', async (_what, body, status, message) => {
  const answer = await send(body);
  expect([answer.status, answer.errors?.[0]?.message]).toEqual([status, message]);
});

test('the API rejects a form and asks for JSON', async () => {
  const answer = await send('query={myCard{name}}', { 'content-type': 'application/x-www-form-urlencoded' });
  expect(answer).toMatchObject({ status: 415, errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
});

test.each([
  ['of another format', () => 'hello'],
  [
    'with a changed tenant and the original signature',
    () => tampered(token, { 'custom:tenantId': 'globex' }),
  ],
  ['without a signature', () => unsigned(token)],
  ['of another client', () => signed(token, { client_id: 'another' }, server.data)],
  ['of another issuer', () => signed(token, { iss: 'https://example.test' }, server.data)],
  ['that is an ID token', () => signed(token, { token_use: 'id', aud: server.clientId }, server.data)],
])('the API rejects a token %s', async (_what, make) => {
  const answer = await send('{"query":"{ myCard { name } }"}', { authorization: `Bearer ${make()}` });
  expect(answer).toMatchObject({
    status: 401,
    errors: [{ message: 'The token is not valid for this API: sign in again.' }],
  });
});

test('the API reports that a token has expired and accepts a token that has not', async () => {
  const at = (exp: number) => signed(token, { iat: exp - 3600, exp }, server.data);
  const now = Math.floor(Date.now() / 1000);
  expect(await ask(server, at(now - 5), '{ myCard { name } }')).toMatchObject({
    status: 401,
    errors: [{ message: 'The token has expired: sign in again.' }],
  });
  expect((await ask(server, at(now + 60), '{ myCard { name } }')).status).toBe(200);
});

test('the API reports that the token is missing', async () => {
  const answer = await post(server.endpoint, '{"query":"{ myCard { name } }"}', {});
  expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('the API rejects a token that the pool signed for globex when its user is no member of globex', async () => {
  const claims = { 'custom:tenantId': 'globex' };
  expect(await ask(server, signed(token, claims, server.data), '{ myCard { name } }')).toMatchObject({
    status: 403,
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
});

test('the server rejects any host other than localhost', async () => {
  const { port } = new URL(server.url);
  const asked = request({ host: '127.0.0.1', port, headers: { host: `rebound.test:${port}` } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect([response.statusCode, await text(response)]).toEqual([
    421,
    '{"message":"This server answers as localhost only."}',
  ]);
});

test.each([
  ['for another host', '/realtime', ['graphql-transport-ws'], { host: 'rebound.test' }, 421],
  ['for a path without an API', '/graphql', ['graphql-transport-ws'], {}, 403],
  ['below the stage', '/realtime/more', ['graphql-transport-ws'], {}, 403],
  ['without a subprotocol', '/realtime', [], {}, 400],
  ['with a subprotocol of another API', '/realtime', ['chat'], {}, 400],
])('the server rejects a socket %s', async (_what, path, protocols, headers, status) => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, protocols, { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  expect(response.statusCode).toBe(status);
});

test.each([
  ['that are not HTTP', 'hello\r\n\r\n'],
  [
    'that end in the middle of a body',
    'POST /api/graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{',
  ],
  [
    'to Cognito that end in the middle',
    'POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AWSCognitoIdentityProviderService.InitiateAuth\r\ncontent-length: 9\r\n\r\n{',
  ],
])('the server survives bytes %s', async (_what, bytes) => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.end(bytes).resume();
  await once(socket, 'close');
});

test('the user pool rejects a request of two megabytes', async () => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: ' '.repeat(2e6),
  });
  expect(response.status).toBe(413);
});
