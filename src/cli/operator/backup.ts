import { existsSync } from 'node:fs';

import type { Json } from '../../model/index.ts';
import type { TenantJob } from '../../platform/generated/operator.ts';
import { canonical } from '../../store/index.ts';
import { readArchive } from './archive-file.ts';
import { download, parsed, uploadFiles } from './archive-transfer.ts';
import { Refused, type OperatorClient } from './client.ts';
import { command, type Commands, type Outcome } from './command.ts';
import { digestArchive, type ArchiveDigest } from './digest-archive.ts';
import { followJob, JOB } from './follow-job.ts';
import { withScratchTenant } from './scratch-tenant.ts';
import { facts, table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A finished export by its tenant and job: `acme/0190b5c2-5f6e-7c3a-9a51-0c6f0f7e2d11`. */
const EXPORT = /^([a-z0-9-]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The commands for archives. */
export const backupCommands = {
  'backup verify': command({
    summary:
      'Proves an archive: imports it into a scratch tenant, compares every row, and removes the tenant.',
    operands: ['ARCHIVE'],
    options: {
      plan: {
        type: 'string',
        value: 'PLAN',
        tells: 'of the scratch tenant; that of the archive unless given',
      },
    },
    async run({ operands: [archive], values: { plan = null }, client, terminal }) {
      const io = { client, terminal };
      const [, tenantId, jobId] = (existsSync(archive) ? null : EXPORT.exec(archive)) ?? [];
      if (tenantId === undefined || jobId === undefined) {
        const { uploadId, result } = await uploadFiles(io, (send) =>
          digestArchive(readArchive(archive), send),
        );
        return verify(io, { archive: { uploadId }, plan }, result);
      }
      const original = await digestArchive(download(client, terminal, { tenantId, id: jobId }));
      return verify(io, { archive: { export: { tenantId, jobId } }, plan }, original);
    },
  }),
} satisfies Commands;

interface Io {
  readonly client: OperatorClient;
  readonly terminal: Terminal;
}

/** Imports an archive into a scratch tenant, exports that tenant again and compares both archives. */
async function verify(
  io: Io,
  input: Parameters<typeof withScratchTenant>[1],
  original: ArchiveDigest,
): Promise<Outcome> {
  const { client, terminal } = io;
  const proof = await withScratchTenant(io, input, async (begun) => {
    const imported = await followJob(client, terminal, begun);
    const { exportTenant } = await client.ask<{ exportTenant: TenantJob }>(
      `mutation ($id: ID!) { exportTenant(id: $id) { ${JOB} } }`,
      { id: begun.tenantId },
    );
    const exported = await followJob(client, terminal, exportTenant);
    if (!imported || !exported) throw new Refused('NOT_FOUND', 'The scratch tenant is gone.');
    const copy = await digestArchive(download(client, terminal, exported));
    return { result: parsed(imported.result), copy };
  });
  return report(original, proof.copy, proof.result);
}

const NONE = { count: 0, sha256: '0'.repeat(64) };
/** The sections that an import restores in addition to rows, record by record. */
const RESTORED: readonly string[] = ['files', 'sequences'];
/** What the record of a tenant holds, as far as an import restores it. */
const RECORDED = ['roles', 'settings', 'overrides'] as const;

/** Returns the report, and the exit code 1 if the copy differs. */
function report(
  archive: ArchiveDigest,
  copy: ArchiveDigest,
  result: Readonly<Record<string, unknown>>,
): Outcome {
  const names = [...new Set([...Object.keys(archive.sections), ...Object.keys(copy.sections)])];
  const compared = names.filter((name) => name.startsWith('rows/') || RESTORED.includes(name)).sort();
  const sections = compared.map((name) => {
    const [was, is] = [archive.sections[name] ?? NONE, copy.sections[name] ?? NONE];
    return { name, archive: was, copy: is, equal: was.count === is.count && was.sha256 === is.sha256 };
  });
  const recorded = Object.fromEntries(
    RECORDED.map((name) => [name, textOf(archive.tenant[name]) === textOf(copy.tenant[name])]),
  );
  const restores = [...sections.map(({ equal }) => equal), ...Object.values(recorded)].every(Boolean);
  const members = {
    archived: archive.sections['members']?.count ?? 0,
    restorable: Number(result['members'] ?? 0),
  };
  const rowsLeftOut = result['rowsLeftOut'] ?? 0;
  const tenant = archive.tenant.id ?? null;
  const json = {
    ...{ tenant, exportedAt: archive.exportedAt, restores, sections, ...recorded, members, rowsLeftOut },
    ...{ valuesWithoutField: result['valuesWithoutField'] ?? 0, sameSchema: result['sameSchema'] ?? null },
  };
  const rows = sections.map(({ name, archive: was, copy: is, equal }) => [
    ...[name, String(was.count), String(is.count), was.sha256.slice(0, 16), same(equal)],
  ]);
  const summary = facts({
    tenant,
    exported: archive.exportedAt,
    ...Object.fromEntries(Object.entries(recorded).map(([name, equal]) => [name, same(equal)])),
    members: `${members.restorable} of ${members.archived} can be restored`,
    'rows left out': rowsLeftOut,
    result: restores ? 'the archive restores whole' : 'the copy differs from the archive',
  });
  const text = `${table(['SECTION', 'ARCHIVE', 'COPY', 'HASH', 'RESULT'], rows)}\n${summary}`;
  return { json, text, ...(!restores && { exitCode: 1 }) };
}

/** Returns one text for equal parts of a manifest. */
function textOf(part: unknown): string {
  return canonical((part ?? null) as Json);
}

function same(equal: boolean): string {
  return equal ? 'equal' : 'differs';
}
