import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { openConnections } from '../../src/store/aws/connections.ts';
import { REQUEST_TIMEOUT } from '../emulator.ts';
import { withIndexLag, type Forward, type Reply } from './index-lag.ts';
import { openCommits } from './slow-commits.ts';

/** A call of DynamoDB on its way. */
export interface ProxyCall {
  /** `TransactWriteItems` */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The number of earlier calls with the same action. */
  readonly at: number;
}

/** What happens to a call; null lets it pass. */
export type Fault =
  /** DynamoDB refuses it and does nothing. `expired` are the credentials, `skewed` is the clock that signed the call. */
  | { readonly is: 'throttled' | 'broken' | 'denied' | 'expired' | 'skewed' }
  /** Another transaction holds the first item of a transaction. */
  | { readonly is: 'conflicting' }
  /** The connection breaks before DynamoDB gets it. */
  | { readonly is: 'reset' }
  /** No answer comes. With `done`, DynamoDB does the call. */
  | { readonly is: 'silent'; readonly done?: boolean }
  /** DynamoDB does it, and the answer is lost; `then` runs between the two. */
  | { readonly is: 'lost'; readonly then?: () => Promise<unknown> }
  /** The same, but half of the answer arrives. */
  | { readonly is: 'cut'; readonly then?: () => Promise<unknown> }
  /**
   * A transaction whose commit takes longer than the client waits. DynamoDB commits it after so many repeats with the same
   * token, or after so many milliseconds. Until then it refuses the token, and other writes of the same items.
   */
  | { readonly is: 'slow'; readonly repeats: number }
  | { readonly is: 'slow'; readonly ms: number }
  /** DynamoDB gets it late. */
  | { readonly is: 'held'; readonly until: Promise<unknown> }
  /** DynamoDB processes so many keys or items of a batch. */
  | { readonly is: 'partial'; readonly most: number };

export interface FaultProxy {
  readonly endpoint: string;
  /** The actions of all calls so far. */
  readonly actions: string[];
  /** Waits until DynamoDB has done or committed all calls that came. */
  settled(): Promise<void>;
  stop(): void;
}

export interface FaultProxyOptions {
  /**
   * Returns by how many milliseconds the indexes lag behind now; asked at each query of an index. It holds for writes that
   * pass through this proxy. Without it, indexes are as fresh as the emulator's.
   */
  readonly indexLag?: () => number;
}

/** How far the clock of a client is from DynamoDB's, whose signature is refused. */
const SKEW = 3_600_000;

/**
 * Starts a proxy in front of DynamoDB that treats each call as `fault` says.
 * @param target the URL of DynamoDB, or what returns it
 */
export async function startFaultProxy(
  target: string | (() => string),
  fault: (call: ProxyCall) => Fault | null,
  { indexLag }: FaultProxyOptions = {},
): Promise<FaultProxy> {
  const connections = openConnections({ requestTimeout: REQUEST_TIMEOUT });
  const post = async (action: string, body: unknown, headers: Record<string, string>): Promise<Reply> => {
    const { protocol, hostname, port } = new URL(typeof target === 'string' ? target : target());
    const { response } = await connections.handle({
      ...{ method: 'POST', protocol, hostname, port: Number(port), path: '/' },
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${action}` },
      body: JSON.stringify(body),
    });
    return { status: response.statusCode, text: String(response.body) };
  };
  /** The headers of the last call, which the proxy's own calls send too. */
  let signed: Record<string, string> = {};
  const pass: Forward = (action, body) => post(action, body, signed);
  const send = indexLag ? withIndexLag(pass, indexLag) : pass;
  const actions: string[] = [];
  const commits = openCommits();

  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const treated = treat(request, response)
      .catch(() => void response.destroy())
      .finally(() => underWay.delete(treated));
    underWay.add(treated);
  });

  async function treat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await buffer(request)).toString();
    if (request.method !== 'POST') {
      response.writeHead(200).end('healthy');
      return;
    }
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const at = actions.filter((one) => one === action).length;
    actions.push(action);
    const body = JSON.parse(text) as Record<string, unknown>;
    signed = headersOf(request);
    const forward = (sent: Readonly<Record<string, unknown>> = body): Promise<Reply> => send(action, sent);
    const reply = ({ status, text: answer }: Reply, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers }).end(answer);
    };
    const refused = commits.refusalOf(action, body);
    if (refused !== null) {
      reply(error(400, refused));
      return;
    }
    const what = fault({ action, body, at });
    switch (what?.is) {
      case undefined:
        reply(await forward());
        return;
      case 'throttled':
        reply(error(400, 'ProvisionedThroughputExceededException'));
        return;
      case 'broken':
        reply(error(500, 'InternalServerError'));
        return;
      case 'denied':
        reply(error(400, 'AccessDeniedException'));
        return;
      case 'expired':
        reply(error(400, 'ExpiredTokenException'));
        return;
      case 'skewed':
        reply(error(403, 'InvalidSignatureException'), {
          date: new Date(Date.now() + SKEW).toUTCString(),
        });
        return;
      case 'conflicting':
        reply(cancelledByConflict(body));
        return;
      case 'reset':
        response.destroy();
        return;
      case 'silent':
        if (what.done) await forward();
        return;
      case 'lost':
        await forward();
        await what.then?.();
        response.destroy();
        return;
      case 'cut': {
        const { status, text: whole } = await forward();
        await what.then?.();
        reply({ status, text: whole.slice(0, whole.length / 2) });
        return;
      }
      case 'slow':
        if ('repeats' in what) {
          commits.hold(body, what.repeats);
          response.destroy();
        } else reply(await commits.after(body, what.ms, () => forward()));
        return;
      case 'held':
        await what.until;
        reply(await forward());
        return;
      case 'partial':
        reply(await partial(body, what.most, forward));
        return;
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    async settled() {
      await Promise.all(underWay);
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const names = ['content-type', 'authorization', 'x-amz-date', 'x-amz-security-token'];
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}

function error(status: number, name: string): Reply {
  const __type = `com.amazonaws.dynamodb.v20120810#${name}`;
  return { status, text: JSON.stringify({ __type, message: name }) };
}

function cancelledByConflict(body: ProxyCall['body']): Reply {
  const { text } = error(400, 'TransactionCanceledException');
  const CancellationReasons = (body['TransactItems'] as unknown[]).map((_, at) => ({
    Code: at === 0 ? 'TransactionConflict' : 'None',
  }));
  return { status: 400, text: JSON.stringify({ ...(JSON.parse(text) as object), CancellationReasons }) };
}

/** Sends the first part of a batch, and answers the rest as unprocessed. */
async function partial(
  body: Readonly<Record<string, unknown>>,
  most: number,
  forward: (sent: Readonly<Record<string, unknown>>) => Promise<Reply>,
): Promise<Reply> {
  const [table, asked] = Object.entries(body['RequestItems'] as object)[0] as [string, unknown];
  const isWrite = Array.isArray(asked);
  const all = isWrite ? (asked as unknown[]) : (asked as { Keys: unknown[] }).Keys;
  const members = (list: unknown[]): unknown => (isWrite ? list : { ...(asked as object), Keys: list });
  const rest = { [table]: members(all.slice(most)) };
  const left = { [isWrite ? 'UnprocessedItems' : 'UnprocessedKeys']: all.length > most ? rest : {} };
  if (most === 0) return { status: 200, text: JSON.stringify({ Responses: {}, ...left }) };
  const { status, text } = await forward({ ...body, RequestItems: { [table]: members(all.slice(0, most)) } });
  return { status, text: JSON.stringify({ ...(JSON.parse(text) as object), ...left }) };
}
