import { sharedConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { jsonCalls } from '../aws/json-calls.ts';
import { openService } from '../aws/service.ts';
import { backOff } from '../dynamo/driver/backoff.ts';
import { inAttempts } from './attempts.ts';

/** An event bus of Amazon EventBridge, and the ways to reach it. */
export interface BusOptions {
  readonly region: string;
  /** The name of the bus. */
  readonly bus: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:4010`. */
  readonly endpoint?: string | undefined;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  readonly requestHandler?: HttpHandler | undefined;
}

export interface BusEntry {
  /** Who sends it: `tenantql-prod`. */
  readonly source: string;
  /** What it is: `tenant.created`. */
  readonly detailType: string;
  /** As JSON. */
  readonly detail: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Bus {
  /**
   * Puts entries on the bus, in no order. An entry may arrive twice.
   * @throws {Error} that says how many entries EventBridge did not take, and why
   */
  put(entries: readonly BusEntry[]): Promise<void>;
}

/** The maximum of a call (Amazon EventBridge API Reference, "PutEvents"). */
const BATCH = 10;
const MAX_BYTES = 256 * 1024;
const MAX_ATTEMPTS = 5;
/** The bytes of the time of an entry, which EventBridge counts too. */
const TIME_BYTES = 14;

/** Opens a bus by our own client, which signs without the SDK. */
export function openBus({ region, bus, endpoint, credentials, requestHandler }: BusOptions): Bus {
  const connections = requestHandler ?? sharedConnections();
  const service = openService({ service: 'events', region, endpoint, connections });
  const call = jsonCalls(service, {
    protocol: 'AWSEvents',
    version: '1.1',
    credentials: renewed(credentials ?? ownCredentials),
  });
  /** Puts entries again that EventBridge did not take. It answers 200 also if it took none. */
  const putAll = async (entries: readonly BusEntry[]): Promise<void> => {
    let left = entries;
    for (let attempt = 1; ; attempt++) {
      const request = { Entries: left.map((entry) => wireEntry(bus, entry)) };
      const answer = (await inAttempts('EventBridge', 'PutEvents', () =>
        call('PutEvents', request),
      )) as Answer;
      const failed = left.flatMap((entry, at) => {
        const code = answer.Entries?.[at]?.ErrorCode;
        return code === undefined ? [] : [{ entry, code }];
      });
      const [first] = failed;
      if (!first) return;
      if (attempt === MAX_ATTEMPTS)
        throw new Error(
          `EventBridge did not take ${failed.length} of ${entries.length} entries of PutEvents: ${first.code}.`,
        );
      left = failed.map(({ entry }) => entry);
      await backOff(attempt, undefined);
    }
  };
  return {
    async put(entries) {
      await Promise.all(batchesOf(entries).map(putAll));
    },
  };
}

interface Answer {
  readonly Entries?: readonly { readonly EventId?: string; readonly ErrorCode?: string }[];
}

function wireEntry(bus: string, { source, detailType, detail, at }: BusEntry): object {
  // This protocol has times as seconds.
  return { EventBusName: bus, Source: source, DetailType: detailType, Detail: detail, Time: at / 1000 };
}

/** Divides entries into the batches of calls: by number, and by the bytes that EventBridge counts. */
function batchesOf(entries: readonly BusEntry[]): (readonly BusEntry[])[] {
  const batches: BusEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const last = batches.at(-1);
    if (last && last.length < BATCH && bytes + size <= MAX_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      batches.push([entry]);
      bytes = size;
    }
  }
  return batches;
}

/** Returns the size of an entry (Amazon EventBridge User Guide, "Calculating PutEvents event entry size"). */
export function sizeOf({ source, detailType, detail }: Omit<BusEntry, 'at'>): number {
  return TIME_BYTES + Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}
