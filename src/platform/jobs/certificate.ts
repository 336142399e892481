import type { Part } from '../../store/index.ts';
import { sha256 } from './archive-format.ts';

/** What a purge proves: it holds no personal data, and stays with the id of the tenant. */
export interface Certificate {
  readonly tenantId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** How many of each kind were deleted; at least, since a step that was cut off counts only what it found later. */
  readonly deleted: Readonly<Record<string, number>>;
  /** Where the purge looked again at its end, by strongly consistent reads, and found nothing. */
  readonly verified: readonly string[];
  /** What was left there. */
  readonly remaining: 0;
  /** Files of archives that were kept because an operator asked for it. */
  readonly archivesKept: number;
  /** SHA-256, as hex, of the JSON of all above, in this order. */
  readonly sha256: string;
}

/** Signs off a purge. A type, and the name of a kind, hold no value of a row. */
export function certificateOf(
  given: Omit<Certificate, 'sha256'>,
): Certificate & Readonly<Record<string, unknown>> {
  const { tenantId, startedAt, finishedAt, deleted, verified, remaining, archivesKept } = given;
  const body = { tenantId, startedAt, finishedAt, deleted, verified, remaining, archivesKept };
  return { ...body, sha256: sha256(Buffer.from(JSON.stringify(body))) };
}

const SIDE_NAMES = {
  UNIQUE: 'unique values',
  JOB: 'deletes under way',
  BACKFILL: 'backfills',
  COUNT: 'counters',
  SEQ: 'sequences',
  AUDIT: 'head of the audit',
  'AUDIT#NEW': 'new events of the audit',
  'AUDIT#CHAIN': 'events of the audit',
} as const satisfies Record<Extract<Part, { side: unknown }>['side'], string>;

/** A part of the data table in words. */
export function nameOfPart(part: Part): string {
  return 'type' in part ? `rows of ${part.type}` : SIDE_NAMES[part.side];
}
