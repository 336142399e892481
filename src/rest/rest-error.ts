import { refusals, type Refusal, type RefusalCode } from '../tenant/index.ts';

/** One mistake in a request: at a place of its body (`pointer`, RFC 6901) or in a parameter of its query string. */
export interface Mistake {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly rule: string;
  readonly detail: string;
}

/** The members of a problem (RFC 9457) that an error has in addition to its code and sentence. */
export interface ProblemMembers {
  readonly retryable?: unknown;
  readonly retryAfter?: unknown;
  readonly outcome?: unknown;
  readonly written?: unknown;
  readonly current?: unknown;
  readonly errors?: readonly Mistake[];
}

/** An error of a REST call, with its status. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: string;
  readonly members: ProblemMembers;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    { status, code }: { readonly status: number; readonly code: string },
    detail: string,
    { members = {}, headers = {} }: Partial<Pick<RestError, 'members' | 'headers'>> = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.members = members;
    this.headers = headers;
  }
}

/** The error of a write that lost a race: what it read has changed, and it wrote nothing. The same request can succeed. */
export class Raced extends RestError {
  constructor() {
    super(
      { status: refusals.CONFLICT.status, code: 'CONFLICT' },
      'Other requests changed the row at the same time: try again.',
      { members: { retryable: true } },
    );
  }
}

/** Returns the error of a request that cannot be read, with the status of its code unless another one is given. */
export function refused(
  code: RefusalCode,
  detail: string,
  { status = statusOf(code), ...more }: Partial<Pick<RestError, 'status' | 'members' | 'headers'>> = {},
): RestError {
  return new RestError({ status, code }, detail, more);
}

/** Returns the error of one parameter of the query string. */
export function badParameter(parameter: string, rule: string, detail: string): RestError {
  return refused('INVALID_ARGUMENTS', detail, { members: { errors: [{ parameter, rule, detail }] } });
}

/** Codes whose requests are well-formed, and their content is refused (RFC 9110, section 15.5.21). */
const CONTENT: readonly RefusalCode[] = ['VALIDATION_FAILED', 'DANGLING_REFERENCE'];
const UNPROCESSABLE = 422;

/** Returns the status of a code. A code that an app's resolver made up refuses the content of a request. */
export function statusOf(code: string): number {
  if (CONTENT.some((one) => one === code)) return UNPROCESSABLE;
  if (Object.hasOwn(refusals, code)) return refusals[code as RefusalCode].status;
  return code === 'BAD_USER_INPUT' || code.startsWith('GRAPHQL_') ? 400 : UNPROCESSABLE;
}

/** Returns an error of a refusal, such as that of a request that was not admitted. */
export function ofRefusal({ code, message, extensions }: Refusal): RestError {
  return new RestError({ status: statusOf(code), code }, message, { members: membersOf(extensions) });
}

/** Returns the members of a problem that the extensions of an error have. */
export function membersOf(extensions: Readonly<Record<string, unknown>> = {}): ProblemMembers {
  const names = ['retryable', 'retryAfter', 'outcome', 'written', 'current'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (extensions[name] === undefined ? [] : [[name, extensions[name]]])),
  );
}
