import type { AuthorizerContext } from './event.ts';
import { isRecord } from './is-record.ts';
import { readPolicy } from './policy.ts';
import type { Statement } from './policy.ts';

/** The checked result of an authorizer: the caller, what they may call, and the context for the handler. */
export interface Authorization {
  readonly statements: readonly Statement[];
  readonly context: AuthorizerContext;
  /** The caller's API key, if the API takes keys from the authorizer. */
  readonly usageKey: string | undefined;
}

/**
 * Reads the result of a Lambda authorizer (API Gateway, "Output from an API Gateway Lambda authorizer").
 * Returns a message for the log if it is malformed; the client then gets a 500.
 */
export function readAuthorization(output: unknown): Authorization | string {
  if (!isRecord(output)) return 'The answer is not an object.';
  const { principalId, policyDocument, context, usageIdentifierKey: usageKey } = output;
  if (typeof principalId !== 'string') return 'The answer has no "principalId".';
  const statements = readPolicy(policyDocument);
  if (typeof statements === 'string') return statements;
  const texts = readContext(context ?? {});
  if (typeof texts === 'string') return texts;
  if (usageKey !== undefined && typeof usageKey !== 'string')
    return 'The "usageIdentifierKey" is not a string.';
  return { statements, context: { ...texts, principalId }, usageKey };
}

/**
 * Reads the context. Handlers get numbers and booleans as text; objects and lists are not allowed (same
 * page).
 */
function readContext(context: unknown): Readonly<Record<string, string | null>> | string {
  if (!isRecord(context)) return 'The "context" is not an object.';
  const texts: [string, string | null][] = [];
  for (const [name, value] of Object.entries(context)) {
    if (value === undefined) continue;
    if (value === null) texts.push([name, null]);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      texts.push([name, String(value)]);
    } else return `The "context" holds "${name}", which is not a string, number or boolean.`;
  }
  return Object.fromEntries(texts);
}
