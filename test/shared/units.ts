import { isRead } from '../../src/store/index.ts';
import type { Call } from '../../src/store/dynamo/driver/record.ts';

/** Calls of DynamoDB, and the capacity units that they read and write. */
export interface Units {
  readonly calls: number;
  readonly reads: number;
  readonly writes: number;
}

/** Returns what recorded calls consumed. */
export function unitsOf(calls: readonly Call[]): Units {
  const sum = (of: readonly Call[]): number =>
    of.reduce((total, { output }) => total + (output?.capacity ?? 0), 0);
  const reads = calls.filter(({ command }) => isRead(command));
  return { calls: calls.length, reads: sum(reads), writes: sum(calls) - sum(reads) };
}
