import type { GraphQLSchema } from 'graphql';

import { isRefusal, openGate, type SavedCaller, type Scope } from '../../src/tenant/index.ts';
import { compile, type SubscriptionEvent } from '../../src/engine/index.ts';
import type { Json } from '../../src/model/index.ts';
import { countWork, openMessagePace, planOf, type AuditRecorder } from '../../src/platform/index.ts';
import { openDelivery, openReplay, type Delivery, type Replay } from '../../src/realtime/index.ts';
import { subscriptionScopes } from '../../src/lambda/functions/subscription-scopes.ts';
import {
  openDirectory,
  openSubscriptions,
  TTL,
  type Sockets,
  type Subscription,
  type Subscriptions,
} from '../../src/store/index.ts';
import { deleteItems, putItems } from '../../src/store/dynamo/driver/batches.ts';
import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';
import { topicKey } from '../../src/store/dynamo/keys/realtime-keys.ts';
import { attributesOf } from '../../src/store/dynamo/realtime/subscription.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi, type TestApi, type TestApiOptions } from '../api.ts';

export type Change = Parameters<Delivery['deliver']>[1][number];

/** What a client got on one connection, in its order. */
export interface Frame {
  readonly id: string;
  readonly type: string;
  readonly payload: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
    readonly extensions?: { readonly eventId: string; readonly cursor?: string };
  };
}

/** Called before and after each call on subscriptions of the delivery, and of the rest. They may throw. */
export interface Hooks {
  delivery: () => void | Promise<void>;
  replay: () => void | Promise<void>;
}

/** An event of the audit. */
interface Audited {
  readonly tenantId: string;
  /** The name of who caused it. */
  readonly actor: string;
  readonly action: string;
  readonly detail: Json | undefined;
}

export interface Rig {
  readonly api: TestApi;
  /** The delivery of the process. */
  readonly delivery: Delivery;
  /** Opens the delivery of another process, which knows nothing of what the last one did. */
  restart(): void;
  readonly replay: Replay;
  readonly gateway: TestApi['gateway'];
  /** The calls on rows and on subscriptions. */
  readonly calls: Call[];
  /** The calls on the control table. */
  readonly controlCalls: Call[];
  /** What the delivery recorded in the audit. */
  readonly audited: readonly Audited[];
  readonly hooks: Hooks;
  readonly schema: GraphQLSchema;
  /** How often a field of Subscription was executed. */
  executions: number;
  /** Opens the scope of a caller, as the gate does for a connection. */
  readmit(tenant: string, caller: SavedCaller): Promise<Scope>;
  callerOf(user: string, claims?: object): Promise<SavedCaller>;
  scopeOf(tenant: string): Promise<Scope>;
  subscriptionsOf(tenant: string): Promise<Subscriptions>;
  /** Joins a connection and arms a subscription. */
  arm(
    tenant: string,
    user: string,
    query: string,
    more?: Partial<Subscription> & { readonly claims?: object },
  ): Promise<Subscription>;
  /** Writes the items by which events find subscriptions, without their connections. Returns what deletes them. */
  putMany(tenant: string, subscriptions: readonly Subscription[]): Promise<() => Promise<void>>;
  /** Delivers changes of a tenant. */
  deliver(tenant: string, ...changes: readonly Change[]): Promise<void>;
  /** Returns what a connection got. */
  got(connectionId: string): readonly Frame[];
}

/** `sockets` are those to which events are posted, in place of the fake gateway. */
export async function openRig({
  sockets,
  ...options
}: TestApiOptions & { readonly sockets?: Sockets } = {}): Promise<Rig> {
  const api = await openTestApi(options);
  const { parts, platform, model, gateway } = api;
  const { now, plans, log } = parts;
  const calls: Call[] = [];
  const controlCalls: Call[] = [];
  const schema = countWork(compile(model, options.resolvers ?? {}));
  const rows = parts.sendOf('changes');
  const realtime = parts.realtimeSendOf('changes');
  const directory = openDirectory(recordCalls(parts.controlSendOf('changes'), controlCalls).send);
  const sendOf: typeof rows = (...of) => recordCalls(rows(...of), calls).send;
  const hooks: Hooks = { delivery: () => undefined, replay: () => undefined };
  const subscriptionsAs =
    (process: keyof Hooks) =>
    (scope: Scope): Subscriptions => {
      const { send } = recordCalls(realtime(scope), calls);
      return openSubscriptions(
        scope,
        async (...of) => {
          await hooks[process]();
          const output = await send(...of);
          await hooks[process]();
          return output;
        },
        now,
      );
    };
  const scopes = subscriptionScopes(directory, now);
  const scopeOf = async (tenant: string): Promise<Scope> => {
    const scope = await scopes(tenant);
    if (!scope) throw new Error(`There is no tenant "${tenant}".`);
    return scope;
  };
  const subscriptionsIn = subscriptionsAs('replay');
  const audited: Audited[] = [];
  const recorder: AuditRecorder = {
    record: (tenantId, { actor }, { action, detail }) => {
      audited.push({ tenantId, actor: actor.name, action, detail });
    },
    idle: () => Promise.resolve(),
  };
  const gate = openGate(() => Promise.reject(new Error('No token.')), directory, {
    now,
    featuresOf: (tenant) => planOf(plans, tenant).features,
  });
  const shared = { schema, platform, sendOf, recorder, log, limiter: null, sockets: sockets ?? gateway };
  const openProcess = (): Delivery =>
    openDelivery({
      ...shared,
      gate,
      scopeOf: scopes,
      tableOf: parts.tableOf,
      subscriptionsOf: subscriptionsAs('delivery'),
      connections: parts.connectionsOf('changes'),
      pace: openMessagePace(plans, now),
    });
  let delivery = openProcess();
  const replay = openReplay({ ...shared, subscriptionsOf: subscriptionsIn });
  let ids = 0;

  const callerOf = async (user: string, claims: object = {}): Promise<SavedCaller> => {
    for (const { id } of (await api.control.list('tenants', '')).records)
      for (const { userId, username } of (await api.control.list('members', id)).records)
        if (username === user)
          return {
            is: 'user',
            claims: { sub: userId, username, ...claims },
            expiresAt: now() / 1000 + 3600,
          };
    throw new Error(`There is no user "${user}".`);
  };

  const rig: Rig = {
    api,
    get delivery() {
      return delivery;
    },
    restart() {
      delivery = openProcess();
    },
    replay,
    gateway,
    calls,
    controlCalls,
    audited,
    hooks,
    schema,
    executions: 0,
    async readmit(tenant, caller) {
      const [scope] = await gate.readmit(tenant, [caller]);
      if (!scope || isRefusal(scope)) throw scope ?? new Error('There is no answer.');
      return scope;
    },
    callerOf,
    scopeOf,
    subscriptionsOf: async (tenant) => subscriptionsIn(await scopeOf(tenant)),
    async arm(tenant, user, query, { claims, ...more } = {}) {
      const subscriptions = subscriptionsIn(await scopeOf(tenant));
      const subscription: Subscription = {
        connectionId: `c${(ids += 1)}`,
        id: 'op',
        protocol: 'graphql-transport-ws',
        topics: ['Task'],
        query,
        operationName: null,
        variables: {},
        caller: await callerOf(user, claims),
        resume: null,
        ...more,
      };
      const { connectionId } = subscription;
      await subscriptions.join(connectionId, { at: now(), expiresAt: now() / 1000 + 7200, most: null });
      expect(await subscriptions.arm(subscription, { most: 100 })).toBe('armed');
      return subscription;
    },
    async putMany(tenant, subscriptions) {
      const scope = await scopeOf(tenant);
      const items = subscriptions.flatMap((one) =>
        one.topics.map((topic) => ({
          ...topicKey(scope.tenantId, topic, one.connectionId, one.id),
          ...attributesOf(one),
          [TTL]: now() / 1000 + 7200,
        })),
      );
      await putItems(items, realtime(scope));
      const keys = items.map(({ [PK]: pk, [SK]: sk }) => ({ [PK]: pk, [SK]: sk }));
      return () => deleteItems(keys, realtime(scope));
    },
    deliver: (tenant, ...changes) => delivery.deliver(tenant, changes, 30_000),
    got: (connectionId) =>
      (gateway.frames.get(connectionId) ?? []).map((frame) => JSON.parse(frame) as Frame),
  };
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(fields)) {
    const { resolve } = field;
    field.resolve = (source: SubscriptionEvent, ...rest) => {
      rig.executions += 1;
      return resolve?.(source, ...rest);
    };
  }
  return rig;
}
