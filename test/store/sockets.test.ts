import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

import { openSockets, type Sockets } from '../../src/store/index.ts';
import type { HttpHandler, HttpRequest } from '../../src/store/aws/http.ts';
import { sign } from '../../src/store/aws/sign.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token+/=' };
const HOST = 'a1b2c3.execute-api.eu-central-1.amazonaws.com';
const endpoint = `https://${HOST}/realtime`;

interface Canned {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

/** Returns a handler that records requests and answers each with the next answer; the last one is for all others. */
function answering(
  ...answers: readonly (Canned | Error)[]
): HttpHandler & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    handle(request) {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1] ?? { status: 200 };
      if (answer instanceof Error) return Promise.reject(answer);
      const { status, type, body = '' } = answer;
      const headers: Record<string, string> = type === undefined ? {} : { 'x-amzn-errortype': type };
      return Promise.resolve({ response: { statusCode: status, headers, body: Buffer.from(body) } });
    },
  };
}

const open = (requestHandler: HttpHandler, at = endpoint): Sockets =>
  openSockets({ region, endpoint: at, credentials, requestHandler });

/** The ids that API Gateway gives end in "="; the others show how each character is written. */
const IDS = ['L0SM9cOFvHcCIhw=', "a/b?c#d%20 +&@é😀!'()*~-_."];
const FRAME = '{"id":"1","type":"next","payload":{"text":"ü € 😀"}}';

describe('a call of a connection', () => {
  it.each(IDS)('goes where the SDK sends it, as it sends it: %s', async (ConnectionId) => {
    const theirs = answering({ status: 200 });
    const sdk = new ApiGatewayManagementApiClient({
      region,
      endpoint,
      credentials,
      requestHandler: theirs as never,
    });
    await sdk.send(new PostToConnectionCommand({ ConnectionId, Data: FRAME }));
    await sdk.send(new DeleteConnectionCommand({ ConnectionId }));
    const ours = answering({ status: 200 });
    await open(ours).post(ConnectionId, FRAME);
    await open(ours).close(ConnectionId);
    const sent = ({ requests }: typeof ours) =>
      requests.map(({ method, protocol, hostname, path, body = '' }) => ({
        request: [method, protocol, hostname, path],
        body: Buffer.from(body).toString('utf8'),
      }));
    expect(sent(ours)).toEqual(sent(theirs));
    expect(sent(ours)[0]?.body).toBe(FRAME);
    expect(ours.requests[0]?.headers['content-type']).toBe(theirs.requests[0]?.headers['content-type']);
    for (const { headers, method, path, body = '' } of [...theirs.requests, ...ours.requests]) {
      const { authorization = '', 'x-amz-date': date = '' } = headers;
      const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
      const signed = sign(
        {
          method,
          path,
          host: HOST,
          region,
          service: 'execute-api',
          headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ''])),
          body: Buffer.from(body).toString('utf8'),
        },
        credentials,
        Date.parse(date.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')),
      );
      expect(signed['authorization']).toBe(authorization);
    }
  });

  it('goes to another endpoint with its port and path', async () => {
    const handler = answering({ status: 200 });
    await open(handler, 'http://localhost:4000/realtime/').post('a=', 'x');
    expect(handler.requests[0]).toMatchObject({
      protocol: 'http:',
      hostname: 'localhost',
      port: 4000,
      path: '/realtime/@connections/a%3D',
    });
  });

  it('says that the connection has ended, and closing one that has ended is no error', async () => {
    const handler = answering({ status: 410, type: 'GoneException', body: '{"message":"GONE"}' });
    expect(await open(handler).post('a', 'x')).toBe('gone');
    await open(handler).close('a');
    expect(handler.requests).toHaveLength(2);
  });

  it.each<[string, Canned | Error]>([
    ['429', { status: 429, type: 'LimitExceededException' }],
    ['429 without a type', { status: 429, body: '{"message":"Too Many Requests"}' }],
    ['500', { status: 500, body: 'not JSON' }],
    ['503', { status: 503 }],
    ['a broken connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['no answer in time', Object.assign(new Error('late'), { name: 'TimeoutError' })],
  ])('is repeated after %s', async (_, failure) => {
    const handler = answering(failure, failure, { status: 200 });
    expect(await open(handler).post('a', 'x')).toBe('sent');
    expect(handler.requests).toHaveLength(3);
  });

  it.each<[string, Canned, object]>([
    ['throttled', { status: 429 }, { code: 'THROTTLED' }],
    [
      'forbidden',
      {
        status: 403,
        type: 'ForbiddenException:http://internal.amazon.com/coral/',
        body: '{"message":"User: arn:aws:iam::1:role/r is not authorized to perform: execute-api:ManageConnections on resource: x"}',
      },
      { name: 'AccessDenied', principal: 'arn:aws:iam::1:role/r', action: 'execute-api:ManageConnections' },
    ],
    ['too large', { status: 413, type: 'PayloadTooLargeException' }, { name: 'PayloadTooLargeException' }],
    ['answered by a page', { status: 404, body: '<html>' }, { name: 'Status404', message: '<html>' }],
  ])('throws what it means if it is %s', async (_, failure, error) => {
    await expect(open(answering(failure)).post('a', 'x')).rejects.toMatchObject(error);
  });
});
