import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { Journal } from './journal.ts';
import { matchesPattern } from './matches-pattern.ts';

export interface DeliveryOptions {
  /** The filter pattern of the subscription. */
  readonly pattern: string;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Writes a file. The time is that at which its first line arrived. */
  readonly put: (time: number, name: string, bytes: Uint8Array) => Promise<void>;
  /** Keeps the lines that wait, so that a process that is killed loses none. By default they are in memory alone. */
  readonly journal?: Journal;
  /** Called if the journal could not be written, as on a full disk. The lines wait in memory then. */
  readonly onError?: (error: unknown) => void;
}

/** CloudWatch Logs with a subscription, and the Firehose that delivers its messages. */
export interface Delivery {
  /** Receives a line of the log. */
  readonly take: (line: string) => void;
  /** Delivers the lines that wait as one file. Returns whether there were any. They wait on if that fails. */
  readonly deliver: () => Promise<boolean>;
}

interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

/** Opens a log whose matching lines are delivered when the caller says so. */
export function openDelivery(options: DeliveryOptions): Delivery {
  const { pattern, now, put, journal, onError = () => undefined } = options;
  const eventOf = (message: string): LogEvent => ({ id: randomUUID(), timestamp: now(), message });
  const isWanted = (line: string): boolean => matchesPattern(pattern, line);
  // Some may have been delivered. A line that arrives twice counts once.
  let waiting = journal?.left.filter(isWanted).map(eventOf) ?? [];
  const keep = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      onError(error);
    }
  };
  return {
    take: (line) => {
      if (!isWanted(line)) return;
      waiting.push(eventOf(line));
      keep(() => journal?.add(line));
    },
    deliver: async () => {
      const delivered = new Set(waiting);
      const [first] = delivered;
      if (!first) return false;
      await put(first.timestamp, randomUUID(), messageOf([...delivered]));
      // Another call may have delivered the same lines meanwhile, and further ones may wait.
      waiting = waiting.filter((event) => !delivered.has(event));
      keep(() => journal?.replace(waiting.map(({ message }) => message)));
      return true;
    },
  };
}

/** Returns a message of CloudWatch Logs to a Firehose (Amazon CloudWatch Logs, "Log group-level subscription filters"). */
function messageOf(logEvents: readonly LogEvent[]): Uint8Array {
  const message = {
    messageType: 'DATA_MESSAGE',
    owner: '000000000000',
    logGroup: 'graphql',
    logStream: 'local',
    subscriptionFilters: ['requests'],
    logEvents,
  };
  return gzipSync(JSON.stringify(message));
}
