import { textScalar } from './text-scalar.ts';

/** The parts of RFC 3986 appendix B: scheme, authority (with its two slashes), path, query and fragment. */
const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*):(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/s;
/** The unreserved, reserved and percent-encoded characters (RFC 3986 §2). */
const CHARACTERS = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;
const WITH_HOST = new Set(['http', 'https', 'ws', 'wss', 'ftp']);

/**
 * An absolute URL of any scheme whose path has no `//` (AppSync's rule).
 * Our choices: RFC 3986's characters only, others percent-encoded. Something follows the scheme's colon. http, https,
 * ws, wss and ftp name a host. A URL has at most 8000 characters (RFC 9110 §4.1).
 * Any scheme includes `javascript:`: a page that links to such a value must check its scheme.
 */
export const awsUrl = textScalar({
  name: 'AWSURL',
  description:
    'An absolute URL of any scheme, without // in its path: https://example.com/a or mailto:ada@example.com.',
  expected:
    'an absolute URL such as https://example.com/a or mailto:ada@example.com, without // in its path and with every character outside RFC 3986 percent-encoded',
  maxLength: 8000,
  accepts(text) {
    const [, scheme, authority = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
    if (scheme === undefined || authority + path + query + fragment === '') return false;
    if (path.includes('//') || !CHARACTERS.test(text)) return false;
    if (WITH_HOST.has(scheme.toLowerCase()) && authority.length <= '//'.length) return false;
    return URL.canParse(text);
  },
});
