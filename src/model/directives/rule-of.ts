import type { Site } from '../directive-use.ts';
import type { Operation, Rule } from '../model.ts';
import { isName, nameHint } from '../names.ts';
import { didYouMean } from '../suggest.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import type { AuthRule } from './auth-rule.ts';
import { requireField } from './require-field.ts';

const every: readonly Operation[] = ['get', 'list', 'create', 'update', 'delete'];

/** The rule that the engine decides by, or none after reporting why it cannot be. */
export function ruleOf(rule: AuthRule, site: Site): readonly Rule[] {
  checkArguments(rule, site);
  const operations = operationsOf(rule, site);
  const supported = checkSupported(rule, site);
  const made = makeRule(rule, operations, site);
  return supported && made && operations.length > 0 ? [made] : [];
}

function checkSupported({ allow, provider }: AuthRule, { schema, subject, node }: Site): boolean {
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

/** Which arguments fit which strategy, beyond those that all take. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  owner: ['ownerField', 'identityClaim'],
  groups: ['groups', 'groupsField', 'groupClaim'],
};

function checkArguments(rule: AuthRule, { schema, subject, node }: Site): void {
  for (const name of ['ownerField', 'identityClaim', 'groups', 'groupsField', 'groupClaim'] as const) {
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
  if (rule.groups?.length === 0) {
    schema.report('auth-argument', `${subject} has a rule with no groups, which nobody can meet.`, {
      at: node,
      hint: 'Name at least one group, or remove the rule.',
    });
  }
}

function operationsOf({ operations }: AuthRule, { schema, subject, node }: Site): readonly Operation[] {
  if (!operations) return every;
  const mixed = operations.filter((name) => ['get', 'list', 'sync', 'listen', 'search'].includes(name));
  if (operations.includes('read') && mixed.length > 0) {
    schema.report('auth-operations', `${subject} lists "read" beside "${mixed[0]}", which "read" includes.`, {
      at: node,
      hint: `Keep "read", or name the single operations without it.`,
    });
  }
  // sync, listen and search name operations that this API does not have.
  return every.filter(
    (name) => operations.includes(name) || (operations.includes('read') && /^(get|list)$/.test(name)),
  );
}

function makeRule(rule: AuthRule, operations: readonly Operation[], site: Site): Rule | null {
  const groupClaim = rule.groupClaim ?? 'cognito:groups';
  switch (rule.allow) {
    case 'private':
      return { allow: 'private', operations };
    case 'groups': {
      if (rule.groups) return { allow: 'groups', operations, groups: rule.groups, groupClaim };
      const field = rule.groupsField ?? 'groups';
      if (!hasRows(site)) return null;
      const found = requireField(site, site.type, field);
      if (!found || !checkHolder(site, field)) return null;
      return { allow: 'dynamicGroups', operations, field, many: isList(found.type), groupClaim };
    }
    case 'owner': {
      const field = rule.ownerField ?? 'owner';
      const found = site.type.fields.get(field);
      if (!hasRows(site) || !checkHolder(site, field)) return null;
      noteOwner(site, rule);
      const identityClaim = rule.identityClaim ?? 'sub::username';
      return { allow: 'owner', operations, field, many: found ? isList(found.type) : false, identityClaim };
    }
    default:
      return null;
  }
}

/** Owners and groups are read from rows, which only models have. */
function hasRows({ type, schema, subject, node }: Site): boolean {
  if (type.model) return true;
  schema.report('auth-place', `${subject} has a rule that reads a row, but ${type.name} is not a @model.`, {
    at: node,
    hint: 'Use "allow: private" or "allow: groups" with "groups: [...]" here.',
  });
  return false;
}

function checkHolder({ type, schema, subject, node }: Site, name: string): boolean {
  const field = type.fields.get(name);
  if (!field || ['String', 'ID'].includes(baseName(field.type))) return true;
  schema.report('auth-field', `${subject} reads "${name}" of type ${printTypeRef(field.type)}.`, {
    at: node,
    hint: `Declare it as "${name}: String" or "${name}: [String]".`,
  });
  return false;
}

function noteOwner({ type, schema, subject, node, field }: Site, { ownerField }: AuthRule): void {
  const name = ownerField ?? 'owner';
  const known = type.model?.ownerFields;
  if (!isName(name)) {
    schema.report('invalid-name', `${subject} names an owner field "${name}", which is not a GraphQL name.`, {
      at: node,
      hint: nameHint,
    });
    return;
  }
  const near = ownerField && !type.fields.has(name) ? didYouMean(name, type.fields.keys()) : undefined;
  if (near && !known?.has(name)) {
    schema.report(
      'suspicious-owner',
      `${subject} adds the owner field "${name}", which ${type.name} does not declare.`,
      {
        at: node,
        hint: near,
        severity: 'warning',
      },
    );
  }
  known?.set(name, field === null || known.get(name) === true);
}
