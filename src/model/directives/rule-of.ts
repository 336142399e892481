import type { Site } from '../directive.ts';
import type { Operation, Rule } from '../model.ts';
import { isName, nameHint } from '../names.ts';
import { didYouMean } from '../suggest.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import type { AuthRule } from './auth-rule.ts';
import { checkArguments, checkSupported, isJoining, isSingle, type SingleRule } from './check-rule.ts';
import { requireField } from './require-field.ts';

const every: readonly Operation[] = ['get', 'list', 'listen', 'create', 'update', 'delete'];

/** Returns the rule that the engine decides by, or no rule after reporting why it cannot be used. */
export function ruleOf(rule: AuthRule, site: Site): readonly Rule[] {
  const operations = operationsOf(rule, site);
  const made = isJoining(rule, site)
    ? joinRules(rule.and, operations, site)
    : singleRule(rule, operations, site);
  return made && operations.length > 0 ? [made] : [];
}

/** Joins rules by `and`. Returns null if one is unreadable, because the others alone would let more callers in. */
function joinRules(parts: readonly AuthRule[], operations: readonly Operation[], site: Site): Rule | null {
  const rules = parts.flatMap((part) => (part.and ? [] : (singleRule(part, operations, site) ?? [])));
  return rules.length === parts.length ? { allow: 'all', operations, rules } : null;
}

function singleRule(rule: AuthRule, operations: readonly Operation[], site: Site): Rule | null {
  if (!isSingle(rule, site)) return null;
  checkArguments(rule, site);
  const supported = checkSupported(rule, site);
  const made = makeRule(rule, operations, site);
  return supported ? made : null;
}

function operationsOf({ operations }: AuthRule, { schema, subject, node }: Site): readonly Operation[] {
  if (!operations) return every;
  const mixed = operations.filter((name) => ['get', 'list', 'sync', 'listen', 'search'].includes(name));
  if (operations.includes('read') && mixed.length > 0) {
    schema.report(
      'auth-operations',
      `${subject} lists both "read" and "${mixed[0]}", which "read" includes.`,
      {
        at: node,
        hint: `Keep "read", or name the single operations without it.`,
      },
    );
  }
  // `sync` and `search` name operations that this API does not have.
  return every.filter(
    (name) => operations.includes(name) || (operations.includes('read') && /^(get|list|listen)$/.test(name)),
  );
}

function makeRule(rule: SingleRule, operations: readonly Operation[], site: Site): Rule | null {
  const reassignable = rule.reassignable === true ? ({ reassignable: true } as const) : {};
  const groupClaim = rule.groupClaim ?? 'cognito:groups';
  switch (rule.allow) {
    case 'private':
      return { allow: 'private', operations };
    case 'groups': {
      if (rule.groups) return { allow: 'groups', operations, groups: rule.groups, groupClaim };
      const field = rule.groupsField ?? 'groups';
      if (!hasRows(site)) return null;
      if (rule.groupsField === undefined && !site.type.fields.has(field)) {
        site.schema.report('auth-argument', `${site.subject} lets groups in and names none.`, {
          at: site.node,
          hint: `Write "allow: groups, groups: […]", or declare "groups: [String]" on ${site.type.name} for the groups of each row.`,
        });
        return null;
      }
      const found = requireField(site, site.type, field);
      if (!found || !checkHolder(site, field)) return null;
      const many = isList(found.type);
      return { allow: 'dynamicGroups', operations, ...reassignable, field, many, groupClaim };
    }
    case 'owner': {
      const field = rule.ownerField ?? 'owner';
      const found = site.type.fields.get(field);
      if (!hasRows(site) || !checkHolder(site, field)) return null;
      noteOwner(site, rule);
      const identityClaim = rule.identityClaim ?? 'sub::username';
      const many = found ? isList(found.type) : false;
      return { allow: 'owner', operations, ...reassignable, field, many, identityClaim };
    }
    default:
      return null;
  }
}

/** Returns whether the type has rows, from which owners and groups are read. Only models have; others are reported. */
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
