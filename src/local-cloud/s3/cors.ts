import type { IncomingHttpHeaders } from 'node:http';

/** A rule of a bucket's CORS configuration (Amazon S3 User Guide, "CORS configuration"). */
export interface CorsRule {
  /** Origins; one `*` in each matches any text. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Headers that a request may have; one `*` in each matches any text. */
  readonly headers: readonly string[];
  /** Headers of an answer that a page may read. */
  readonly exposed: readonly string[];
  readonly maxAgeSeconds?: number;
}

type Headers = Readonly<Record<string, string>>;

/** Returns the headers of an answer to a page of another origin. There are none if no rule matches. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Headers {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : rules.find((each) => allows(each, origin, method, []));
  return rule && origin !== undefined ? answerOf(rule, origin) : {};
}

/** Returns the headers of an answer to a preflight request, or null if no rule allows what it asks. */
export function preflightHeaders(rules: readonly CorsRule[], headers: IncomingHttpHeaders): Headers | null {
  const { origin } = headers;
  const method = headers['access-control-request-method'];
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  if (origin === undefined || method === undefined) return null;
  const rule = rules.find((each) => allows(each, origin, method, asked));
  if (!rule) return null;
  return {
    ...answerOf(rule, origin),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  };
}

function allows(rule: CorsRule, origin: string, method: string, asked: readonly string[]): boolean {
  return (
    rule.origins.some((each) => matches(each, origin)) &&
    rule.methods.includes(method) &&
    asked.every((name) => rule.headers.some((each) => matches(each.toLowerCase(), name)))
  );
}

function answerOf({ origins, methods, exposed }: CorsRule, origin: string): Headers {
  const isAny = origins.includes('*');
  return {
    'access-control-allow-origin': isAny ? '*' : origin,
    ...(!isAny && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': methods.join(', '),
    ...(exposed.length > 0 && { 'access-control-expose-headers': exposed.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function matches(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
