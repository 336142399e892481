import { readFileSync } from 'node:fs';

import { dataOf } from '../engine/answers.ts';
import { HOUR, openWebhookRig, type WebhookRig } from '../platform/webhooks/webhook-kit.ts';
import { BUILT_IN_ROLES, permissionsOfRole } from '../../src/tenant/rights.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');
const [create = '', rotate = '', log = ''] = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);

let rig: WebhookRig;
beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.api.close());

describe('docs/webhooks.md', () => {
  it('registers an endpoint, rotates its secret and reads its log', async () => {
    const { webhook, secret } = dataOf(await rig.api.ask('alice', create))['createWebhook'] as {
      webhook: { id: string; status: string };
      secret: string;
    };
    expect([webhook.status, secret.slice(0, 6)]).toEqual(['ENABLED', 'whsec_']);
    const { id } = webhook;
    expect(dataOf(await rig.api.ask('alice', rotate, { id }))).toMatchObject({
      rotateWebhookSecret: { webhook: { oldSecretUntil: new Date(rig.now() + 24 * HOUR).toISOString() } },
    });
    expect(dataOf(await rig.api.ask('alice', log, { id }))).toEqual({
      webhookDeliveries: { items: [], nextToken: null },
    });
  });

  it('lists each permission, which an administrator has', () => {
    const words = Object.values({ ...rig.api.model.queries, ...rig.api.model.mutations }).flatMap(
      ({ permission }) => (permission?.startsWith('TenantWebhook:') ? [permission] : []),
    );
    const listed = [...page.matchAll(/^\| `(TenantWebhook:\w+)` /gm)].map(([, word]) => word);
    expect(listed.toSorted()).toEqual([...new Set(words)].toSorted());
    const roles = BUILT_IN_ROLES.filter((role) =>
      permissionsOfRole(role, { roles: {} }).includes('TenantWebhook:*'),
    );
    expect(roles).toEqual(['ADMIN']);
  });

  it('names the audit events of the code', () => {
    const sources = ['edit-webhook', 'create-webhook', 'send-webhook'].map((name) =>
      readFileSync(`src/platform/webhooks/${name}.ts`, 'utf8'),
    );
    const actions = new Set(
      sources
        .join('')
        .match(/'webhook\.\w+'/g)
        ?.map((text) => text.slice(1, -1)),
    );
    for (const action of actions) expect(page).toContain(`\`${action}\``);
    expect(actions.size).toBe(8);
  });
});
