import { GraphQLError } from 'graphql';

import { refusals, type RefusalCode, shortened } from '../tenant/index.ts';

/** The code of a refusal that names none: the mistake is in what the client sent. */
const DEFAULT_CODE = 'BAD_USER_INPUT';

/** Our codes that a resolver may use. The others are about requests and the platform. */
const OURS = [
  ...['FORBIDDEN', 'READ_ONLY', 'FEATURE_DISABLED', 'QUOTA_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['CONDITION_FAILED', 'NOT_UNIQUE', 'DANGLING_REFERENCE', 'STILL_REFERENCED', 'VERSION_CONFLICT'],
  ...['CONFLICT', 'VALIDATION_FAILED', 'INVALID_ARGUMENTS', 'INVALID_CURSOR'],
] as const satisfies readonly RefusalCode[];
type OurCode = (typeof OURS)[number];

/** A code of `refuse`: one of ours, or one of the application's own such as `CLOSED_ON_SUNDAYS`. */
export type RefuseCode = OurCode | typeof DEFAULT_CODE | (string & {});

/** Ends the field with a sentence for the client. */
export type Refuse = (sentence: string, options?: { readonly code?: RefuseCode }) => never;

const OWN_CODE = /^[A-Z][A-Z0-9_]{1,63}$/;

/** A deliberate refusal of a resolver of the application. */
export class AppRefusal extends GraphQLError {
  override readonly name = 'AppRefusal';

  constructor(sentence: string, code: string) {
    const ours = OURS.find((one) => one === code);
    const { errorType, retryable } = ours
      ? refusals[ours]
      : { errorType: ownErrorType(code), retryable: false };
    super(shortened(sentence), {
      extensions: { code, errorType, errorInfo: null, ...(retryable ? { retryable } : {}) },
    });
  }
}

function ownErrorType(code: string): string {
  return code === DEFAULT_CODE ? 'ValidationException' : code;
}

/**
 * Refuses in a resolver, as `context.refuse`.
 * @throws {AppRefusal} always; {Error} if the code is one of ours that resolvers cannot use, or malformed
 */
export const refuse: Refuse = (sentence, { code = DEFAULT_CODE } = {}) => {
  if (!isAllowed(code))
    throw new Error(`refuse() takes a code in capitals that is not one of the platform's, not "${code}".`);
  throw new AppRefusal(sentence, code);
};

function isAllowed(code: string): boolean {
  if (code === DEFAULT_CODE || OURS.some((one) => one === code)) return true;
  return OWN_CODE.test(code) && !Object.hasOwn(refusals, code) && !code.startsWith('GRAPHQL_');
}

/**
 * Returns the refusal that a resolver meant by a GraphQLError, or null for any other error. The error may come from
 * another copy of graphql: resolvers in a folder of their own have one. An error around another one was not meant for
 * the client.
 */
export function asAppRefusal(error: unknown): AppRefusal | null {
  if (!(error instanceof Error) || error.name !== 'GraphQLError') return null;
  const { extensions, originalError } = error as Partial<GraphQLError>;
  if (typeof extensions !== 'object' || originalError !== undefined) return null;
  const { code } = extensions;
  return new AppRefusal(error.message, typeof code === 'string' && isAllowed(code) ? code : DEFAULT_CODE);
}
