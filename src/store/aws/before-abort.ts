import { orAborted } from '../../tenant/index.ts';
import { callError } from './call-error.ts';

/**
 * Waits for what a call needs before it is sent, until the signal aborts.
 * @throws {CallError} with `isUnsent`, also if the work fails
 */
export async function beforeAbort<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  try {
    return await orAborted(work, signal, abortedUnsent);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { isUnsent: true }) : error;
  }
}

export function abortedUnsent(): Error {
  return callError('The request was aborted before it was sent.', { name: 'AbortError', isUnsent: true });
}
