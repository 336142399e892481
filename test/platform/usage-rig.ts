import { gzipSync } from 'node:zlib';

import {
  type LogLines,
  NO_USAGE,
  openUsageLedger,
  type Send,
  type UsageFigures,
} from '../../src/store/index.ts';
import { hourOf, type LineFigures, rollUp, type RollUpOptions } from '../../src/platform/index.ts';

/** A request as its log line says it. */
export interface Asked {
  readonly tenantId: string;
  readonly operation: string;
  readonly time: string;
  readonly used?: Partial<LineFigures>;
}

let asked = 0;
/** Returns the log line of a request, which no other request has. */
export function lineOf({ tenantId, operation, time, used = {} }: Asked): string {
  const { requests: _requests, connectionMinutes: _minutes, messages: _messages, ...figures } = NO_USAGE;
  const requestId = `request-${(asked += 1)}`;
  const line = { time, requestId, tenantId, message: 'request', counted: operation, ...figures, ...used };
  return JSON.stringify(line);
}

/** Returns a message of CloudWatch Logs, as Firehose writes it to a file. */
export function messageOf(lines: readonly string[], messageType = 'DATA_MESSAGE'): Uint8Array {
  const logEvents = lines.map((message, at) => ({ id: String(at), timestamp: 0, message }));
  // The member that is first differs between the pages of AWS.
  return gzipSync(JSON.stringify({ owner: '1', messageType, logStream: 's', logEvents }));
}

/** The files of a bucket in memory. */
export interface FilesOfLines extends LogLines {
  /** Adds a file whose first line arrived in an hour, with some messages. */
  readonly put: (hour: string, ...messages: readonly Uint8Array[]) => void;
}

function filesOfLines(): FilesOfLines {
  const files = new Map<string, Uint8Array>();
  return {
    put: (hour, ...messages) => files.set(`lines/${hour}/${files.size}`, Buffer.concat(messages)),
    list: (day) => {
      const hours = new Map<string, string[]>();
      for (const name of [...files.keys()].filter((key) => key.startsWith(`lines/${day}`)).sort()) {
        const [, hour = ''] = name.split('/');
        hours.set(hour, [...(hours.get(hour) ?? []), name]);
      }
      return Promise.resolve(hours);
    },
    read: (name) => Promise.resolve(files.get(name) ?? new Uint8Array()),
  };
}

/**
 * Opens a bucket, a ledger, and the run that counts what is in the bucket.
 * @param meter has the role of the function that counts
 * @param reader has the role of a function that reads usage
 */
export function openUsageRig(
  meter: Send,
  reader: Send,
  isKept: RollUpOptions['isKept'] = () => Promise.resolve(true),
) {
  const lines = filesOfLines();
  const written = openUsageLedger(meter);
  const ledger = openUsageLedger(reader);
  const lost: Parameters<RollUpOptions['onLost']>[0][] = [];
  return {
    lines,
    ledger,
    lost,
    /** Runs in the hour after one. */
    count: (hour: string, unfinished = false) => {
      const now = Date.parse(`${hour}:00:00Z`) + 3_600_000;
      return rollUp(
        {
          ...{ lines, ledger: written, isKept, now: () => now, onLost: (one) => lost.push(one) },
          onCounted: () => Promise.resolve(),
        },
        { unfinished },
      );
    },
    usageOf: async (tenantId: string, from: string, to = from): Promise<UsageFigures> => {
      const days = await ledger.days(tenantId, { from, to });
      return days.reduce((sum, { day: _day, ...figures }) => added(sum, figures), NO_USAGE);
    },
  };
}

function added(a: UsageFigures, b: UsageFigures): UsageFigures {
  const names = Object.keys(NO_USAGE) as (keyof UsageFigures)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as UsageFigures;
}

/** Returns the hour that is so many hours after the first of a day. */
export function hourOn(day: string, at: number): string {
  return hourOf(Date.parse(`${day}T00:00:00Z`) + at * 3_600_000);
}
