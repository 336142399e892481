import { rateLimitHeaders, type RequestContext } from '../server/index.ts';

import { ofRefusal, RestError } from './rest-error.ts';

export type Headers = Readonly<Record<string, string>>;

/** Charges a request that runs no operation. Returns the headers of the limits, and the refusal of one that is spent. */
export async function chargeAlone({
  meter,
  background,
}: Pick<RequestContext, 'meter' | 'background'>): Promise<{
  readonly headers: Headers;
  readonly refusal: RestError | null;
}> {
  const refused = (await meter?.charge(null)) ?? null;
  await Promise.all(background);
  const headers = meter ? rateLimitHeaders(meter.throttle()) : {};
  if (!refused) return { headers, refusal: null };
  const { refusal, status, retryAfter } = refused;
  const { members } = ofRefusal(refusal);
  const error = new RestError({ status, code: refusal.code }, refusal.message, {
    members: { ...members, ...(retryAfter === null ? {} : { retryAfter }) },
  });
  return { headers, refusal: error };
}
