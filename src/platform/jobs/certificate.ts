import type { Part } from '../../store/index.ts';
import { sha256 } from './archive-format.ts';

/** The proof of a purge. It holds no personal data, and is stored with the tenant's id. */
export interface Certificate {
  readonly tenantId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /**
   * Number of deleted items by kind, by all attempts. Rows and side items are exact. Members and records are a minimum:
   * a step that ran again counts only what it found then.
   */
  readonly deleted: Readonly<Record<string, number>>;
  /** Places that the purge checked at its end with strongly consistent reads, and found empty. */
  readonly verified: readonly string[];
  /** Number of items that were left there. */
  readonly remaining: 0;
  /** Number of archive files that an operator chose to keep. */
  readonly archivesKept: number;
  /** SHA-256, as hex, of the JSON of all fields above, in this order. */
  readonly sha256: string;
}

/** Creates the certificate of a purge. Names of types and kinds contain no values of rows. */
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
  SWEEP: 'sweeps after deletes',
  BACKFILL: 'backfills',
  COUNT: 'counters',
  SEQ: 'sequences',
  AUDIT: 'head of the audit',
  'AUDIT#NEW': 'new events of the audit',
  'AUDIT#CHAIN': 'events of the audit',
  ANSWER: 'answers to repeated requests',
  EVENT: 'events of subscriptions',
  FILE: 'records of files',
  FILEDUE: 'files to remove',
  FILEBYTES: 'usage of files',
  HOOK: 'deliveries of webhooks',
  HOOKDUE: 'deliveries that are due',
  HOOKSTATE: 'states of webhooks',
} as const satisfies Record<Exclude<Extract<Part, { side: unknown }>['side'], `LINK#${string}`>, string>;

const REALTIME_NAMES = {
  JOIN: 'connections',
  OP: 'operations of connections',
  ON: 'subscriptions',
  LOG: 'events for clients that connect again',
  COUNT: 'counters of connections',
} as const satisfies Record<Extract<Part, { realtime: unknown }>['realtime'], string>;

/** Returns the name of a part of a tenant's items: `rows of Task`. */
export function nameOfPart(part: Part): string {
  if ('type' in part) return `rows of ${part.type}`;
  if (!('side' in part)) return REALTIME_NAMES[part.realtime];
  const { side } = part;
  return isOfLinks(side) ? `links to rows, part ${side.slice(-1)}` : SIDE_NAMES[side];
}

type Side = Extract<Part, { side: unknown }>['side'];

function isOfLinks(side: Side): side is Extract<Side, `LINK#${string}`> {
  return side.startsWith('LINK#');
}
