import { refused } from '../rest-error.ts';

const OFFERED: readonly string[] = ['application/json', 'application/*', '*/*'];
/** The media types of errors. A client that accepts only those still gets answers as JSON. */
const PROBLEM = 'application/problem+json';

/**
 * Requires that the client accepts JSON.
 * @throws {RestError} BAD_REQUEST with the status 406
 */
export function requireAcceptable(accept: string | undefined): void {
  if (accept === undefined || accept.trim() === '') return;
  const offers = accept.split(',').map((offer) => {
    const [type = '', ...parameters] = offer.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return { type, isWanted: quality === undefined || Number(quality) > 0 };
  });
  const wanted = (type: string): boolean | undefined => offers.find((one) => one.type === type)?.isWanted;
  // The most exact offer decides (RFC 9110, section 12.5.1).
  const verdict = OFFERED.map(wanted).find((one) => one !== undefined);
  if (verdict ?? wanted(PROBLEM)) return;
  throw refused('BAD_REQUEST', 'The API answers application/json, which the header "accept" refuses.', {
    status: 406,
  });
}

/** What a client wants of the answer to a write (RFC 7240). */
export type Preference = 'minimal' | 'representation' | null;

/** Reads the header `prefer`. The first `return` counts; other preferences are ignored. */
export function readPreference(prefer: string | undefined): Preference {
  const found = /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation)"?\s*(?=$|[,;])/i.exec(prefer ?? '');
  const value = found?.[1]?.toLowerCase();
  return value === 'minimal' || value === 'representation' ? value : null;
}
