import { Refusal } from '../../tenant/index.ts';
import type { Json, ModelType } from '../../model/index.ts';
import { type Filter, type FilterOp, type Test, whyUnstorable } from '../../store/port/index.ts';

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
  notIn: 'in',
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

export interface Reading {
  /** The argument's name in messages, such as `filter`. */
  readonly argument: string;
  /** Keeps a filter from revealing what its caller may not read. */
  readonly guard: Guard;
  readonly type: ModelType;
}

/**
 * Reads a filter argument. All of its members must hold. Null and `{}` mean no filter.
 * @throws {Refusal} INVALID_ARGUMENTS, naming the field
 */
export function readFilter(input: FilterInput | null | undefined, reading: Reading): Filter | null {
  return readMembers(input, reading, 0);
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
    opposed(
      operator,
      withShown(readTest(name, operator, operand as Json, reading.argument), name, reading.type),
    ),
  );
  const needed = tests.length > 0 ? reading.guard(name) : null;
  // The guard is joined to the tests, so that a "not" around them cannot distinguish a row that fails the guard from
  // one that fails a test.
  return needed ? [{ and: [needed, ...tests] }] : tests;
}

/** Turns the test of `notIn` round, which is that of `in`. */
function opposed(operator: string, test: Test): Filter {
  return operator === 'notIn' ? { not: test } : test;
}

/** Returns the test of an owner as one of what clients see. A user id alone is stored as it is seen. */
function withShown(test: Test, name: string, { fields }: ModelType): Test {
  const form = Object.hasOwn(fields, name) ? fields[name]?.owner?.form : undefined;
  return form && form !== 'sub' ? { ...test, shown: true } : test;
}

function readTest(field: string, operator: string, value: Json, argument: string): Test {
  const op = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  const where = `${argument}.${field}.${operator}`;
  // The schema gives clients these operators only, so a resolver wrote this one.
  if (!op) throw new Error(`"${where}" is not an operator. Write { ${field}: { eq: … } }.`);
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
