import { Refusal } from '../tenant/index.ts';

/**
 * Awaits work until the deadline. The work itself goes on: other requests may wait for it as well.
 * @throws {Refusal} TIMEOUT if the deadline passes first
 */
export async function withinDeadline<Result>(deadline: AbortSignal, work: Promise<Result>): Promise<Result> {
  let end = (): void => undefined;
  const passed = new Promise<never>((_resolve, reject) => {
    end = () => {
      reject(new Refusal('TIMEOUT', 'The request took too long: try again, or ask for less at once.'));
    };
    deadline.addEventListener('abort', end);
    if (deadline.aborted) end();
  });
  try {
    return await Promise.race([work, passed]);
  } finally {
    deadline.removeEventListener('abort', end);
  }
}
