import { cognitoVerifier, openGate } from '../../tenant/index.ts';
import { openDirectory, openSubscriptions } from '../../store/index.ts';
import { planOf, type PlatformParts } from '../../platform/index.ts';
import { logLimitTrouble } from '../../server/index.ts';

import { createSocketHandler } from '../socket-handler.ts';
import type { SocketHandler } from '../socket-events.ts';
import type { SystemParts } from '../system-parts.ts';
import { subscriptionScopes } from './subscription-scopes.ts';

export type SocketFunctionParts = Pick<
  SystemParts,
  | 'controlSendOf'
  | 'sendOf'
  | 'realtimeSendOf'
  | 'connectionsOf'
  | 'socketsOf'
  | 'users'
  | 'plans'
  | 'resolvers'
  | 'compat'
  | 'openLimiter'
  | 'now'
  | 'log'
>;

/** Opens the function behind the WebSocket API, which a schedule calls too. */
export function openSocket(parts: SocketFunctionParts, platform: PlatformParts): SocketHandler {
  const { controlSendOf, users, plans, resolvers, compat, openLimiter, now, log } = parts;
  const directory = openDirectory(controlSendOf('socket'));
  const realtimeSend = parts.realtimeSendOf('socket');
  return createSocketHandler({
    platform,
    resolvers,
    compat,
    gate: openGate(cognitoVerifier(users), directory, {
      now,
      featuresOf: (tenant) => planOf(plans, tenant).features,
    }),
    limiter: openLimiter?.({ ...platform, onTrouble: logLimitTrouble(log) }) ?? null,
    scopeOf: subscriptionScopes(directory, now),
    sendOf: parts.sendOf('socket'),
    subscriptionsOf: (scope) => openSubscriptions(scope, realtimeSend(scope), now),
    connections: parts.connectionsOf('socket'),
    sockets: parts.socketsOf('socket'),
    log,
  });
}
