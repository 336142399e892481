import {
  armedFrame,
  connectionErrorFrame,
  credentialOf,
  errorFrame,
  handshakeCredential,
  nextFrame,
  parseMessage,
  protocolOf,
} from '../../src/realtime/protocol/index.ts';
import { Refusal } from '../../src/tenant/index.ts';
import { shownRefusal } from '../../src/server/index.ts';

const parsed = (message: unknown): unknown => parseMessage(JSON.stringify(message));
const query = 'subscription { onCreateTask { id } }';
const operation = { query, operationName: null, variables: {}, extensions: {} };
const forbidden = shownRefusal(new Refusal('FORBIDDEN', 'You may not listen.'), 'r-1');
const encoded = (headers: object): string => Buffer.from(JSON.stringify(headers)).toString('base64url');

describe('a message', () => {
  it('of either protocol asks for the same subscription', () => {
    const authorization = { Authorization: 'eyJ' };
    const payload = { data: JSON.stringify({ query }), extensions: { authorization } };
    expect([
      parsed({ id: 'a', type: 'subscribe', payload: { query } }),
      parsed({ id: 'a', type: 'start', payload }),
    ]).toEqual([
      { is: 'subscribe', id: 'a', operation, protocol: 'graphql-transport-ws', headers: null },
      { is: 'subscribe', id: 'a', operation, protocol: 'graphql-ws', headers: authorization },
    ]);
  });

  it.each([
    ['{', 'The message must be a JSON object.'],
    ['[]', 'The message must be a JSON object.'],
    ['null', 'The message must be a JSON object.'],
    ['{}', 'The "type" of the message is unknown.'],
    ['{"type":"next","id":"a"}', 'The "type" of the message is unknown.'],
    ['{"type":"toString"}', 'The "type" of the message is unknown.'],
    ['{"type":"connection_init","payload":"eyJ"}', 'The "payload" of "connection_init" must be an object.'],
    ['{"type":"complete"}', 'The "id" of "complete" must be a text of 1 to 128 characters.'],
    ['{"type":"subscribe","id":""}', 'The "id" of "subscribe" must be a text of 1 to 128 characters.'],
    ['{"type":"stop","id":1}', 'The "id" of "stop" must be a text of 1 to 128 characters.'],
  ])('that is %s breaks the protocol', (text, reason) => {
    expect(parseMessage(text)).toEqual({ is: 'bad', id: null, reason });
  });

  it('that is a ping whose payload nests too deeply to be repeated breaks the protocol', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const ping = (levels: number) => parseMessage(`{"type":"ping","payload":${nested(levels)}}`);
    expect(ping(100)).toMatchObject({ is: 'ping' });
    const reason = 'The "payload" of "ping" nests too deeply.';
    expect(ping(16_000)).toEqual({ is: 'bad', id: null, reason });
  });

  it.each([
    [{ type: 'subscribe', payload: 'q' }, '"payload" must be an object with a "query".'],
    [{ type: 'subscribe', payload: {} }, '"payload.query" must be a text that is not empty.'],
    [{ type: 'subscribe', payload: { query, operationName: 1 } }, '"payload.operationName" must be a text.'],
    [{ type: 'subscribe', payload: { query, variables: [] } }, '"payload.variables" must be an object.'],
    [{ type: 'subscribe', payload: { query, extensions: 1 } }, '"payload.extensions" must be an object.'],
    [{ type: 'start', payload: { query } }, '"payload.data" must be a text.'],
    [{ type: 'start', payload: { data: '{' } }, '"payload.data" must be an object with a "query".'],
    [{ type: 'start', payload: { data: '{}' } }, '"payload.data.query" must be a text that is not empty.'],
  ])('with a wrong operation is an error of that operation: %j', (message, reason) => {
    expect(parsed({ ...message, id: 'a' })).toEqual({ is: 'bad', id: 'a', reason });
  });
});

describe('a credential', () => {
  it.each([
    [{ authorization: 'a' }],
    [{ Authorization: 'a' }],
    [{ authToken: 'a' }],
    [{ authToken: 'b', Authorization: 'a' }],
  ])('is found in the payload %j', (payload) => {
    expect(credentialOf(payload)).toEqual({ authorization: 'a', tenant: undefined });
  });

  it('with two tenants names one that cannot exist', () => {
    const { tenant } = credentialOf({ 'x-tenant': 'acme', 'X-Tenant': 'globex' });
    expect(tenant).toBe('?');
  });

  it.each([
    ['the subprotocol', `graphql-ws, header-${encoded({ Authorization: 'a' })}`, {}],
    ['the address', 'graphql-ws', { header: Buffer.from('{"Authorization":"a"}').toString('base64') }],
  ])('of a handshake of AppSync is found in %s', (_where, offered, parameters) => {
    expect(handshakeCredential(offered, { ...parameters, 'x-tenant': 'acme' })).toEqual({
      authorization: 'a',
      tenant: 'acme',
    });
  });

  it.each(['graphql-ws, header-', 'graphql-ws, header-e30', 'graphql-ws, header-%%%', ''])(
    'is absent in the handshake "%s"',
    (offered) => {
      expect(handshakeCredential(offered, {}).authorization).toBeUndefined();
    },
  );
});

it.each([
  ['graphql-transport-ws', 'graphql-transport-ws'],
  ['graphql-ws,header-e30', 'graphql-ws'],
  ['soap, graphql-ws', 'graphql-ws'],
  ['soap', null],
  [undefined, null],
])('the offer "%s" agrees on %s', (offered, protocol) => {
  expect(protocolOf(offered)).toBe(protocol);
});

describe('a frame', () => {
  it('of an event has the payload that many subscriptions share', () => {
    const frames = (['graphql-transport-ws', 'graphql-ws'] as const).map((protocol): unknown =>
      JSON.parse(nextFrame(protocol, '"', '{"data":1}')),
    );
    expect(frames).toEqual([
      { id: '"', type: 'next', payload: { data: 1 } },
      { id: '"', type: 'data', payload: { data: 1 } },
    ]);
  });

  it('says that a subscription is armed', () => {
    expect(JSON.parse(armedFrame('graphql-ws', 'a', 'c'))).toEqual({ type: 'start_ack', id: 'a' });
    expect(JSON.parse(armedFrame('graphql-transport-ws', 'a', 'c'))).toEqual({
      type: 'pong',
      payload: { armed: 'a', cursor: 'c' },
    });
  });

  it('ends an operation of graphql-ws with a list of errors', () => {
    expect(JSON.parse(errorFrame('graphql-transport-ws', 'a', [forbidden]))).toEqual({
      id: 'a',
      type: 'error',
      payload: [forbidden],
    });
  });

  it('ends an operation of Amplify without the type at which it closes the socket', () => {
    expect(JSON.parse(errorFrame('graphql-ws', 'a', [forbidden]))).toMatchObject({
      id: 'a',
      type: 'error',
      payload: { errors: [{ errorType: 'AccessDenied', message: 'You may not listen.' }] },
    });
  });

  it('refuses a connection by what each client understands', () => {
    const error = shownRefusal(new Refusal('UNAUTHENTICATED', 'Sign in.'), 'r-1');
    expect(JSON.parse(connectionErrorFrame('graphql-transport-ws', error))).toMatchObject({
      id: 'connection_init',
      type: 'error',
      payload: [{ message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED', closeCode: 4403 } }],
    });
    expect(JSON.parse(connectionErrorFrame('graphql-ws', error))).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401, message: 'Sign in.' }] },
    });
  });
});
