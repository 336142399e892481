import { evaluate } from './evaluate.ts';
import type { IamRequest } from './policy.ts';
import type { Role } from './sessions.ts';

/**
 * Returns whether the trust policy of a role allows all actions that make a session of it. The resource is the role itself,
 * which a trust policy leaves out.
 */
export function isTrusted(
  { arn, trust }: Role,
  actions: readonly string[],
  context: IamRequest['context'],
): boolean {
  const policy = { ...trust, Statement: trust.Statement.map((each) => ({ ...each, Resource: '*' })) };
  return actions.every((action) => evaluate([policy], { action, resource: arn, context }) === 'allowed');
}

/** Returns the context keys of the tags that a session gets. */
export function tagContext(tags: Readonly<Record<string, string>>): IamRequest['context'] {
  const named = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value] as const);
  return { ...Object.fromEntries(named), ...(named.length > 0 && { 'aws:TagKeys': Object.keys(tags) }) };
}
