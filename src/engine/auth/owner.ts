import { EMAIL_CLAIM, type Caller } from '../../tenant/index.ts';
import {
  flatRules,
  type Json,
  type ModelType,
  ownerFormOf,
  type OwnerField,
  ownerValue,
  shownOwner,
  type Rule,
} from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { claimedOwners } from './claims.ts';

/** A user or an API key of a tenant. */
export interface Person {
  readonly userId: string;
  readonly username: string;
  readonly email: string | null;
}

/** Returns the caller as owner fields name callers. */
export function personOf({ userId, username, claims }: Caller): Person {
  const email = claims[EMAIL_CLAIM];
  return { userId, username, email: typeof email === 'string' && email !== '' ? email.toLowerCase() : null };
}

/** Returns what clients see of a person in a field. A person without an address is seen by the username. */
export function nameIn(form: OwnerField['form'], { userId, username, email }: Person): string {
  return form === 'sub' ? userId : form === 'email' ? (email ?? username) : username;
}

/** Returns what a field stores of a person. */
export function storedIn(form: OwnerField['form'], person: Person): string {
  const { userId } = person;
  return form === 'sub' ? userId : ownerValue({ userId, name: nameIn(form, person) });
}

/** Returns every value that a field may store of the caller. */
export function ownersOf(caller: Caller): readonly string[] {
  const person = personOf(caller);
  return [...new Set((['username', 'sub', 'email'] as const).map((form) => storedIn(form, person)))];
}

/** Writes the caller into owner fields that a create left out, as Amplify does. Groups fields are never filled. */
export function withOwner(type: ModelType, caller: Caller, row: Row): Row {
  const filled: Record<string, Json> = { ...row };
  const rules = flatRules(type.rules.filter(({ operations }) => operations.includes('create')));
  for (const rule of rules) {
    if (rule.allow !== 'owner') continue;
    const form = ownerFormOf(rule.identityClaim);
    const [owner] =
      form === null || form === 'claims'
        ? claimedOwners(caller, rule.identityClaim)
        : [storedIn(type.fields[rule.field]?.owner?.form ?? form, personOf(caller))];
    if (owner !== undefined && (filled[rule.field] ?? null) === null) {
      filled[rule.field] = rule.many ? [owner] : owner;
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

/** Returns the row as clients see it: with the names of owners. */
export function withShownOwners({ fields }: ModelType, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, shownIn(fields[name]?.owner, value)]),
  );
}

/** Returns what clients see of a value. */
export function shownIn(owner: OwnerField | undefined, value: Json): Json {
  return owner ? shownOwner(value) : value;
}

/**
 * Replaces owners that the client sends back as it saw them by the stored ones, because they did not change. In a list,
 * it replaces each one that the row has already.
 */
export function withStoredOwners(type: ModelType, values: Row, row: Row): Row {
  const stored: Record<string, Json> = { ...values };
  for (const [name, given] of Object.entries(values)) {
    if (!type.fields[name]?.owner) continue;
    const owners = [row[name] ?? null].flat() as readonly Json[];
    const known = (one: Json): Json => owners.find((owner) => shownOwner(owner) === one) ?? one;
    stored[name] = Array.isArray(given) ? given.map(known) : known(given);
  }
  return stored;
}
