import { cognitoVerifier, openGate } from '../../tenant/index.ts';
import { openDirectory, openLateCounters, openSubscriptions } from '../../store/index.ts';
import { openAuditRecorder, openMessagePace, planOf, type PlatformParts } from '../../platform/index.ts';
import { describeError } from '../../server/index.ts';
import { openDelivery } from '../../realtime/index.ts';
import { endpointsOf, openDisable, openHearing, openShownRows } from '../../webhooks/index.ts';
import { countRows, deliverEvents, notifyWebhooks, publishEvents, wakeWork } from '../../changes/index.ts';

import { createChangesHandler, type ChangesHandler } from '../changes-handler.ts';
import type { SystemParts } from '../system-parts.ts';
import { tenantSchema } from '../tenant-schema.ts';
import { subscriptionScopes } from './subscription-scopes.ts';

export type ChangesParts = Pick<
  SystemParts,
  | 'controlSendOf'
  | 'sendOf'
  | 'realtimeSendOf'
  | 'connectionsOf'
  | 'socketsOf'
  | 'tableOf'
  | 'users'
  | 'plans'
  | 'resolvers'
  | 'compat'
  | 'queue'
  | 'bus'
  | 'now'
  | 'log'
>;

/** Opens the function that reads the streams of the tables: it sends work, and delivers events to their subscribers. */
export function openChanges(parts: ChangesParts, platform: PlatformParts): ChangesHandler {
  const { controlSendOf, users, plans, resolvers, compat, queue, bus, now, log } = parts;
  const directory = openDirectory(controlSendOf('changes'));
  const recorder = openAuditRecorder(platform.control, now, (error) => {
    log({ level: 'error', message: 'audit: an event was not written', ...describeError(error) });
  });
  const realtimeSend = parts.realtimeSendOf('changes');
  const schema = tenantSchema(platform, resolvers, compat);
  const shared = {
    platform,
    gate: openGate(cognitoVerifier(users), directory, {
      now,
      featuresOf: (tenant) => planOf(plans, tenant).features,
    }),
    scopeOf: subscriptionScopes(directory, now),
    tableOf: parts.tableOf,
    sendOf: parts.sendOf('changes'),
    limiter: null,
    recorder,
    log,
  };
  const delivery = openDelivery({
    ...shared,
    schema,
    subscriptionsOf: (scope) => openSubscriptions(scope, realtimeSend(scope), now),
    connections: parts.connectionsOf('changes'),
    sockets: parts.socketsOf('changes'),
    pace: openMessagePace(plans, now),
  });
  const hearing = openHearing({
    ...shared,
    rows: openShownRows(schema, platform.model),
    endpointsOf: endpointsOf(platform.control, now),
    disable: openDisable(platform),
  });
  const handler = createChangesHandler({
    queue,
    log,
    types: platform.model.models,
    consumers: [
      wakeWork,
      deliverEvents(delivery),
      notifyWebhooks(hearing),
      publishEvents(bus),
      countRows({ ...shared, model: platform.model, counters: openLateCounters(now) }),
    ],
  });
  return async (event, time) => {
    try {
      return await handler(event, time);
    } finally {
      // Lambda freezes the process after an answer.
      await recorder.idle();
    }
  };
}
