import { createHash } from 'node:crypto';
import { constants, gunzipSync } from 'node:zlib';

import { TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { NO_USAGE, type UsageFigures } from '../../store/index.ts';
import { hourOf } from './hour.ts';

/**
 * The log lines that usage is counted from, as a filter pattern of CloudWatch Logs. Only an answered request of a tenant,
 * a connection that it left, and events that it was sent have `counted`.
 */
export const COUNTED_LINES = '{ ($.counted = "*") }';

/** The figures that the line of a request has as its members. */
export type LineFigures = Omit<UsageFigures, 'requests' | 'connectionMinutes' | 'messages'>;

/** A line of the log: an answered request of a tenant, a connection that it left, or events that it was sent. */
export interface CountedLine {
  /** A number that other lines hardly have: 53 bits of the hash of the text. A line that arrives twice has it twice. */
  readonly id: number;
  readonly tenantId: string;
  /** The hour of UTC in which the line was written: `2026-01-31T13`. */
  readonly hour: string;
  /** The name under which the line is counted. */
  readonly operation: string;
  readonly used: UsageFigures;
}

/** What a file of log lines has. */
export interface FileOfLines {
  readonly lines: readonly CountedLine[];
  /** The number of lines, or of whole messages, that could not be read. */
  readonly unread: number;
}

/** A message that CloudWatch Logs sends to a subscriber. */
interface Message {
  readonly messageType?: unknown;
  readonly logEvents?: unknown;
}

/**
 * Separates two messages. A text within a message cannot contain it, because its quotation marks are escaped, and a
 * mark that ends it is followed by no letter.
 */
const BETWEEN = /(?<=\})\s*(?=\{"[A-Za-z])/;
const FIGURES = (Object.keys(NO_USAGE) as (keyof UsageFigures)[]).filter((name) => name !== 'requests');

/** The messages of lines that are counted. */
const MESSAGES: readonly string[] = ['request', 'connection', 'events'];

/** Reads a file of log lines: messages of CloudWatch Logs, each compressed by gzip. */
export function readLines(file: Uint8Array): FileOfLines {
  const messages = textOf(file)?.split(BETWEEN).map(messageOf) ?? [null];
  // CloudWatch Logs checks with messages of another type whether the subscriber is there.
  const texts = messages.flatMap((message) =>
    message?.messageType === 'DATA_MESSAGE' ? textsOf(message) : [],
  );
  const lines = texts.map(readLine);
  const unread = [...messages, ...lines].filter((one) => one === null).length;
  return { lines: lines.filter((line) => line !== null), unread };
}

/** Returns the texts of a message. Whatever it has else is no line either, and keeps no other line from its count. */
function textsOf({ logEvents }: Message): readonly unknown[] {
  const events: readonly unknown[] = Array.isArray(logEvents) ? logEvents : [logEvents];
  return events.map((event) => (event as { readonly message?: unknown } | null | undefined)?.message);
}

function textOf(file: Uint8Array): string | null {
  try {
    // What a file has before the place where it is cut off counts.
    return gunzipSync(file, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
  } catch {
    return null;
  }
}

function messageOf(text: string): Message | null {
  return parsed(text);
}

/** Returns null if a text is no line that is counted. */
function readLine(text: unknown): CountedLine | null {
  const line = typeof text === 'string' ? parsed(text) : null;
  if (typeof text !== 'string' || line === null) return null;
  const { tenantId, time, counted, message } = line;
  if (typeof tenantId !== 'string' || !TENANT_ID_PATTERN.test(tenantId) || typeof counted !== 'string')
    return null;
  if (typeof message !== 'string' || !MESSAGES.includes(message)) return null;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return null;
  const sums = FIGURES.map((name) => [name, line[name] ?? 0] as const);
  if (!sums.every(([, value]) => typeof value === 'number' && value >= 0)) return null;
  const used = {
    ...Object.fromEntries(sums),
    requests: message === 'request' ? 1 : 0,
  } as unknown as UsageFigures;
  return { id: idOf(text), tenantId, hour: hourOf(Date.parse(time)), operation: counted, used };
}

function idOf(text: string): number {
  const hash = createHash('sha256').update(text).digest();
  return hash.readUIntBE(0, 6) * 32 + (hash.readUInt8(6) & 31);
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
