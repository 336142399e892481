import { isRecord } from './is-record.ts';

/** The verdict of a policy on one request. */
export type Verdict = 'allow' | 'explicit-deny' | 'implicit-deny';

/** A statement about `execute-api:Invoke`, with lists in place of single values. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * Reads the policy document that an authorizer returned. Returns a message for the log if it cannot. Refuses
 * conditions, principals and the Not… elements: ignoring one could let a caller in.
 */
export function readPolicy(document: unknown): readonly Statement[] | string {
  if (!isRecord(document)) return 'The "policyDocument" is not an object.';
  const { Statement: given } = document;
  const statements = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  const read: Statement[] = [];
  for (const statement of statements) {
    if (!isRecord(statement)) return 'The "policyDocument" has no "Statement".';
    const { Effect: effect, Action: action, Resource: resource } = statement;
    if (effect !== 'Allow' && effect !== 'Deny')
      return 'A statement\'s "Effect" is neither "Allow" nor "Deny".';
    const [actions, resources] = [readTexts(action), readTexts(resource)];
    if (actions === null || resources === null) return 'A statement has no "Action" or no "Resource".';
    const unknown = Object.keys(statement).find((key) => !known.has(key));
    if (unknown !== undefined) return `The local gateway does not evaluate "${unknown}" in a statement.`;
    read.push({ effect, actions, resources });
  }
  return read;
}

const known = new Set(['Action', 'Effect', 'Resource', 'Sid']);

/** Judges a call of a method. A matching Deny wins over any Allow (IAM, policy evaluation logic). */
export function judge(statements: readonly Statement[], methodArn: string): Verdict {
  const applying = statements.filter(
    ({ actions, resources }) =>
      actions.some((action) => like(action.toLowerCase(), 'execute-api:invoke')) &&
      resources.some((resource) => like(resource, methodArn)),
  );
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allow' : 'implicit-deny';
}

/** Matches `*` (any text) and `?` (any character). The time is linear in the text for each `*`. */
function like(pattern: string, text: string): boolean {
  let [at, place, star, retry] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place++;
      retry = at;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === text[at])) {
      place++;
      at++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[place] === '*') place++;
  return place === pattern.length;
}

function readTexts(value: unknown): readonly string[] | null {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.length > 0 && texts.every((text) => typeof text === 'string') ? texts : null;
}
