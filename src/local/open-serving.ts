import type { Model } from '../model/index.ts';
import { infoOfSchedules } from '../engine/index.ts';
import { openSystem, type Handlers, type SharedParts, type System } from '../lambda/index.ts';
import type { Gateway } from '../local-cloud/gateway/index.ts';
import { byName, type Seed } from '../app/index.ts';
import type { App } from './ground.ts';
import type { Served } from './served.ts';
import { openTenantGateway, type GatewayOptions } from './tenant-plane.ts';

/** An app that is served. */
export interface Serving {
  readonly model: Model;
  readonly seed: Seed;
  readonly system: System;
  /** It has the usage plans of the app, and keeps only answers of its API. */
  readonly tenantGateway: Gateway;
}

/** Opens what serves an app. A request that waits for its body gets the app that is served when the body is there. */
export function openServing(
  { model, resolvers, schedules: loaded, plans, mails, seed }: App,
  parts: Omit<SharedParts, 'model' | 'resolvers' | 'schedules' | 'scheduleInfos' | 'plans' | 'mailTemplates'>,
  options: GatewayOptions,
  handlers: Pick<Handlers, 'graphql' | 'authorizer'>,
): Serving {
  const schedules = byName(loaded);
  const own = { model, resolvers, schedules, plans, scheduleInfos: infoOfSchedules(schedules) };
  const system = openSystem({ ...parts, ...own, mailTemplates: mails });
  return { model, seed, system, tenantGateway: openTenantGateway(handlers, plans, options) };
}

/** Returns handlers that call those of the app that is served. */
export function currentHandlers(served: () => Served<Serving>): Handlers {
  return {
    graphql: (event, context) => served().use(({ system }) => system.handlers.graphql(event, context)),
    socket: (event, time) => served().use(({ system }) => system.handlers.socket(event, time)),
    operator: (event, context) => served().use(({ system }) => system.handlers.operator(event, context)),
    changes: (event) => served().use(({ system }) => system.handlers.changes(event)),
    webhooks: (event, time) => served().use(({ system }) => system.handlers.webhooks(event, time)),
    work: (event, time) => served().use(({ system }) => system.handlers.work(event, time)),
    files: (event) => served().use(({ system }) => system.handlers.files(event)),
    authorizer: (event) => served().current().system.handlers.authorizer(event),
    'operator-authorizer': (event) => served().current().system.handlers['operator-authorizer'](event),
    meter: (event) => served().current().system.handlers.meter(event),
    'pre-token': (event) => served().current().system.handlers['pre-token'](event),
    'pre-sign-up': (event) => served().current().system.handlers['pre-sign-up'](event),
    'post-confirmation': (event) => served().current().system.handlers['post-confirmation'](event),
  };
}
