import { openOutbound } from '../../../src/outbound/index.ts';
import {
  openWebhookDeliveries,
  type AuditEvent,
  type WebhookDeliveries,
  type WebhookRecord,
} from '../../../src/store/index.ts';
import { openTestApi, type Answer, type TestApi } from '../../api.ts';
import type { TestApiOptions } from '../../api-options.ts';
import { dataOf } from '../../engine/answers.ts';
import { dump } from '../dump.ts';
import { scopeOf } from '../../tenants.ts';

export const HOUR = 3_600_000;

const WEBHOOK = `id url description events payload status disabledReason createdBy { name } actsAs { name }
  oldSecretUntil health { failures failingSince pausedUntil lastDeliveryAt }`;
export const CREATE = `mutation ($input: TenantWebhookInput!) {
  createWebhook(input: $input) { webhook { ${WEBHOOK} } secret } }`;
export const UPDATE = `mutation ($id: ID!, $input: TenantWebhookChange!) {
  updateWebhook(id: $id, input: $input) { ${WEBHOOK} } }`;
export const ROTATE = `mutation ($id: ID!, $overlapHours: Int! = 24) {
  rotateWebhookSecret(id: $id, overlapHours: $overlapHours) { webhook { ${WEBHOOK} } secret } }`;
export const ENABLE = `mutation ($id: ID!) { enableWebhook(id: $id) { ${WEBHOOK} } }`;
export const DISABLE = `mutation ($id: ID!) { disableWebhook(id: $id) { ${WEBHOOK} } }`;
export const DELETE = 'mutation ($id: ID!) { deleteWebhook(id: $id) { id } }';
export const READ = `query ($id: ID!) { webhook(id: $id) { ${WEBHOOK} } }`;

const DELIVERY = `id event status payload nextAttemptAt webhook { id }
  attempts { at status durationMs error }`;
export const TEST = `mutation ($id: ID!) { sendTestWebhook(id: $id) { ${DELIVERY} } }`;
export const LOG = `query ($id: ID!, $status: TenantWebhookDeliveryStatus, $limit: Int, $nextToken: String) {
  webhookDeliveries(webhook: $id, status: $status, limit: $limit, nextToken: $nextToken) {
    items { ${DELIVERY} } nextToken } }`;
export const REPLAY = `mutation ($id: ID!) { replayWebhookDelivery(id: $id) { ${DELIVERY} } }`;
export const REPLAY_ALL = `mutation ($id: ID!, $since: AWSDateTime!) {
  replayWebhookDeliveries(webhook: $id, since: $since) { replayed complete } }`;

/** A name that resolves to an inner address. Every other one resolves to a public one. */
export const INNER = 'inner.example.test';
export const outbound = openOutbound({
  resolve: (host) => Promise.resolve([host === INNER ? '10.0.0.8' : '93.184.215.14']),
});

/** An API with endpoints, and a clock. */
export interface WebhookRig {
  readonly api: TestApi;
  /** Milliseconds by which the clock is ahead. */
  ahead: number;
  now(): number;
  /** Creates an endpoint as a user. */
  create(user: string, input?: object): Promise<{ readonly id: string; readonly secret: string }>;
  /** Asks with an idempotency key. */
  askOnce(user: string, key: string, query: string, variables: object): Promise<Answer>;
  record(id: string, tenantId?: string): Promise<WebhookRecord | null>;
  deliveries(tenant: string): WebhookDeliveries;
  /** Returns the events of an action that wait to be sealed, of both tables. */
  events(action: string): Promise<readonly AuditEvent[]>;
}

export async function openWebhookRig(options: Partial<TestApiOptions> = {}): Promise<WebhookRig> {
  const start = Date.now();
  let ahead = 0;
  const now = (): number => start + ahead;
  const api = await openTestApi({ now, outbound, ...options });
  const rig: WebhookRig = {
    api,
    get ahead() {
      return ahead;
    },
    set ahead(milliseconds) {
      ahead = milliseconds;
    },
    now,
    async create(user, input = {}) {
      const made = await api.ask(user, CREATE, { input: { url: 'https://hooks.example.test/x', ...input } });
      const { webhook, secret } = dataOf(made)['createWebhook'] as {
        webhook: { id: string };
        secret: string;
      };
      return { id: webhook.id, secret };
    },
    askOnce: async (user, key, query, variables) =>
      api.askAs(await api.token(user), query, variables, { 'idempotency-key': key }),
    record: (id, tenantId = 'acme') => api.control.get('webhook', { tenantId, id }),
    deliveries: (tenant) =>
      openWebhookDeliveries(scopeOf(tenant), api.jobParts.sendOf(scopeOf(tenant)), { now }),
    async events(action) {
      const found: AuditEvent[] = [];
      for await (const event of api.control.all('events', 'acme')) found.push(event);
      for (const { key, item } of await dump(api))
        if (key.startsWith('data T#acme#AUDIT#NEW#'))
          found.push(JSON.parse(item['event']?.S ?? '') as AuditEvent);
      return found.filter((event) => event.action === action);
    },
  };
  return rig;
}
