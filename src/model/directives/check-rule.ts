import type { Site } from '../directive.ts';
import type { AuthRule } from './auth-rule.ts';

/** A rule with one condition. */
export interface SingleRule extends AuthRule {
  readonly allow: string;
}

/** A rule that joins other rules by `and`. */
export interface JoiningRule extends AuthRule {
  readonly and: readonly AuthRule[];
}

/** Returns whether a rule has `allow`. Reports a rule that has neither or both of `allow` and `and`. */
export function isSingle(rule: AuthRule, { schema, subject, node }: Site): rule is SingleRule {
  if (rule.allow === undefined && !rule.and) {
    schema.report('invalid-argument', `${subject} has a rule without "allow".`, {
      at: node,
      hint: 'Write "allow: owner", "allow: groups" or "allow: private", or join rules by "and".',
    });
  }
  if (rule.allow !== undefined && rule.and) {
    schema.report('auth-argument', `${subject} gives both "allow" and "and" to one rule.`, {
      at: node,
      hint: 'Move what is next to "and" into it, as one more rule.',
    });
  }
  return typeof rule.allow === 'string' && !rule.and;
}

/** Returns whether a rule has `and`. Reports parts that cannot be joined. */
export function isJoining(rule: AuthRule, { schema, subject, node }: Site): rule is JoiningRule {
  if (!rule.and || rule.allow !== undefined) return false;
  const misfit = [...conditions, 'provider' as const].find((name) => rule[name] !== undefined);
  if (misfit !== undefined) {
    schema.report('auth-argument', `${subject} gives "${misfit}" to a rule with "and".`, {
      at: node,
      hint: 'Write it in one of the rules of "and".',
    });
  }
  if (rule.and.length < 2) {
    schema.report('auth-argument', `${subject} has an "and" of fewer than two rules.`, {
      at: node,
      hint: 'Name two rules or more, or write the one without "and".',
    });
  }
  for (const part of rule.and) {
    if (part.and) {
      schema.report('auth-argument', `${subject} has an "and" inside an "and".`, {
        at: node,
        hint: 'Write its rules into the outer one.',
      });
    }
    if (part.operations) {
      schema.report('auth-operations', `${subject} gives operations to a rule inside "and".`, {
        at: node,
        hint: 'Write them next to "and": they apply to the whole rule.',
      });
    }
  }
  return true;
}

/** Reports a strategy or a provider that we refuse. */
export function checkSupported(
  { allow, provider: written }: SingleRule,
  { schema, subject, node }: Site,
): boolean {
  const provider = written ?? usualProvider(allow);
  if (allow === 'public' || allow === 'custom') {
    schema.report(
      'unsupported-auth',
      `${subject} has "allow: ${allow}": every caller belongs to a tenant and is signed in.`,
      {
        at: node,
        hint: 'Write "allow: private" for every member of the tenant, or "allow: groups" for some.',
      },
    );
    return false;
  }
  if (provider !== 'userPools') {
    schema.report(
      'unsupported-auth',
      `${subject} has "provider: ${provider}": callers are known by a user pool only.`,
      {
        at: node,
        hint: 'Remove "provider", or write "provider: userPools".',
      },
    );
    return false;
  }
  return true;
}

/** Returns Amplify's default provider: an API key for `public`, a function for `custom`. */
function usualProvider(allow: string): string {
  return allow === 'public' ? 'apiKey' : allow === 'custom' ? 'function' : 'userPools';
}

/** The arguments that fit each strategy, in addition to those that all strategies take. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  owner: ['ownerField', 'identityClaim', 'reassignable'],
  groups: ['groups', 'groupsField', 'groupClaim', 'reassignable'],
};

const conditions = [
  'ownerField',
  'identityClaim',
  'groups',
  'groupsField',
  'groupClaim',
  'reassignable',
] as const;

/** Reports arguments that do not fit the rule's strategy, or that exclude each other. */
export function checkArguments(rule: SingleRule, { schema, subject, node }: Site): void {
  for (const name of conditions) {
    if (rule[name] === undefined || fitting[rule.allow]?.includes(name)) continue;
    schema.report(
      'auth-argument',
      `${subject} gives "${name}" to a rule with "allow: ${rule.allow}", which has no use for it.`,
      {
        at: node,
        hint: `Remove "${name}", or write "allow: ${name.startsWith('group') ? 'groups' : 'owner'}".`,
      },
    );
  }
  if (rule.allow !== 'groups') return;
  if (rule.groups && rule.groupsField !== undefined) {
    schema.report('auth-argument', `${subject} gives both "groups" and "groupsField" to one rule.`, {
      at: node,
      hint: 'Write two rules: one that holds is enough.',
    });
  }
  if (rule.groups && rule.reassignable !== undefined) {
    schema.report('auth-argument', `${subject} gives "reassignable" to a rule that reads no field.`, {
      at: node,
      hint: 'Remove it, or write "groupsField" in place of "groups".',
    });
  }
  if (rule.groups?.length === 0) {
    schema.report('auth-argument', `${subject} has a rule with no groups, which no caller can meet.`, {
      at: node,
      hint: 'Name at least one group, or remove the rule.',
    });
  }
}
