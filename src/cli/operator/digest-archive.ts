import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import type { Json } from '../../model/index.ts';
import { canonical } from '../../store/index.ts';
import type { PackedFile } from './archive-file.ts';

/** The number of the records of a section, and a hash that is the same in any order of them. */
export interface Digest {
  readonly count: number;
  readonly sha256: string;
}

/** What an archive says of its tenant in `manifest.json`. */
export interface ArchivedTenant {
  readonly id: string;
  readonly roles: unknown;
  readonly settings: unknown;
  readonly overrides: unknown;
}

/** An archive in short: a digest of each section by name. */
export interface ArchiveDigest {
  readonly exportedAt: string | null;
  readonly tenant: Partial<ArchivedTenant>;
  readonly sections: Readonly<Record<string, Digest>>;
}

/** Maximum bytes of a file after it is unfolded: the limit of an import. */
const MAX_UNFOLDED = 4_000_000;
const MODULUS = 1n << 256n;

/**
 * Returns the digest of an archive, and passes each of its files on. It holds one file in memory. A file that cannot be
 * read adds nothing: the import refuses it with a reason.
 */
export async function digestArchive(
  files: AsyncIterable<PackedFile>,
  pass: (file: PackedFile) => Promise<void> = () => Promise.resolve(),
): Promise<ArchiveDigest> {
  const sections = new Map<string, { count: number; sum: bigint }>();
  let manifest: { exportedAt?: string; tenant?: Partial<ArchivedTenant> } = {};
  for await (const file of files) {
    await pass(file);
    const bytes = Buffer.from(file.base64, 'base64');
    if (file.name === 'manifest.json') manifest = parsed(bytes.toString('utf8')) ?? {};
    const section = file.name.slice(0, file.name.lastIndexOf('/'));
    // The records of the files have the hashes of the contents, and an import compares both.
    if (section === '' || section.startsWith('contents/')) continue;
    const sum = sections.get(section) ?? { count: 0, sum: 0n };
    sections.set(section, sum);
    for (const line of linesOf(bytes)) {
      sum.count += 1;
      const hash = createHash('sha256').update(canonicalLine(line));
      sum.sum = (sum.sum + BigInt(`0x${hash.digest('hex')}`)) % MODULUS;
    }
  }
  return {
    exportedAt: manifest.exportedAt ?? null,
    tenant: manifest.tenant ?? {},
    sections: Object.fromEntries(
      [...sections].map(([name, { count, sum }]) => [
        name,
        { count, sha256: sum.toString(16).padStart(64, '0') },
      ]),
    ),
  };
}

/** Returns the canonical text of a line, or the line itself if it is nested too deeply: the import refuses it. */
function canonicalLine(line: string): string {
  try {
    return canonical(parsed(line) as Json);
  } catch {
    return line;
  }
}

function linesOf(bytes: Buffer): readonly string[] {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: MAX_UNFOLDED }).toString('utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return {};
  }
}
