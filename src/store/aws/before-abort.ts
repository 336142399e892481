import { callError } from './call-error.ts';

/**
 * Waits for what a call needs before it is sent, until the signal aborts.
 * @throws {CallError} with `isUnsent`, also if the work fails
 */
export async function beforeAbort<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(abortedUnsent());
    };
  });
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { isUnsent: true }) : error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

export function abortedUnsent(): Error {
  return callError('The request was aborted before it was sent.', { name: 'AbortError', isUnsent: true });
}
