import { comparedForm, type ComparedFields, type Json, ownerParts, shownOwner } from '../../model/index.ts';
import type { Row } from './access.ts';
import type { Filter, Test } from './filter.ts';
import { type Comparison, isRange, sizeTests, testInForm } from './filter-operands.ts';

/**
 * Returns whether a row meets a filter, as every store must: it compares the values of a field in its `comparedForm` and
 * strings by their UTF-8 bytes, never converts types, and treats an absent value as different from every value.
 * @param fields the fields of the row's type
 * @example
 * ```ts
 * const type = model.models['Task'];
 * const test = { field: 'status', op: 'ne', value: 'DONE' } as const;
 * const isOpen = type && matches(test, { id: '1', status: 'TODO' }, type.fields);
 * ```
 */
export function matches(filter: Filter, row: Row, fields: ComparedFields): boolean {
  if ('and' in filter) return filter.and.every((part) => matches(part, row, fields));
  if ('or' in filter) return filter.or.some((part) => matches(part, row, fields));
  if ('not' in filter) return !matches(filter.not, row, fields);
  const value = valueAt(row, filter.field);
  if (filter.shown) return meetsShown(filter, value);
  const test = testInForm(filter, fields);
  return test
    ? meets(test, value === undefined ? value : comparedForm(fields, test.field, value))
    : meets(filter, value);
}

function valueAt(row: Row, field: string | readonly string[]): Json | undefined {
  let value: Json | undefined = row;
  for (const name of typeof field === 'string' ? [field] : field) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as Row)[name] : undefined;
  }
  return value;
}

/** Compares owners as a client sees them. A client may also name an owner by user id, or as it is stored. */
function meetsShown(test: Test, value: Json | undefined): boolean {
  switch (test.op) {
    case 'ne':
      return !meetsShown({ ...test, op: 'eq' }, value);
    case 'notContains':
      return !meetsShown({ ...test, op: 'contains' }, value);
    case 'eq':
    case 'in':
      return namesOf(value).some((name) => meets(test, name));
    case 'contains':
      if (!Array.isArray(value)) break;
      return (value as readonly Json[]).some((one) => namesOf(one).some((name) => equal(name, test.value)));
    default:
      break;
  }
  return meets(test, value === undefined ? value : shownOwner(value));
}

/** Returns what an owner is equal to. */
function namesOf(value: Json | undefined): readonly (Json | undefined)[] {
  if (typeof value !== 'string') return [value === undefined ? value : shownOwner(value)];
  const { name, userId } = ownerParts(value);
  return [name, userId, value];
}

function meets(test: Test, value: Json | undefined): boolean {
  switch (test.op) {
    case 'eq':
      return test.value === null ? isNothing(value) : equal(value, test.value);
    case 'ne':
      return test.value === null ? !isNothing(value) : !equal(value, test.value);
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return isRange([test.value]) && compares(test.op, value, test.value);
    case 'between': {
      if (!isRange(test.value, 2)) return false;
      const [from = null, to = null] = test.value;
      return compares('ge', value, from) && compares('le', value, to);
    }
    case 'beginsWith':
      return typeof value === 'string' && typeof test.value === 'string' && value.startsWith(test.value);
    case 'contains':
      return contains(value, test.value);
    case 'notContains':
      return !contains(value, test.value);
    case 'in':
      if (!Array.isArray(test.value)) return false;
      return (test.value as readonly Json[]).some((one) =>
        one === null ? isNothing(value) : equal(value, one),
      );
    case 'exists':
      return (value !== undefined) === (test.value === true);
    case 'type':
      if (test.value === '_null') return isNothing(value);
      return value !== undefined && test.value === typeOf(value);
    case 'size': {
      const size = sizeOf(value);
      const tests = sizeTests(test.value);
      return (
        size !== null &&
        tests.length > 0 &&
        tests.every(({ op, value: length }) => compares(op, size, length))
      );
    }
    default:
      return test.op satisfies never;
  }
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function equal(a: Json | undefined, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && equal((a as Row)[name], (b as Row)[name] ?? null));
}

/** Compares two values. Values of different types have no order. */
function compares(op: Comparison, a: Json | undefined, b: Json): boolean {
  let order: number;
  if (typeof a === 'number' && typeof b === 'number') order = a - b;
  else if (typeof a === 'string' && typeof b === 'string')
    order = Buffer.compare(Buffer.from(a), Buffer.from(b));
  else return false;
  switch (op) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    default:
      return op satisfies never;
  }
}

function contains(value: Json | undefined, part: Json): boolean {
  if (typeof part === 'object') return false;
  if (typeof value === 'string') return typeof part === 'string' && value.includes(part);
  return Array.isArray(value) && (value as readonly Json[]).includes(part);
}

/**
 * Returns the length of a string in UTF-16 units, or the number of members of a list or map. Returns null for
 * other values.
 */
function typeOf(value: Json): string {
  if (value === null) return '_null';
  if (Array.isArray(value)) return 'list';
  const types = { string: 'string', number: 'number', boolean: 'bool', object: 'map' };
  return types[typeof value as keyof typeof types];
}

/** The length of a string in UTF-16 units; of a list or map in members; null for what has none. */
function sizeOf(value: Json | undefined): number | null {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return null;
  return Object.keys(value).length;
}
