import type { CreatedTenant, Tenant } from '../../platform/generated/operator.ts';
import type { OperatorClient } from './client.ts';
import { command, type Commands, type Outcome } from './command.ts';
import { wholeNumber, YES } from './option.ts';
import { followPurge } from './scratch-tenant.ts';
import { TENANT, tenantOutcome, tenantFacts } from './show-tenant.ts';
import { facts } from './table.ts';

/** The commands for the steps in the life of a tenant. */
export const lifeCommands = {
  create: command({
    summary: 'Makes a tenant and invites its first owner; prints the token of the invitation, once.',
    operands: ['NAME'],
    options: {
      owner: { type: 'string', value: 'EMAIL', tells: 'who is invited as the first owner', needed: true },
      plan: { type: 'string', value: 'PLAN', tells: 'a plan of schema/plans.json', needed: true },
      key: { type: 'string', value: 'TEXT', tells: 'the same key again answers the same tenant' },
    },
    async run({ operands: [name], values: { owner, plan, key }, client }) {
      const { createTenant } = await client.ask<{ createTenant: CreatedTenant }>(
        `mutation ($input: CreateTenantInput!) {
          createTenant(input: $input) { tenant { ${TENANT} } invitation { id token expiresAt } }
        }`,
        { input: { name, plan, ownerEmail: owner, idempotencyKey: key } },
      );
      const { tenant, invitation } = createTenant;
      const { token, expiresAt: expires } = invitation ?? {};
      return {
        json: createTenant,
        text: facts({ ...tenantFacts(tenant), invited: owner, expires, token }),
      };
    },
  }),
  abandon: command({
    summary: 'Gives up a tenant that is still being set up, and deletes what an import put into it.',
    operands: ['ID'],
    options: {},
    async run({ operands: [id], client, terminal }) {
      await step(client, 'abandonTenant', [['id', 'ID!', id]]);
      await followPurge({ client, terminal }, id);
      const { tenant } = await client.ask<{ tenant: Tenant | null }>(
        `query ($id: ID!) { tenant(id: $id) { ${TENANT} } }`,
        { id },
      );
      return tenant ? tenantOutcome(tenant) : { json: null, text: facts({ id, status: 'removed' }) };
    },
  }),
  suspend: command({
    summary: 'Keeps a tenant out within 5 seconds, or lets it read and change nothing.',
    operands: ['ID'],
    options: {
      reason: { type: 'string', value: 'TEXT', tells: 'why; its members see it', needed: true },
      'read-only': { type: 'boolean', tells: 'members may read' },
    },
    run: ({ operands: [id], values, client }) =>
      step(client, 'suspendTenant', [
        ['id', 'ID!', id],
        ['mode', 'SuspensionMode!', values['read-only'] ? 'READ_ONLY' : 'BLOCKED'],
        ['reason', 'String!', values.reason],
      ]),
  }),
  resume: command({
    summary: 'Ends a suspension.',
    operands: ['ID'],
    options: {},
    run: ({ operands: [id], client }) => step(client, 'resumeTenant', [['id', 'ID!', id]]),
  }),
  plan: command({
    summary: 'Gives a tenant another plan.',
    operands: ['ID', 'PLAN'],
    options: {},
    run: ({ operands: [id, plan], client }) =>
      step(client, 'changePlan', [
        ['id', 'ID!', id],
        ['plan', 'String!', plan],
      ]),
  }),
  offboard: command({
    summary: 'Closes a tenant: it can be read and exported, and be purged once the days of grace are over.',
    operands: ['ID'],
    options: {
      reason: { type: 'string', value: 'TEXT', tells: 'why', needed: true },
      'grace-days': { type: 'string', value: 'N', tells: 'days until it may be purged', default: '30' },
      yes: YES,
    },
    async run({ operands: [id], values, client, terminal }) {
      const graceDays = wholeNumber('grace-days', values['grace-days']);
      if (!values.yes)
        await terminal.confirm(`The tenant "${id}" is closed: no user can change anything.`, id);
      return step(client, 'offboardTenant', [
        ['id', 'ID!', id],
        ['graceDays', 'Int', graceDays],
        ['reason', 'String!', values.reason],
      ]);
    },
  }),
  cancel: command({
    summary: 'Cancels the closing of a tenant: it is again what it was.',
    operands: ['ID'],
    options: {},
    run: ({ operands: [id], client }) => step(client, 'cancelOffboarding', [['id', 'ID!', id]]),
  }),
} satisfies Commands;

/** Sends a mutation that returns the tenant. */
async function step(
  client: OperatorClient,
  field: string,
  args: readonly (readonly [name: string, type: string, value: unknown])[],
): Promise<Outcome> {
  const declared = args.map(([name, type]) => `$${name}: ${type}`).join(', ');
  const passed = args.map(([name]) => `${name}: $${name}`).join(', ');
  const { tenant } = await client.ask<{ tenant: Tenant }>(
    `mutation (${declared}) { tenant: ${field}(${passed}) { ${TENANT} } }`,
    Object.fromEntries(args.map(([name, , value]) => [name, value])),
  );
  return tenantOutcome(tenant);
}
