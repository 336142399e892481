import type { Caller } from '../../tenant/index.ts';
import { flatRules, type Json, type ModelType, type OwnerRule, type Rule } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { identitiesOf } from './claims.ts';

/** Writes the caller into owner fields that a create left out, as Amplify does. Groups fields are never filled. */
export function withOwner(type: ModelType, caller: Caller, row: Row): Row {
  const filled: Record<string, Json> = { ...row };
  const rules = flatRules(type.rules.filter(({ operations }) => operations.includes('create')));
  for (const rule of rules) {
    if (rule.allow !== 'owner') continue;
    const [identity] = identitiesOf(caller, rule.identityClaim);
    if (identity !== undefined && (filled[rule.field] ?? null) === null) {
      filled[rule.field] = rule.many ? [identity] : identity;
    }
  }
  return filled;
}

/**
 * Returns the fields that decide who may reach a row. An update may repeat their value but not change it.
 * Fields of reassignable rules are not among them.
 */
export function guardedFields(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(
    flatRules(rules).flatMap((rule) => ('field' in rule && !rule.reassignable ? [rule.field] : [])),
  );
}

/** Returns the owner fields that are stored as `sub::username` and shown as the username. */
export function ownerFields(rules: readonly Rule[]): ReadonlySet<string> {
  const composite = (rule: Rule): rule is OwnerRule =>
    rule.allow === 'owner' && rule.identityClaim.includes('::');
  return new Set(
    flatRules(rules)
      .filter(composite)
      .map((rule) => rule.field),
  );
}

/** Replaces owners that the client sends back as it saw them by the stored value, because they did not change. */
export function withStoredOwners(type: ModelType, values: Row, row: Row): Row {
  const stored: Record<string, Json> = { ...values };
  for (const name of ownerFields(type.rules)) {
    const owner = row[name] ?? null;
    if (JSON.stringify(values[name]) === JSON.stringify(shownOwner(owner))) stored[name] = owner;
  }
  return stored;
}

/** Returns what a client sees of a stored owner, or of a list of them: `alice` of `5f1c…::alice`. */
export function shownOwner(stored: Json): Json {
  if (typeof stored === 'string') return stored.split('::').at(-1) ?? stored;
  return Array.isArray(stored) ? stored.map(shownOwner) : stored;
}
