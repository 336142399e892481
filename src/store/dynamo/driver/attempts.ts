import { setTimeout } from 'node:timers/promises';

import { Refusal } from '../../../tenant/index.ts';
import type { CallError } from '../../aws/call-error.ts';
import { backOff } from './backoff.ts';
import { ExpiredCredentials, isThrottling, isTimeout, translateError } from './dynamo-errors.ts';
import { type SendOptions, TransactionCancelled } from './send.ts';
import { tracedAttempts, type NamedCall } from './traced-attempts.ts';

/** Attempts of a call whose failures change nothing, and of a read. */
export const MAX_ATTEMPTS = 3;

/**
 * Milliseconds for which a transaction of unknown outcome is sent again with its token. A commit may take ten seconds, and
 * DynamoDB knows a token for ten minutes.
 */
const SETTLE_WITHIN = 15_000;
const LONGEST_PAUSE = 1_000;

/** What a failed attempt says about the change: nothing was applied, it may have been, or DynamoDB still works at it. */
type Failure = 'unapplied' | 'unknown' | 'running' | 'final';

/** Errors of a connection that was never made. */
const UNCONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);
/** Errors of a connection that broke; the request may have arrived. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/**
 * Sends a call until its outcome is known.
 * - A read, and a batch, which may be repeated: three attempts.
 * - A transaction: with the same token, until DynamoDB has committed or refused it.
 * - A single write with `once`: again only if the failed attempt certainly changed nothing. A repeat could overwrite what
 *   another writer changed since.
 * @throws {Refusal} TIMEOUT with the outcome UNKNOWN if a write may have been applied, THROTTLED
 */
export function inAttempts<Result>(
  command: NamedCall,
  settings: SendOptions,
  attempt: () => Promise<Result>,
  table?: string,
): Promise<Result> {
  return tracedAttempts(command, table, attempt, (counted) => untilKnown(command, settings, counted, table));
}

async function untilKnown<Result>(
  command: { readonly name: string },
  { signal, once, inDoubt = false }: SendOptions,
  attempt: () => Promise<Result>,
  table: string | undefined,
): Promise<Result> {
  const began = performance.now();
  const isTransaction = command.name === 'TransactWriteItems';
  /** Whether an attempt may have been applied. */
  let doubt = inDoubt;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = failureOf(error, signal);
      const isDoubtful = isTransaction && doubt;
      if (failure === 'final') {
        const final = translateError(error, { signal, table });
        if (!isDoubtful || !isConflict(final)) throw finalError(final, isDoubtful);
      }
      if (failure === 'unknown' || failure === 'running') doubt = true;
      const isWrite = isTransaction || once === true;
      const isOver =
        isTransaction && doubt ? performance.now() - began > SETTLE_WITHIN : attempts >= MAX_ATTEMPTS;
      const endsInDoubt = isWrite && doubt && (isOver || !isTransaction || signal?.aborted);
      if (endsInDoubt) throw outcomeUnknown();
      if (isOver || signal?.aborted) throw translateError(error, { signal, table });
    }
    await pause(attempts, isTransaction && doubt, signal);
  }
}

/**
 * Returns what a final error says about the call. If an earlier attempt may have been applied, only a condition that
 * failed says that it was not. After expired credentials the caller repeats the call with its token.
 */
function finalError(error: unknown, inDoubt: boolean): unknown {
  if (error instanceof ExpiredCredentials) error.inDoubt = inDoubt;
  const isKnown = error instanceof TransactionCancelled || error instanceof ExpiredCredentials;
  return inDoubt && !isKnown ? outcomeUnknown() : error;
}

/** Returns whether other transactions alone stopped this one. DynamoDB may see them before it sees the token. */
function isConflict(error: unknown): boolean {
  return error instanceof TransactionCancelled && error.reasons.every(({ code }) => code !== 'condition');
}

async function pause(attempts: number, inDoubt: boolean, signal: AbortSignal | undefined): Promise<void> {
  if (!inDoubt) return backOff(attempts + 1, signal);
  const longest = Math.min(LONGEST_PAUSE, 25 * 2 ** attempts);
  try {
    await setTimeout(longest * (0.5 + Math.random() / 2), undefined, signal ? { signal } : {});
  } catch {
    throw outcomeUnknown();
  }
}

function failureOf(error: unknown, signal: AbortSignal | undefined): Failure {
  if (!(error instanceof Error)) return 'final';
  const { name, code = '', isUnsent, $metadata } = error as CallError;
  if (name === 'TransactionInProgressException') return 'running';
  if (isThrottling(error) || UNCONNECTED.has(code) || $metadata?.clockSkewCorrected) return 'unapplied';
  const doubt = isUnsent ? 'unapplied' : 'unknown';
  const isCut = error instanceof SyntaxError || name === 'AbortError' || signal?.aborted === true;
  const isServers = ($metadata?.httpStatusCode ?? 0) >= 500;
  return isTimeout(error) || BROKEN.has(code) || isServers || isCut ? doubt : 'final';
}

/** Returns the refusal of a write that may have been applied. */
export function outcomeUnknown(): Refusal<'TIMEOUT'> {
  return new Refusal(
    'TIMEOUT',
    'The database did not answer in time, and the change may have been made: read the rows before you repeat it.',
    { outcome: 'UNKNOWN' },
  );
}

/** Returns true if a write failed and may have been applied. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof Refusal && error.extensions['outcome'] === 'UNKNOWN';
}
