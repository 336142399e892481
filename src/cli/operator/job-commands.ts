import type { TenantJob, TenantJobConnection } from '../../platform/generated/operator.ts';
import { allOf } from './client.ts';
import { command, type Commands } from './command.ts';
import { JOB } from './follow-job.ts';
import { facts, table } from './table.ts';

/** The commands for the jobs of a tenant. */
export const jobCommands = {
  jobs: command({
    summary: 'Lists the jobs of a tenant: exports, imports, moves and purges.',
    operands: ['ID'],
    options: {},
    async run({ operands: [tenantId], client }) {
      const jobs = await allOf((nextToken) =>
        client
          .ask<{ jobs: TenantJobConnection }>(
            `query ($tenantId: ID!, $nextToken: String) {
              jobs(tenantId: $tenantId, nextToken: $nextToken) { items { ${JOB} createdAt } nextToken }
            }`,
            { tenantId, nextToken },
          )
          .then(({ jobs }) => jobs),
      );
      const rows = jobs.map(({ id, kind, status, createdAt }) => [id, kind, status, createdAt]);
      return { json: jobs, text: table(['ID', 'KIND', 'STATUS', 'CREATED'], rows) };
    },
  }),
  'cancel-job': command({
    summary: 'Ends an open job of a tenant; a move goes back to where its rows were.',
    operands: ['ID', 'JOB'],
    options: {},
    async run({ operands: [tenantId, id], client }) {
      const { cancelJob: job } = await client.ask<{ cancelJob: TenantJob }>(
        `mutation ($tenantId: ID!, $id: ID!) { cancelJob(tenantId: $tenantId, id: $id) { ${JOB} } }`,
        { tenantId, id },
      );
      const { kind, status, error } = job;
      return { json: job, text: facts({ tenant: tenantId, job: job.id, kind, status, error }) };
    },
  }),
} satisfies Commands;
