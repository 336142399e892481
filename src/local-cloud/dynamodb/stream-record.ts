import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Attributes, Write } from './read-writes.ts';

type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

/** A record of a stream with both images, as Lambda passes it on. */
export interface StreamedRecord {
  readonly eventID: string;
  readonly eventName: EventName;
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Attributes;
    readonly NewImage?: Attributes;
    readonly OldImage?: Attributes;
    readonly SequenceNumber: string;
    readonly StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
}

/** The item before and after a write; null if it is not there. */
export interface Images {
  readonly before: Attributes | null;
  readonly after: Attributes | null;
}

/** Returns what a write did. Returns null if it changed nothing: DynamoDB writes no record then. */
export function eventOf({ before, after }: Images): EventName | null {
  if (!before) return after ? 'INSERT' : null;
  if (!after) return 'REMOVE';
  return isDeepStrictEqual(before, after) ? null : 'MODIFY';
}

/** Makes records, whose sequence numbers also grow across the starts of this process. */
export interface RecordMaker {
  make(write: Pick<Write, 'table' | 'keys'>, eventName: EventName, images: Images): StreamedRecord;
}

const REGION = 'us-east-1';
/** Sequence numbers for each millisecond in which a process can start. */
const PER_MILLISECOND = 100_000_000n;

/**
 * @param now returns milliseconds since 1970
 * @param last the last sequence number that was given before, or null
 */
export function openRecordMaker(now: () => number, last: string | null): RecordMaker {
  const first = BigInt(now()) * PER_MILLISECOND;
  let sequence = last !== null && BigInt(last) > first ? BigInt(last) : first;
  return {
    make({ table, keys }, eventName, { before, after }) {
      sequence += 1n;
      return {
        eventID: randomBytes(16).toString('hex'),
        eventName,
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: REGION,
        eventSourceARN: `arn:aws:dynamodb:${REGION}:000000000000:table/${table}/stream/local`,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(now() / 1000),
          Keys: keys,
          ...(after && { NewImage: after }),
          ...(before && { OldImage: before }),
          SequenceNumber: String(sequence),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      };
    },
  };
}
