import type { FormattedExecutionResult } from 'graphql';

import { Refusal, refusals } from '../../tenant/index.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Bytes that a Lambda function may return (Lambda quotas: 6 MB), less 16 kB for the headers. */
const MAX_PAYLOAD = 6 * 1024 * 1024 - 16_384;
/** Maximum bytes of one UTF-16 unit in a payload, which is JSON within JSON: `\\u0001`. */
const LONGEST_UNIT = 7;

/**
 * Replaces the answer of a request that reached a ceiling by the one error that says so. Measures a large
 * answer before Lambda would refuse it. Names the mutations that were done.
 */
export const ceilings: RequestPlugin<ServerContext> = {
  requestDidStart: ({ contextValue: { work } }) =>
    Promise.resolve({
      willSendResponse({ response }) {
        const { body, http } = response;
        if (body.kind !== 'single') return Promise.resolve();
        const isLarge = work.bytes * LONGEST_UNIT > MAX_PAYLOAD;
        if (!work.over && isLarge && isTooLarge(body.singleResult, work.ceilings.bytes)) work.refuseAnswer();
        if (work.over) {
          const { code, message, extensions } = explained(work.over, work.written);
          const { http: _http, ...shown } = extensions;
          http.status = refusals[code].status;
          response.body = { kind: 'single', singleResult: { errors: [{ message, extensions: shown }] } };
        }
        return Promise.resolve();
      },
    }),
};

function isTooLarge(result: FormattedExecutionResult, most: number): boolean {
  const text = JSON.stringify(result);
  if (Buffer.byteLength(text) > most) return true;
  return Buffer.byteLength(JSON.stringify(text)) > MAX_PAYLOAD;
}

/** Adds to a refusal what was written before it, so that no client writes it again. */
function explained(refusal: Refusal, written: readonly string[]): Refusal {
  if (written.length === 0) return refusal;
  const names = written.map((name) => `"${name}"`).join(', ');
  const message = `${refusal.message} The mutation wrote its data before that: ${names}.`;
  return new Refusal(refusal.code, message, { wholeRequest: true, written });
}
