import { STATUS_CODES, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { describeError, type Log } from '../server/index.ts';

import type { Cognito, CognitoResponse } from '../local-cloud/cognito/index.ts';
import { IDENTITY_TARGET, type IdentityPool } from '../local-cloud/identity-pool/index.ts';
import { readBody, type Gateway, type SocketApi } from '../local-cloud/gateway/index.ts';
import type { WebHandler } from './web.ts';

export interface Doors {
  /** User pools by id. */
  readonly pools: Readonly<Record<string, Cognito>>;
  readonly identities: IdentityPool;
  /** The gateways that serve now. */
  readonly gateways: () => readonly Gateway[];
  readonly web: WebHandler;
  /** Answers a request for the bucket of files, and returns whether it did. */
  readonly files: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly log: Log;
}

interface CognitoCall {
  readonly target: string;
  readonly body: string;
}

/** Maximum bytes of a request to Cognito. Real ones have a few thousand. */
const MAX_COGNITO_BODY = 1_000_000;

const COGNITO_TARGETS = ['AWSCognitoIdentityProviderService.', IDENTITY_TARGET];

/**
 * Serves everything on one port: Cognito by its header, the pages and the bucket of files by their paths, each API below its
 * stage.
 */
export function serve({ pools, identities, gateways, web, files, log }: Doors): RequestListener {
  const wellKnown: Readonly<Record<string, () => unknown>> = Object.fromEntries(
    Object.entries(pools).flatMap(([id, pool]) => [
      [`/${id}/.well-known/jwks.json`, () => pool.jwks()],
      [`/${id}/.well-known/openid-configuration`, () => pool.openIdConfiguration()],
    ]),
  );
  const cognito = ({ target, body }: CognitoCall): Promise<CognitoResponse> => {
    if (target.startsWith(IDENTITY_TARGET)) return identities.handle({ target, body });
    const all = Object.values(pools);
    const pool = all.find((each) => each.isFor(body)) ?? all[0];
    if (!pool) throw new Error('There is no user pool.');
    return pool.handle({ target, body });
  };
  const gateway: Gateway = async (request, response) => {
    for (const each of gateways()) if (await each(request, response)) return true;
    return false;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const document = wellKnown[request.url ?? ''];
    if (!isOurs(request)) {
      writeJson(response, 421, JSON.stringify({ message: 'This server answers as localhost only.' }));
    } else if (document) {
      writeJson(response, 200, JSON.stringify(document()));
    } else if (await files(request, response)) {
      return;
    } else if (isCognito(request)) {
      await answerCognito(cognito, request, response);
    } else if (!(await web(request, response)) && !(await gateway(request, response))) {
      response.setHeader('access-control-allow-origin', '*');
      writeJson(
        response,
        404,
        JSON.stringify({ message: 'Nothing is here. The page is at /, the API at /api/graphql.' }),
      );
    }
  };

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log({ level: 'error', message: 'local server failed', ...describeError(error) });
      if (!response.headersSent)
        writeJson(response, 500, JSON.stringify({ message: 'Something went wrong.' }));
      else response.destroy();
    });
  };
}

/** Serves upgrades to WebSocket. Refuses those for another host or path, as API Gateway does for a path without a stage. */
export function serveUpgrades(
  sockets: Pick<SocketApi, 'upgrade'>,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (request, socket, head) => {
    if (!isOurs(request)) refuse(socket, 421);
    else if (!sockets.upgrade(request, socket, head)) refuse(socket, 403);
  };
}

function refuse(socket: Duplex, status: number): void {
  // A client that went away needs no answer, and one that stays open gets no more.
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  const text = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ message: text });
  const headers = ['Connection: close', 'Content-Type: application/json', `Content-Length: ${body.length}`];
  socket.end([`HTTP/1.1 ${status} ${text}`, ...headers, '', body].join('\r\n'));
}

/**
 * Returns whether the Host header names this laptop. Refusing other names prevents DNS rebinding by a web
 * page.
 */
function isOurs({ headers }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? 'localhost');
}

function isCognito({ method, headers }: IncomingMessage): boolean {
  const target = headers['x-amz-target'];
  if (typeof target === 'string' && COGNITO_TARGETS.some((each) => target.startsWith(each))) return true;
  return method === 'OPTIONS' && /x-amz-target/i.test(headers['access-control-request-headers'] ?? '');
}

/**
 * Answers a call of Cognito. Like Cognito, it lets pages of any origin call it (`access-control-allow-origin:
 * *`).
 */
async function answerCognito(
  handle: (call: CognitoCall) => Promise<CognitoResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader(
    'access-control-expose-headers',
    'x-amzn-requestid,x-amzn-errortype,x-amzn-errormessage,date',
  );
  if (request.method === 'OPTIONS') {
    response.setHeader('access-control-allow-methods', 'POST');
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? '*',
    );
    response.writeHead(200).end();
    return;
  }
  const sent = await readBody(request, MAX_COGNITO_BODY);
  if (sent === 'aborted') return;
  if (sent === 'too-long') {
    writeJson(response, 413, JSON.stringify({ __type: 'RequestTooLongException', message: 'Too long.' }));
    return;
  }
  const { status, headers, body } = await handle({
    target: String(request.headers['x-amz-target']),
    body: sent.toString(),
  });
  response.writeHead(status, headers).end(body);
}

function writeJson(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(body);
}
