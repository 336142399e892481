import type { CallError } from '../aws/call-error.ts';
import { backOff } from '../dynamo/driver/backoff.ts';

const MAX_ATTEMPTS = 5;
const THROTTLED = /Throttl|TooManyRequests|OverLimit/;

/** Repeats a call that a service throttled or did not answer. A repeat may send a message twice, which its reader expects. */
export async function inAttempts<Result>(
  service: string,
  operation: string,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const failed = error as CallError;
      if (attempts === MAX_ATTEMPTS || !mayPass(failed)) {
        const said = `${operation} of ${service} failed: ${failed.name}: ${failed.message}`;
        throw Object.assign(failed, { message: said });
      }
    }
    await backOff(attempts, undefined);
  }
}

/** Returns whether a repeat may succeed. An error without a status is one of the connection. */
function mayPass({ name, $metadata: { httpStatusCode = 500, clockSkewCorrected } = {} }: CallError): boolean {
  return (
    httpStatusCode >= 500 || httpStatusCode === 429 || clockSkewCorrected === true || THROTTLED.test(name)
  );
}
