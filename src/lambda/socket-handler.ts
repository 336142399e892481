import { timeLimit } from '../tenant/index.ts';
import type { CustomResolvers } from '../engine/index.ts';
import { openAuditRecorder, recordLastUse } from '../platform/index.ts';
import {
  connect,
  disconnect,
  message,
  openReplay,
  sweep,
  type SocketParts,
  type SocketRequest,
} from '../realtime/index.ts';
import {
  auditImpersonation,
  auditRefusals,
  createArmingServer,
  describeError,
  openLeaseAhead,
  withinDeadline,
} from '../server/index.ts';
import { header } from './header.ts';
import { tenantSchema } from './tenant-schema.ts';
import type { SocketEvent, SocketHandler, SocketResult, SocketTime } from './socket-events.ts';

/** The parts of the handler, all but those that it opens itself. */
export interface SocketOptions extends Omit<
  SocketParts,
  'recorder' | 'recordLastUse' | 'leaseAhead' | 'arm' | 'schema' | 'replay'
> {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API. */
  readonly compat: boolean;
}

type Origin = Pick<SocketRequest, 'connectionId' | 'requestId'>;

/** The header by which client and server agree on a protocol (RFC 6455, section 11.3.4). */
const SUBPROTOCOL = 'Sec-WebSocket-Protocol';
/** Milliseconds of a run of the schedule that are reserved for its last calls. */
const RESERVE = 5_000;
/** Milliseconds of an event that are reserved to close its connection. */
const RESERVE_TO_CLOSE = 2_000;
/** Milliseconds of an event that has no limit, as on a laptop. */
const UNLIMITED = 29_000;
const DONE: SocketResult = { statusCode: 200 };
/** The client sees a failed handshake, which it repeats later. */
const FAILED: SocketResult = { statusCode: 500 };

/** Creates the handler of the WebSocket API and of its schedule. It never throws. */
export function createSocketHandler(options: SocketOptions): SocketHandler {
  const { platform, resolvers, compat, log } = options;
  const schema = tenantSchema(platform, resolvers, compat);
  const recorder = openAuditRecorder(platform.control, platform.now, (error) => {
    log({ level: 'error', message: 'audit: an event was not written', ...describeError(error) });
  });
  const parts: SocketParts = {
    ...options,
    schema,
    recorder,
    replay: openReplay({ ...options, schema, recorder }),
    recordLastUse: recordLastUse(platform.control, platform.now),
    leaseAhead: openLeaseAhead(options.limiter),
    arm: createArmingServer(schema, { log, now: platform.now }, [
      auditImpersonation,
      auditRefusals(recorder),
    ]),
  };
  return async (event, time) => {
    try {
      return await answer(parts, event, time);
    } catch (error) {
      const requestId = event.requestContext?.requestId;
      const metrics = { Failures: 1 };
      log({ level: 'error', message: 'socket event failed', requestId, metrics, ...describeError(error) });
      if (event.requestContext?.eventType === 'CONNECT') return FAILED;
      if (event.requestContext?.eventType === 'MESSAGE') await closeFailed(parts, event.requestContext);
      return DONE;
    } finally {
      // Lambda freezes the process after an answer. A call that is cut off there fails much later, or never.
      await Promise.all([options.limiter?.idle(), recorder.idle()]);
    }
  };
}

async function answer(
  parts: SocketParts,
  event: SocketEvent,
  time: SocketTime | undefined,
): Promise<SocketResult> {
  const { requestContext: context } = event;
  const remaining = time?.getRemainingTimeInMillis() ?? UNLIMITED;
  if (!context) {
    await sweep(parts, parts.platform.now() + remaining - RESERVE);
    return DONE;
  }
  const { connectionId, requestId, identity } = context;
  const request: SocketRequest = { connectionId, requestId, ip: identity?.sourceIp ?? null, remaining };
  switch (context.eventType) {
    case 'CONNECT':
      return handshake(parts, request, event);
    case 'DISCONNECT':
      await disconnect(parts, connectionId);
      return DONE;
    case 'MESSAGE':
      return respond(parts, request, textOf(event));
  }
}

async function handshake(
  parts: SocketParts,
  request: SocketRequest,
  { headers, queryStringParameters }: SocketEvent,
): Promise<SocketResult> {
  const offered = header({ headers: { ...headers } }, SUBPROTOCOL.toLowerCase());
  const protocol = await connect(parts, request, { offered, query: queryStringParameters ?? {} });
  if (protocol === null) return { statusCode: 400 };
  return { statusCode: 200, headers: { [SUBPROTOCOL]: protocol } };
}

/**
 * Answers a message. API Gateway sends the body to the client, if the message has a route of its own.
 * @throws {Refusal} TIMEOUT while there is time to close the connection
 */
async function respond(parts: SocketParts, request: SocketRequest, text: string): Promise<SocketResult> {
  const remaining = Math.max(1, request.remaining - RESERVE_TO_CLOSE);
  const answered = message(parts, { ...request, remaining }, text);
  const given = await withinDeadline(timeLimit(remaining), answered);
  if (given.is === 'frame') return { statusCode: 200, body: given.frame };
  if (given.is === 'close') {
    const { requestId, connectionId } = request;
    parts.log({ level: 'info', message: 'socket closed', requestId, reason: given.reason });
    await parts.sockets.close(connectionId);
  }
  return DONE;
}

/**
 * Closes the connection of a message that failed, so that its client does not wait for an answer: it connects and subscribes
 * again. An error that is thrown would reach it as a frame of API Gateway, which ends a client for good.
 */
async function closeFailed(
  { sockets, log }: SocketParts,
  { connectionId, requestId }: Origin,
): Promise<void> {
  try {
    await sockets.close(connectionId);
  } catch (error) {
    log({ level: 'error', message: 'a connection was not closed', requestId, ...describeError(error) });
  }
}

function textOf({ body, isBase64Encoded }: SocketEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}
