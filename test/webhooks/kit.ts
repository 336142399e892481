import { randomBytes, randomUUID } from 'node:crypto';

import { Webhook } from 'standardwebhooks';

import type { Json } from '../../src/model/index.ts';
import { LAPTOP_TOO, openOutbound } from '../../src/outbound/index.ts';
import {
  openWebhookDeliveries,
  type DeliveryRecord,
  type WebhookDeliveries,
  type WebhookRecord,
} from '../../src/store/index.ts';
import { openTestApi, type TestApi, type TestApiOptions } from '../api.ts';
import { openServer, type TestServer } from '../outbound/servers.ts';
import { openBehind, type Behind } from '../shared/background.ts';

/** A message as the receiver got it. */
export interface Received {
  readonly path: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON. */
  readonly message: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, Json>>;
    readonly truncated?: true;
  };
  /** The time of the test's clock. */
  readonly at: number;
}

/** An answer of the receiver. `end` ends the connection without one, and `hang` says nothing. */
export type Answering =
  { readonly status: number; readonly headers?: Record<string, string> } | 'end' | 'hang';

export interface Rig {
  readonly api: TestApi;
  readonly behind: Behind;
  readonly server: TestServer;
  readonly received: Received[];
  /** What the receiver answers; 204 by default. */
  answer: (received: Received) => Answering;
  /** The clock of the system. */
  clock: { readonly now: () => number; forward(milliseconds: number): void };
  /** Returns the deliveries of a tenant. */
  deliveriesOf(tenant: string): Promise<WebhookDeliveries>;
  /** Adds an endpoint of a user, as the API does. */
  addEndpoint(tenant: string, user: string, more?: Partial<WebhookRecord>): Promise<WebhookRecord>;
  endpoint(endpoint: WebhookRecord): Promise<WebhookRecord | null>;
  /** Returns the messages to an endpoint, the oldest first. */
  log(endpoint: WebhookRecord): Promise<readonly DeliveryRecord[]>;
  /** Returns the messages that came to an endpoint. */
  at(endpoint: WebhookRecord): readonly Received[];
  close(): Promise<void>;
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Returns whether one of a message's signatures is the one that npm `standardwebhooks` makes by a secret. */
export function isSignedBy({ id, headers, body }: Received, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const signature = new Webhook(secret).sign(id, at, body);
  return (headers['webhook-signature'] ?? '').split(' ').includes(signature);
}

export async function openRig(options: TestApiOptions = {}): Promise<Rig> {
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    forward: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
  const received: Received[] = [];
  const server = await openServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const headers = request.headers as Readonly<Record<string, string>>;
      const one: Received = {
        path: request.url ?? '',
        id: headers['webhook-id'] ?? '',
        headers,
        body,
        message: JSON.parse(body) as Received['message'],
        at: clock.now(),
      };
      received.push(one);
      const answer = rig.answer(one);
      if (answer === 'end') request.socket.destroy();
      else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end();
    });
  });
  const api = await openTestApi({
    now: clock.now,
    outbound: openOutbound({ policy: LAPTOP_TOO, timeout: 2_000 }),
    ...options,
  });
  const behind = openBehind(api);
  await behind.settle();

  const userIdOf = async (tenant: string, user: string): Promise<string> => {
    for await (const { userId, username } of api.control.all('members', tenant))
      if (username === user) return userId;
    throw new Error(`There is no user "${user}".`);
  };
  const deliveriesOf = async (tenant: string): Promise<WebhookDeliveries> => {
    const scope = await api.jobParts.scopeOf(tenant, 'a test');
    return openWebhookDeliveries(scope, api.jobParts.sendOf(scope), { now: clock.now });
  };

  const rig: Rig = {
    api,
    behind,
    server,
    received,
    answer: () => ({ status: 204 }),
    clock,
    deliveriesOf,
    async addEndpoint(tenantId, user, more = {}) {
      const userId = await userIdOf(tenantId, user);
      const actor = { type: 'user', id: userId, name: user } as const;
      const id = randomUUID();
      const at = new Date(clock.now()).toISOString();
      const endpoint: WebhookRecord = {
        id,
        tenantId,
        url: `http://127.0.0.1:${server.port}/${id}`,
        description: '',
        events: ['*'],
        payload: 'FULL',
        status: 'ENABLED',
        disabledReason: null,
        secrets: [{ text: newSecret(), until: null }],
        caller: {
          is: 'user',
          claims: { sub: userId, username: user },
          expiresAt: Date.parse('9999-01-01') / 1000,
        },
        actsAs: actor,
        createdBy: actor,
        createdAt: at,
        updatedAt: at,
        ...more,
      };
      await api.control.transact((transaction) => {
        transaction.add('webhook', endpoint);
        return Promise.resolve();
      });
      // Endpoints are cached as long as members.
      clock.forward(6_000);
      return endpoint;
    },
    endpoint: ({ tenantId, id }) => api.control.get('webhook', { tenantId, id }),
    async log({ tenantId, id }) {
      const deliveries = await deliveriesOf(tenantId);
      const found: DeliveryRecord[] = [];
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof deliveries.list>> = await deliveries.list(id, {
          status: null,
          limit: 100,
          after,
        });
        found.push(...page.records);
        if (page.after === null) return found.reverse();
        ({ after } = page);
      }
    },
    at: ({ id }) => received.filter(({ path }) => path === `/${id}`),
    async close() {
      await server.close();
      await api.close();
    },
  };
  return rig;
}
