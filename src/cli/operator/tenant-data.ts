import { statSync } from 'node:fs';

import type {
  ImportTenantInput,
  Tenant,
  TenantIsolation,
  TenantJob,
} from '../../platform/generated/operator.ts';
import { readArchive, writeArchive } from './archive-file.ts';
import { download, parsed, uploadFiles, type Facts } from './archive-transfer.ts';
import { Refused, type OperatorClient } from './client.ts';
import { command, type Commands } from './command.ts';
import { followJob, JOB } from './follow-job.ts';
import { YES } from './option.ts';
import { TENANT, tenantFacts } from './show-tenant.ts';
import { facts } from './table.ts';
import { WrongUsage } from './wrong-usage.ts';

/** The commands for all data of a tenant. A job does the work, and continues if the command is stopped. */
export const dataCommands = {
  export: command({
    summary: 'Writes all that a tenant has into a file.',
    operands: ['ID'],
    options: { out: { type: 'string', value: 'FILE', tells: 'the file to write', needed: true } },
    async run({ operands: [id], values: { out }, client, terminal }) {
      const begun = await client.ask<{ exportTenant: TenantJob }>(
        `mutation ($id: ID!) { exportTenant(id: $id) { ${JOB} } }`,
        { id },
      );
      const job = await followJob(client, terminal, begun.exportTenant);
      if (!job) throw new Refused('NOT_FOUND', `The export of "${id}" is gone.`);
      await writeArchive(out, download(client, terminal, job));
      const file = { file: out, bytes: statSync(out).size };
      return { json: { job, ...file }, text: facts({ tenant: id, job: job.id, rows: job.done, ...file }) };
    },
  }),
  import: command({
    summary:
      'Makes a tenant of an archive, with the same rows and ids; or gives a tenant the rows that it lacks.',
    operands: ['FILE'],
    options: {
      name: { type: 'string', value: 'NAME', tells: 'of the new tenant; that of the archive unless given' },
      plan: { type: 'string', value: 'PLAN', tells: 'of the new tenant; that of the archive unless given' },
      into: { type: 'string', value: 'ID', tells: 'in place of a new tenant, one that is there' },
      'with-members': { type: 'boolean', tells: 'also its members, as far as they can sign in here' },
      'with-overrides': { type: 'boolean', tells: 'also the limits and features of its own' },
      'leave-out-dangling': { type: 'boolean', tells: 'not the rows that refer to rows it lacks' },
    },
    async run({ operands: [file], values, client, terminal }) {
      const { name = null, plan = null, into = null } = values;
      const { 'with-members': withMembers = false, 'with-overrides': withOverrides = false } = values;
      const { 'leave-out-dangling': leaveOutDangling = false } = values;
      const { uploadId } = await uploadFiles({ client, terminal }, async (send) => {
        for await (const part of readArchive(file)) await send(part);
      });
      const input: ImportTenantInput = {
        archive: { uploadId },
        name,
        plan,
        into,
        withMembers,
        withOverrides,
        leaveOutDangling,
      };
      const begun = await client.ask<{ importTenant: TenantJob }>(
        `mutation ($input: ImportTenantInput!) { importTenant(input: $input) { ${JOB} } }`,
        { input },
      );
      const job = await followJob(client, terminal, begun.importTenant);
      const { tenant } = await askTenant(client, begun.importTenant.tenantId);
      const result = parsed(job?.result);
      return {
        json: { tenant, job, result },
        text: facts({ ...(tenant && tenantFacts(tenant)), ...result }),
      };
    },
  }),
  move: command({
    summary: 'Carries the rows of a tenant into a table of its own, or back; it can be read meanwhile.',
    operands: ['ID'],
    options: { to: { type: 'string', value: 'PLACE', tells: 'silo or pool', needed: true } },
    async run({ operands: [id], values, client, terminal }) {
      const to = Object.hasOwn(PLACES, values.to) ? PLACES[values.to] : undefined;
      if (!to) throw new WrongUsage(`--to takes "silo" or "pool", not "${values.to}".`, '');
      const begun = await client.ask<{ moveTenant: TenantJob }>(
        `mutation ($id: ID!, $to: TenantIsolation!) { moveTenant(id: $id, to: $to) { ${JOB} } }`,
        { id, to },
      );
      const job = await followJob(client, terminal, begun.moveTenant);
      const { tenant } = await askTenant(client, id);
      const { items } = parsed(job?.result);
      return { json: { tenant, job, items }, text: facts({ ...(tenant && tenantFacts(tenant)), items }) };
    },
  }),
  purge: command({
    summary: 'Deletes all that there is of a closed tenant, and prints the certificate of it.',
    operands: ['ID'],
    options: {
      now: { type: 'boolean', tells: 'also before its days of grace are over' },
      'keep-archives': { type: 'boolean', tells: 'leave its exports' },
      yes: YES,
    },
    async run({ operands: [id], values, client, terminal }) {
      const { now = false, 'keep-archives': keepArchives = false, yes } = values;
      if (!yes) await terminal.confirm(`All data of the tenant "${id}" is deleted for good.`, id);
      const begun = await client.ask<{ purgeTenant: TenantJob }>(
        `mutation ($id: ID!, $now: Boolean!, $keepArchives: Boolean!) {
          purgeTenant(id: $id, now: $now, keepArchives: $keepArchives) { ${JOB} }
        }`,
        { id, now, keepArchives },
      );
      await followJob(client, terminal, begun.purgeTenant);
      const { tenant } = await askTenant(client, id);
      const certificate = parsed(tenant?.certificate);
      return { json: certificate, text: certificateText(certificate) };
    },
  }),
} satisfies Commands;

const PLACES: Readonly<Record<string, TenantIsolation>> = { pool: 'POOL', silo: 'SILO' };

function askTenant(client: OperatorClient, id: string): Promise<{ readonly tenant: Tenant | null }> {
  return client.ask(`query ($id: ID!) { tenant(id: $id) { ${TENANT} certificate } }`, { id });
}

function certificateText({ deleted, verified, ...rest }: Facts): string {
  const counts = Object.entries(deleted ?? {}).map(([what, count]) => `${String(count)} ${what}`);
  return facts({
    tenant: rest['tenantId'],
    started: rest['startedAt'],
    finished: rest['finishedAt'],
    deleted: counts.join(', '),
    'looked again in': `${Array.isArray(verified) ? verified.length : 0} places`,
    'left there': rest['remaining'],
    'archives kept': rest['archivesKept'],
    sha256: rest['sha256'],
  });
}
