import type { Tenant, TenantConnection } from '../../generated/operator.ts';
import { itemsOf } from './client.ts';
import { command, type Commands, type Outcome } from './command.ts';
import { facts, table } from './table.ts';
import { Refused } from './client.ts';

/** What the commands show of a tenant. */
const SHOWN = 'id name status statusReason plan seats createdAt';

/** `npm run tenant`: the life of the tenants. */
export const tenantCommands: Commands = {
  list: command({
    summary: 'Lists all tenants.',
    operands: [],
    options: {},
    help: '',
    async run({ client }) {
      const tenants: Tenant[] = [];
      const page = (nextToken: string | null) =>
        client
          .ask<{ tenants: TenantConnection }>(
            `query ($nextToken: String) { tenants(limit: 100, nextToken: $nextToken) { items { ${SHOWN} } nextToken } }`,
            { nextToken },
          )
          .then(({ tenants }) => tenants);
      for await (const tenant of itemsOf(page)) tenants.push(tenant);
      const rows = tenants.map(({ id, name, status, plan, seats }) => [
        id,
        name,
        status,
        plan,
        String(seats),
      ]);
      return { json: tenants, text: table(['ID', 'NAME', 'STATUS', 'PLAN', 'SEATS'], rows) };
    },
  }),
  show: command({
    summary: 'Shows one tenant.',
    operands: ['ID'],
    options: {},
    help: '',
    async run({ operands: [id], client }) {
      const { tenant } = await client.ask<{ tenant: Tenant | null }>(
        `query ($id: ID!) { tenant(id: $id) { ${SHOWN} } }`,
        { id },
      );
      if (!tenant) throw new Refused('NOT_FOUND', `There is no tenant "${id}".`);
      return outcome(tenant);
    },
  }),
};

function outcome(tenant: Tenant): Outcome {
  const { id, name, status, statusReason, plan, seats, createdAt } = tenant;
  return {
    json: tenant,
    text: facts({ id, name, status, reason: statusReason, plan, seats, created: createdAt }),
  };
}
