import { randomUUID } from 'node:crypto';

import type { TenantJob } from '../../platform/generated/operator.ts';
import type { PackedFile } from './archive-file.ts';
import { Refused, type OperatorClient } from './client.ts';
import type { Terminal } from './terminal.ts';

/** The members of a JSON object. */
export type Facts = Readonly<Record<string, unknown>>;

/** Downloads the files of a finished export. */
export async function* download(
  client: OperatorClient,
  terminal: Terminal,
  { tenantId, id: jobId }: Pick<TenantJob, 'tenantId' | 'id'>,
): AsyncGenerator<PackedFile> {
  let [done, listed] = [0, 0];
  for (let names = await namesOf(client, { tenantId, jobId }); names.length > 0;) {
    listed += names.length;
    for (const name of names) {
      const { archivePart: base64 } = await client.ask<{ archivePart: string | null }>(
        `query ($tenantId: ID!, $jobId: ID!, $name: String!) {
          archivePart(tenantId: $tenantId, jobId: $jobId, name: $name)
        }`,
        { tenantId, jobId, name },
      );
      if (base64 === null) throw new Refused('NOT_FOUND', `The file "${name}" of the export is gone.`);
      done += 1;
      terminal.progress('download', done, listed);
      yield { name, base64 };
    }
    names = await namesOf(client, { tenantId, jobId, after: names.at(-1) });
  }
}

/** Returns the first names of the files of an export, or those after a name. */
async function namesOf(
  client: OperatorClient,
  of: { readonly tenantId: string; readonly jobId: string; readonly after?: string | undefined },
): Promise<readonly string[]> {
  const { archiveFiles } = await client.ask<{ archiveFiles: readonly string[] | null }>(
    `query ($tenantId: ID!, $jobId: ID!, $after: String) {
      archiveFiles(tenantId: $tenantId, jobId: $jobId, after: $after)
    }`,
    of,
  );
  return archiveFiles ?? [];
}

/** Uploads the files that `work` sends. Returns its result, and the id under which the files wait for an import. */
export async function uploadFiles<Result>(
  { client, terminal }: { readonly client: OperatorClient; readonly terminal: Terminal },
  work: (send: (file: PackedFile) => Promise<void>) => Promise<Result>,
): Promise<{ readonly uploadId: string; readonly result: Result }> {
  const uploadId = randomUUID();
  let sent = 0;
  const result = await work(async ({ name, base64 }) => {
    await client.ask(
      `mutation ($uploadId: ID!, $name: String!, $base64: String!) {
        uploadArchivePart(uploadId: $uploadId, name: $name, base64: $base64)
      }`,
      { uploadId, name, base64 },
    );
    sent += 1;
    terminal.progress('upload', sent, null);
  });
  return { uploadId, result };
}

/** Parses a JSON object of the API, or returns none if there is no text. */
export function parsed(json: string | null | undefined): Facts {
  return json ? (JSON.parse(json) as Facts) : {};
}
