import { Refusal } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import { type Filter, type FilterOp, whyUnstorable } from '../../store/port/index.ts';

/** A `Model…FilterInput` or `Model…ConditionInput` as a client or a resolver writes it. */
export type FilterInput = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, FilterOp>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'lt',
  le: 'le',
  gt: 'gt',
  ge: 'ge',
  between: 'between',
  beginsWith: 'beginsWith',
  contains: 'contains',
  notContains: 'notContains',
  in: 'in',
  attributeExists: 'exists',
  attributeType: 'type',
  size: 'size',
};

/** The deepest nesting of a filter. A client needs two or three levels, an attacker sends thousands. */
const MAX_DEPTH = 10;

/**
 * Returns what a row must meet before a field of it is compared; null for any row. Throws if no row may be compared.
 */
export type Guard = (field: string) => Filter | null;

interface Reading {
  readonly argument: string;
  readonly guard: Guard;
}

/**
 * Reads a filter argument. All of its members must hold. Null and `{}` mean no filter.
 * @param argument the argument's name in messages, such as `filter`
 * @param guard keeps a filter from revealing what its caller may not read
 * @throws {Refusal} INVALID_ARGUMENTS, naming the field
 */
export function readFilter(
  input: FilterInput | null | undefined,
  argument: string,
  guard: Guard,
): Filter | null {
  return readMembers(input, { argument, guard }, 0);
}

function readMembers(input: FilterInput | null | undefined, reading: Reading, depth: number): Filter | null {
  if (!input) return null;
  if (depth > MAX_DEPTH) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "${reading.argument}" nests deeper than ${MAX_DEPTH} levels.`,
    );
  }
  const parts = Object.entries(input).flatMap(([name, value]) => readMember(name, value, reading, depth));
  return parts.length === 1 && parts[0] ? parts[0] : parts.length === 0 ? null : { and: parts };
}

function readMember(name: string, value: unknown, reading: Reading, depth: number): Filter[] {
  if (value === null || value === undefined) return [];
  const inner = (part: unknown): Filter[] => {
    const filter = readMembers(part as FilterInput, reading, depth + 1);
    return filter ? [filter] : [];
  };
  if (name === 'and') return (value as unknown[]).flatMap(inner);
  if (name === 'or') {
    const ways = (value as unknown[]).map(inner);
    // A rule without a demand allows every row.
    return ways.some((way) => way.length === 0) ? [] : [{ or: ways.flat() }];
  }
  if (name === 'not') {
    const [demand] = inner(value);
    // A filter without a demand allows every row, so its opposite allows none.
    return [demand ? { not: demand } : { or: [] }];
  }
  const tests = Object.entries(value).map(([operator, operand]) =>
    readTest(name, operator, operand as Json, reading.argument),
  );
  const needed = tests.length > 0 ? reading.guard(name) : null;
  // The guard is joined to the tests, so that a "not" around them cannot distinguish a row that fails the guard from
  // one that fails a test.
  return needed ? [{ and: [needed, ...tests] }] : tests;
}

function readTest(field: string, operator: string, value: Json, argument: string): Filter {
  const op = OPERATORS[operator];
  const where = `${argument}.${field}.${operator}`;
  if (!op) throw new Refusal('INVALID_ARGUMENTS', `"${where}" is not an operator.`);
  const why = whyUnstorable(value);
  if (why !== null) throw new Refusal('INVALID_ARGUMENTS', `"${where}" ${why}`);
  if (op === 'size') return { field, op, value: readSize(value, where) };
  if (op === 'between') requirePair(value, where);
  if (value === null && op !== 'eq' && op !== 'ne') {
    throw new Refusal('INVALID_ARGUMENTS', `"${where}" must not be null.`);
  }
  return { field, op, value };
}

function readSize(value: Json, where: string): Json {
  if (value !== null && typeof value === 'object' && 'between' in value)
    requirePair(value.between, `${where}.between`);
  return value;
}

function requirePair(value: unknown, where: string): void {
  if (!Array.isArray(value) || value.length !== 2 || value.includes(null)) {
    throw new Refusal('INVALID_ARGUMENTS', `"${where}" takes two values, the lower and the upper bound.`);
  }
}
