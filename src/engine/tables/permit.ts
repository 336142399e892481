import { Refusal } from '../../tenant/index.ts';
import type { Caller } from '../../tenant/index.ts';
import { keyFields, type Json, type ModelType, type Operation } from '../../model/index.ts';
import { matches, type Filter, type Row } from '../../store/port/index.ts';

import { decide, decideType, mayGet } from '../auth/decide.ts';
import { guardedFields, withShownOwners } from '../auth/owner.ts';
import { notAuthorized } from '../auth/refuse.ts';
import { requireFeature } from '../auth/require-feature.ts';

/** The place of a request in the API: the field and its type, for Amplify's message. */
export interface Site {
  readonly field: string;
  readonly on: string;
}

/** A condition that the row must meet, and the refusal if it does not. */
export interface Demand {
  /** `rule`: whether the caller may reach the row at all. `value`: what may be written into it. */
  readonly about: 'rule' | 'value' | 'version';
  readonly filter: Filter;
  readonly refusal: (row?: Row) => Refusal;
}

/**
 * Returns what the rules of a type demand of the rows that an operation reads: a filter, or null for any row.
 * @throws {Refusal} FORBIDDEN if no rule admits the caller
 */
export function permitRows(type: ModelType, caller: Caller, operation: Operation, site: Site): Filter | null {
  if (type.feature !== undefined) requireFeature(caller, type.feature);
  const decision = decideType(type, caller, operation);
  if (decision === 'deny') throw notAuthorized(site.field, site.on);
  return decision === 'allow' ? null : decision;
}

/**
 * Returns what the row must meet so that the caller may write these fields.
 * That is the rules of the type and of each given field. For an update, the fields that decide ownership must also keep
 * their value.
 * @throws {Refusal} FORBIDDEN if no row could satisfy it
 */
export function permitWrite(
  type: ModelType,
  caller: Caller,
  operation: 'create' | 'update' | 'delete',
  values: Row,
  site: Site,
): Demand[] {
  const demands: Demand[] = [];
  const filter = permitRows(type, caller, operation, site);
  if (filter) demands.push({ about: 'rule', filter, refusal: () => notAuthorized(site.field, site.on) });
  // As in Amplify, a delete needs the right to delete each field that has rules of its own.
  const written = operation === 'delete' ? Object.keys(type.fields) : Object.keys(values);
  for (const name of written) {
    const rules = type.fields[name]?.rules;
    if (!rules) continue;
    const refusal = (): Refusal => new Refusal('FORBIDDEN', `Unauthorized on [${name}]`);
    const decision = decide(rules, caller, operation);
    if (decision === 'deny') throw refusal();
    if (decision !== 'allow') demands.push({ about: 'value', filter: decision, refusal });
  }
  return operation === 'update' ? [...demands, ...keepsOwnership(type, values)] : demands;
}

function keepsOwnership(type: ModelType, values: Row): Demand[] {
  return [...guardedFields(type.rules)]
    .filter((field) => values[field] !== undefined)
    .map((field) => ({
      about: 'value',
      filter: { field, op: 'eq', value: values[field] ?? null },
      refusal: () =>
        new Refusal(
          'FORBIDDEN',
          `"${field}" decides who may reach a ${type.name}: it cannot be changed by an update.`,
        ),
    }));
}

/**
 * Returns what a row must meet so that the caller may compare a field of it, in a filter or by a key; null for any row.
 * A caller who may not read a field may not search by it, because each search would reveal a part of it.
 * @throws {Refusal} FORBIDDEN if the caller may read the field of no row
 */
export function permitComparing(type: ModelType, caller: Caller, field: string): Filter | null {
  const rules = type.fields[field]?.rules;
  const decision = rules ? decide(rules, caller, 'get') : 'allow';
  if (decision === 'deny') throw notAuthorized(field, type.name);
  return decision === 'allow' ? null : decision;
}

/** Returns whether no rule of its own keeps the caller from reading a field. */
export function isOpen(type: ModelType, caller: Caller, field: string): boolean {
  const rules = type.fields[field]?.rules;
  return !rules || decide(rules, caller, 'get') === 'allow';
}

/** Returns the demand that the row has the version that the caller last read. The refusal shows the current row. */
export function permitVersion(type: ModelType, caller: Caller | null, expected: Json | undefined): Demand[] {
  const field = type.version;
  if (field === null || (expected ?? null) === null) return [];
  return [
    {
      about: 'version',
      filter: { field, op: 'eq', value: expected ?? null },
      refusal: (row = {}) =>
        new Refusal(
          'VERSION_CONFLICT',
          mayGetRow(type, caller, row)
            ? `The ${type.name} has ${field} ${JSON.stringify(row[field] ?? 0)} by now, not ${JSON.stringify(expected)}: read it again.`
            : `The ${type.name} has another ${field} by now than ${JSON.stringify(expected)}.`,
          { current: visible(type, caller, row) },
        ),
    },
  ];
}

function mayGetRow(type: ModelType, caller: Caller | null, row: Row): boolean {
  return caller === null || mayGet(type, caller, row);
}

/** Returns the fields of a row that the caller may read: its key alone if it may not get the row. */
function visible(type: ModelType, caller: Caller | null, row: Row): Row {
  const key = keyFields(type.key);
  const isReadable = mayGetRow(type, caller, row);
  const shown = Object.entries(row).filter(([name]) => {
    if (!isReadable && !key.includes(name)) return false;
    const rules = type.fields[name]?.rules;
    if (!rules || !caller) return true;
    const decision = decide(rules, caller, 'get');
    return decision === 'allow' || (decision !== 'deny' && matches(decision, row, type.fields));
  });
  return withShownOwners(type, Object.fromEntries(shown));
}

/**
 * Returns the demands on what an update keeps of the row, to be checked in the stored row. Demands on new values alone
 * are checked here. What depends on both is left to the answer. A rule of the type is about the stored row.
 */
export function unchanged(type: ModelType, demands: readonly Demand[], set: Row): Demand[] {
  return demands.filter((demand) => {
    if (demand.about === 'rule') return true;
    const fields = comparedFields(demand.filter);
    const changed = fields.filter((field) => set[field] !== undefined);
    if (changed.length === 0) return true;
    if (changed.length === fields.length && !matches(demand.filter, set, type.fields)) throw demand.refusal();
    return false;
  });
}

/** Returns the fields that a filter compares. */
export function comparedFields(filter: Filter): readonly string[] {
  if ('and' in filter) return filter.and.flatMap(comparedFields);
  if ('or' in filter) return filter.or.flatMap(comparedFields);
  if ('not' in filter) return comparedFields(filter.not);
  return [typeof filter.field === 'string' ? filter.field : (filter.field[0] ?? '')];
}

/** Throws the refusal of the first demand that the row does not meet. */
export function requireAll({ fields }: ModelType, demands: readonly Demand[], row: Row): void {
  const broken = demands.find((demand) => !matches(demand.filter, row, fields));
  if (broken) throw broken.refusal(row);
}

/** Joins filters by `and`. Returns null if there is none. */
export function allOf(filters: readonly (Filter | null)[]): Filter | null {
  const given = filters.filter((filter) => filter !== null);
  const [first] = given;
  return given.length > 1 ? { and: given } : (first ?? null);
}
