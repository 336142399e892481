import type { GraphQLFormattedError } from 'graphql';

import { hasExpired, isRefusal, Refusal, savedCaller } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { Connection, Subscription } from '../../store/index.ts';
import { planSubscription, requireListen } from '../../engine/index.ts';
import { realtimeLimitsOf } from '../../platform/index.ts';
import {
  contextOf,
  deadlineOf,
  refuseRequest,
  requireSureFields,
  shownRefusal,
  type RequestContext,
} from '../../server/index.ts';
import {
  armedFrame,
  completeFrame,
  credentialOf,
  errorFrame,
  type WantedSubscription,
} from '../protocol/index.ts';
import { admit, readmit } from './admit.ts';
import { closing, NOTHING, sending, type SocketAnswer } from './answer.ts';
import { join } from './join.ts';
import type { SocketParts, SocketRequest } from './socket-parts.ts';

/** What became of an arming. */
type Armed = Awaited<ReturnType<ReturnType<SocketParts['subscriptionsOf']>['arm']>>;

/**
 * Arms a subscription, and answers when every event from now on will reach it. An error of the operation ends it alone, and
 * the connection lives on.
 */
export async function subscribe(
  parts: SocketParts,
  connection: Connection,
  wanted: WantedSubscription,
  request: SocketRequest,
): Promise<SocketAnswer> {
  const { protocol } = connection;
  const { id } = wanted;
  const failed = (errors: readonly GraphQLFormattedError[]): SocketAnswer =>
    sending(errorFrame(protocol, id, errors));
  try {
    const context =
      protocol === 'graphql-transport-ws'
        ? await contextOfConnection(parts, connection, request)
        : await admit(parts, request, credentialOf(wanted.headers));
    if (!context) return closing('The caller of the connection has expired.');
    const { errors, armed, sendMissed } = await arm(parts, connection, wanted, context);
    if (errors.length > 0) return failed(errors);
    if (armed === 'duplicate') return closing(`There is a subscription "${id}" already.`);
    // It was ended before it began. A client that uses the id again for something else must not wait.
    if (armed === 'gone' || armed === 'unjoined') return sending(completeFrame(id));
    if (armed !== 'armed')
      throw new Refusal('BAD_REQUEST', 'A subscription must select one field of the type Subscription.');
    const cursor = await sendMissed(request.remaining);
    return cursor === null ? NOTHING : sending(armedFrame(protocol, id, cursor));
  } catch (error) {
    const refusal = isRefusal(error) ? error : refuseRequest(error, request.requestId, parts.log);
    return failed([shownRefusal(refusal, request.requestId)]);
  }
}

/**
 * Opens the context of the caller whom the connection has saved. Returns null if it has expired. A caller of AppSync's is in
 * `start`: Amplify keeps one connection when its user signs out and another one signs in.
 * @throws {Refusal} that of the gate
 */
async function contextOfConnection(
  parts: SocketParts,
  { caller }: Connection,
  request: SocketRequest,
): Promise<RequestContext | null> {
  if (!caller) return null;
  const scope = await readmit(parts, caller, request);
  const { requestId, ip, remaining } = request;
  if (!isRefusal(scope))
    return contextOf(parts, scope, { requestId, ip, idempotencyKeys: [], ...deadlineOf({ remaining }) });
  // A client that is closed connects again with a fresh token.
  if (hasExpired(caller.saved, parts.platform.now())) return null;
  throw refuseRequest(scope, requestId, parts.log);
}

/** What became of an operation. */
interface ArmedOperation {
  readonly errors: readonly GraphQLFormattedError[];
  readonly armed: Armed | null;
  /**
   * Sends what the client missed since the cursor from which it resumes, within so many milliseconds. Returns the cursor
   * from which it could resume now, or null if the connection is gone.
   */
  readonly sendMissed: (remaining: number) => Promise<string | null>;
}

/** Runs the operation through the checks of a request, and arms it at their end. */
async function arm(
  parts: SocketParts,
  connection: Connection,
  { id, operation }: WantedSubscription,
  context: RequestContext,
): Promise<ArmedOperation> {
  const { schema, platform, subscriptionsOf, replay } = parts;
  const { id: connectionId, protocol } = connection;
  const { scope } = context;
  const { query, operationName, variables, extensions } = operation;
  requireSureFields(query);
  const { subscriptionsPerConnection: most } = realtimeLimitsOf(platform.plans, scope);
  let armed: Armed | null = null;
  let sendMissed: ArmedOperation['sendMissed'] = () => Promise.resolve(replay.cursorOf(scope));
  const errors = await parts.arm(operation, {
    ...context,
    async arm(document) {
      const plan = planSubscription(schema, platform.model, document, operationName, variables);
      requireListen(platform.model, plan, context);
      const cursor = cursorIn(extensions);
      const subscription: Subscription = {
        connectionId,
        id,
        protocol,
        topics: plan.topics,
        query,
        operationName,
        variables: variables as Json,
        caller: savedCaller(scope),
        resume: cursor === null ? null : await replay.placeOf(scope, plan, cursor),
      };
      const write = () => subscriptionsOf(scope).arm(subscription, { most });
      armed = await write();
      // The token of AppSync's `start` may be of another tenant than the one of the handshake.
      if (armed === 'unjoined' && (await join(parts, connection, scope)) === 'done') armed = await write();
      if (armed === 'full')
        throw new Refusal(
          'QUOTA_EXCEEDED',
          `A connection has ${most} subscriptions at most: end one, or open another connection.`,
        );
      if (cursor !== null)
        sendMissed = (remaining) =>
          replay.send(scope, subscription, { document, operationName, variables, plan }, remaining);
    },
  });
  return { errors, armed, sendMissed };
}

/** Returns the cursor from which a client resumes, or null if it begins. */
function cursorIn({ resumeFrom = null }: Readonly<Record<string, unknown>>): string | null {
  if (resumeFrom === null || typeof resumeFrom === 'string') return resumeFrom;
  throw new Refusal('BAD_REQUEST', '"extensions.resumeFrom" must be a text: the cursor of the last event.');
}
