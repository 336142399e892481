import {
  isGone,
  LOOK_UP_TTL,
  savedUserId,
  ttlCache,
  type Isolation,
  type Scope,
} from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';
import {
  deliveryId,
  openWebhookDeliveries,
  type Change,
  type Control,
  type NewDelivery,
  type RowEvent,
  type WebhookRecord,
} from '../../store/index.ts';
import { mayHear } from '../../engine/index.ts';
import { eventName, hears } from '../../platform/index.ts';
import { contextOf, deadlineOf } from '../../server/index.ts';
import { bodyOf, truncatedBody, type Happened } from './body.ts';
import { admitCreators, type LiveEndpoint } from './creators.ts';
import type { HearingParts } from './hearing-parts.ts';
import type { Extent } from './shown-rows.ts';

/** What the endpoints of tenants hear. */
export interface Hearing {
  /** Returns whether an endpoint may hear of a change. */
  hearsOf(change: Change): boolean;
  /**
   * Enqueues a message for each endpoint of a tenant that hears of a change. A repeat enqueues the same messages, with the same
   * ids.
   * @param remaining milliseconds that it may take
   * @returns how many messages there are
   */
  hear(tenantId: string, changes: readonly Change[], remaining: number): Promise<number>;
}

/** A change of which endpoints can hear. */
interface Heard {
  readonly name: string;
  readonly type: ModelType;
  readonly event: RowEvent;
  readonly change: Change;
}

/** Messages that are written in one call. */
const AT_ONCE = 100;

/** Returns the endpoints of a tenant, at most `LOOK_UP_TTL` old. */
export function endpointsOf(
  control: Pick<Control, 'all'>,
  now: () => number,
): (tenantId: string) => Promise<readonly WebhookRecord[]> {
  return ttlCache(LOOK_UP_TTL, now, async (tenantId: string) => {
    const found: WebhookRecord[] = [];
    for await (const endpoint of control.all('webhooks', tenantId)) found.push(endpoint);
    return found;
  });
}

/** Opens the hearing of a process. */
export function openHearing(parts: HearingParts): Hearing {
  const { model } = parts.platform;

  const heardOf = (change: Change): readonly Heard[] => {
    const { of, rowEvent: event } = change;
    if (of.is !== 'row' || !event) return [];
    const type = Object.hasOwn(model.models, of.type) ? model.models[of.type] : undefined;
    if (!type?.webhook?.includes(event.is)) return [];
    return [{ name: eventName(type.name, event.is), type, event, change }];
  };

  return {
    hearsOf: (change) => heardOf(change).length > 0,
    async hear(tenantId, changes, remaining) {
      const found = changes.flatMap(heardOf);
      const scope = found.length > 0 ? await parts.scopeOf(tenantId) : null;
      if (!scope || !hasEndpoints(scope)) return 0;
      const heard = found.filter(({ change }) => change.table === parts.tableOf(scope, change.at));
      const endpoints = (await parts.endpointsOf(tenantId)).filter((endpoint) =>
        heard.some(({ name }) => isMeant(endpoint, name)),
      );
      if (endpoints.length === 0) return 0;
      const live = await admitCreators(parts, tenantId, endpoints);
      const until = deadlineOf({ remaining });
      let waiting: NewDelivery[] = [];
      let enqueued = 0;
      const enqueue = async (): Promise<void> => {
        await enqueueIn(parts, scope, waiting);
        enqueued += waiting.length;
        waiting = [];
      };
      for (const one of heard) {
        waiting.push(...(await messagesOf(parts, one, live, until)));
        if (waiting.length >= AT_ONCE) await enqueue();
      }
      if (waiting.length > 0) await enqueue();
      return enqueued;
    },
  };
}

const TABLES: readonly Isolation[] = ['POOL', 'SILO'];

/**
 * Enqueues messages in the tenant's table. While its rows are being moved, they are put into both tables: which one has them
 * afterwards is not known yet, and the stream does not wait. The copy of a put is the same item.
 */
async function enqueueIn(
  { sendOf, platform: { now } }: HearingParts,
  scope: Scope,
  messages: readonly NewDelivery[],
): Promise<void> {
  const { status, isolation } = scope.tenant;
  const tables =
    status === 'MOVING' ? [...TABLES].sort((table) => (table === isolation ? -1 : 1)) : [undefined];
  for (const table of tables)
    await openWebhookDeliveries(scope, sendOf(scope, table), { now }).enqueue(messages);
}

function isMeant({ status, events }: WebhookRecord, name: string): boolean {
  return status === 'ENABLED' && hears(events, name);
}

/** Returns whether a tenant may have endpoints: it is there, and is not being made. */
function hasEndpoints({ tenant }: Scope): boolean {
  return !isGone(tenant) && tenant.status !== 'PROVISIONING';
}

async function messagesOf(
  parts: HearingParts,
  { name, type, event: { row }, change }: Heard,
  live: readonly LiveEndpoint[],
  until: ReturnType<typeof deadlineOf>,
): Promise<readonly NewDelivery[]> {
  const { model } = parts.platform;
  const { at, eventId, table } = change;
  const happened: Happened = { type: name, timestamp: new Date(at).toISOString() };
  // Endpoints with the same creator get the same body.
  const bodies = new Map<string, Promise<string>>();
  const bodyFor = (scope: Scope, extent: Extent): Promise<string> => {
    const request = { ...until, requestId: eventId, ip: null, idempotencyKeys: [] };
    const context = contextOf(parts, scope, request);
    const show = (how: Extent) => parts.rows.show(type, row, how, context);
    return show(extent)
      .then(async (data) => bodyOf(happened, data) ?? truncatedBody(happened, await show('THIN')))
      .finally(() => {
        context.work.endAnswered();
      });
  };
  const meant = live.filter(({ endpoint }) => isMeant(endpoint, name));
  const messages = await Promise.all(
    meant.map(async ({ endpoint, scope }): Promise<NewDelivery | null> => {
      if (!mayHear(model, type.name, row, { scope })) return null;
      const { id: webhookId, payload, caller } = endpoint;
      const key = JSON.stringify([payload, caller]);
      const body = bodies.get(key) ?? bodyFor(scope, payload);
      bodies.set(key, body);
      return {
        id: deliveryId(webhookId, at, `${table} ${eventId}`),
        webhookId,
        event: name,
        body: await body,
        as: savedUserId(caller),
        createdAt: happened.timestamp,
      };
    }),
  );
  return messages.filter((message) => message !== null);
}
