import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { matchesPattern } from './matches-pattern.ts';

export interface DeliveryOptions {
  /** The filter pattern of the subscription. */
  readonly pattern: string;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Writes a file. The time is that at which its first line arrived. */
  readonly put: (time: number, name: string, bytes: Uint8Array) => Promise<void>;
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
export function openDelivery({ pattern, now, put }: DeliveryOptions): Delivery {
  let waiting: readonly LogEvent[] = [];
  return {
    take: (message) => {
      if (matchesPattern(pattern, message))
        waiting = [...waiting, { id: randomUUID(), timestamp: now(), message }];
    },
    deliver: async () => {
      const delivered = waiting;
      const [first] = delivered;
      if (!first) return false;
      await put(first.timestamp, randomUUID(), messageOf(delivered));
      waiting = waiting.slice(delivered.length);
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
