import type { TenantId } from '../../../tenant/index.ts';
import type { RowEvent } from '../../port/row-event.ts';
import { putItems } from '../driver/batches.ts';
import type { Item, Send } from '../driver/send.ts';
import { TTL } from '../keys/keys.ts';
import { itemsOf } from './range.ts';
import { logKey, prefixOf, realtimePartition } from '../keys/realtime-keys.ts';
import { textOf } from './text-of.ts';

/** An event in the log, from which a client gets what it missed. */
export interface LogEntry {
  /** The place in the order of events: see `positionOf`. */
  readonly position: string;
  readonly eventId: string;
  /** Null if the row was too large to be kept. */
  readonly event: RowEvent | null;
  /** When it may be deleted, in seconds since 1970. */
  readonly expiresAt: number;
}

/** The log of the events of one tenant. */
export interface EventLog {
  /** Adds events of a type. An event that is added again changes nothing. */
  append(type: string, entries: readonly LogEntry[]): Promise<void>;
  /** Returns the events of a type after a position, in their order, at most `limit`. */
  after(type: string, position: string, limit: number): Promise<readonly LogEntry[]>;
}

const SECONDS_DIGITS = 12;
/** A sequence number of DynamoDB has at most 40 digits (DynamoDB Streams API Reference, "StreamRecord"). */
const SEQUENCE_DIGITS = 40;
/** Bytes of an event, so that its item has less than the 400 KB of DynamoDB. */
const MAX_BYTES = 390_000;

/**
 * Returns the position of a change: `001796023296~000…0042`. Positions are in the order of time, and those of one second in the
 * order of the stream.
 */
export function positionOf({ at, sequence }: { readonly at: number; readonly sequence: string }): string {
  const seconds = String(Math.floor(at / 1000)).padStart(SECONDS_DIGITS, '0');
  return `${seconds}~${sequence.padStart(SEQUENCE_DIGITS, '0')}`;
}

/** Returns the second of a position. */
export function secondOf(position: string): number {
  return Number(position.slice(0, SECONDS_DIGITS));
}

/** Opens the log of a tenant. */
export function openEventLog(tenant: TenantId, send: Send): EventLog {
  const itemOf = (type: string, { position, eventId, event, expiresAt }: LogEntry): Item => {
    const text = JSON.stringify(event);
    return {
      ...logKey(tenant, type, position),
      position,
      eventId,
      event: Buffer.byteLength(text) > MAX_BYTES ? 'null' : text,
      [TTL]: expiresAt,
    };
  };
  return {
    append(type, entries) {
      // DynamoDB refuses a batch with two items of one key.
      const items = new Map(entries.map((entry) => [entry.position, itemOf(type, entry)]));
      return putItems([...items.values()], send);
    },
    async after(type, position, limit) {
      const prefix = prefixOf(type);
      const after = prefix + prefixOf(position);
      const range = { partition: realtimePartition(tenant, 'LOG'), prefix, after };
      return (await itemsOf(range, send, limit)).map(entryOf);
    },
  };
}

function entryOf(item: Item): LogEntry {
  return {
    position: textOf(item, 'position'),
    eventId: textOf(item, 'eventId'),
    event: JSON.parse(textOf(item, 'event')) as RowEvent | null,
    expiresAt: Number(item[TTL]),
  };
}
