import type { ImportTenantInput, TenantJob, TenantJobConnection } from '../../platform/generated/operator.ts';
import type { OperatorClient } from './client.ts';
import { followJob, JOB } from './follow-job.ts';
import type { Terminal } from './terminal.ts';

/** Exit code of a command that the signal of Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Imports an archive into a scratch tenant, lets `look` examine it, and removes it, also after an error or Ctrl-C. Says
 * how to remove it if this process is killed.
 */
export async function withScratchTenant<Result>(
  { client, terminal }: { readonly client: OperatorClient; readonly terminal: Terminal },
  input: Pick<ImportTenantInput, 'archive' | 'plan'>,
  look: (job: TenantJob) => Promise<Result>,
): Promise<Result> {
  const importing = client.ask<{ importTenant: TenantJob }>(
    `mutation ($input: ImportTenantInput!) { importTenant(input: $input) { ${JOB} } }`,
    { input: { ...input, scratch: true, withMembers: true, withOverrides: true } },
  );
  const leave = (): void => {
    void importing
      .then(async ({ importTenant: { tenantId } }) => {
        await abandon(client, tenantId);
        terminal.say(`Stopped: the server removes the scratch tenant ${tenantId}.`);
      })
      .catch((error: unknown) => {
        terminal.say(String(error));
      })
      .finally(() => process.exit(INTERRUPTED));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, leave);
  try {
    const { importTenant: begun } = await importing;
    const { tenantId } = begun;
    terminal.say(`The scratch tenant is ${tenantId}. ${howToRemove(tenantId)}`);
    try {
      return await look(begun);
    } finally {
      await remove({ client, terminal }, tenantId);
    }
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}

function howToRemove(id: string): string {
  return `If this command is killed, remove it with: npm run tenant -- abandon ${id}`;
}

/** Removes the scratch tenant, and waits until nothing of it is left. */
async function remove(
  { client, terminal }: { readonly client: OperatorClient; readonly terminal: Terminal },
  tenantId: string,
): Promise<void> {
  try {
    await abandon(client, tenantId);
    await followPurge({ client, terminal }, tenantId);
  } catch (error) {
    terminal.say(`The scratch tenant was not removed. Remove it with: npm run tenant -- abandon ${tenantId}`);
    throw error;
  }
}

async function abandon(client: OperatorClient, id: string): Promise<void> {
  await client.ask('mutation ($id: ID!) { abandonTenant(id: $id) { id } }', { id });
}

/** Waits until the purge of a tenant has ended, if there is one. */
export async function followPurge(
  { client, terminal }: { readonly client: OperatorClient; readonly terminal: Terminal },
  tenantId: string,
): Promise<void> {
  const { jobs } = await client.ask<{ jobs: TenantJobConnection }>(
    `query ($tenantId: ID!) { jobs(tenantId: $tenantId, limit: 100) { items { ${JOB} } } }`,
    { tenantId },
  );
  const purge = jobs.items.find(({ kind }) => kind === 'PURGE');
  if (purge) await followJob(client, terminal, purge);
}
