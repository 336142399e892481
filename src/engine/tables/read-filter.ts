import { Refusal } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { Filter, FilterOp } from '../../store/index.ts';

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

/** Filters nest at most this deep: a client writes two or three levels, an attacker thousands. */
const MAX_DEPTH = 10;

/**
 * Reads a filter argument: all of its members must hold. Null and `{}` mean no filter.
 * @param argument names the argument in messages, e.g. `filter`
 * @throws {Refusal} INVALID_ARGUMENTS, naming the field
 */
export function readFilter(
  input: FilterInput | null | undefined,
  argument: string,
  depth = 0,
): Filter | null {
  if (!input) return null;
  if (depth > MAX_DEPTH) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "${argument}" nests deeper than ${MAX_DEPTH} levels.`,
    );
  }
  const parts = Object.entries(input).flatMap(([name, value]) => readMember(name, value, argument, depth));
  return parts.length === 1 && parts[0] ? parts[0] : parts.length === 0 ? null : { and: parts };
}

function readMember(name: string, value: unknown, argument: string, depth: number): Filter[] {
  if (value === null || value === undefined) return [];
  const inner = (part: unknown): Filter[] => {
    const filter = readFilter(part as FilterInput, argument, depth + 1);
    return filter ? [filter] : [];
  };
  if (name === 'and') return (value as unknown[]).flatMap(inner);
  if (name === 'or') return [{ or: (value as unknown[]).flatMap(inner) }];
  if (name === 'not') return inner(value).map((not) => ({ not }));
  return Object.entries(value).map(([operator, operand]) =>
    readTest(name, operator, operand as Json, argument),
  );
}

function readTest(field: string, operator: string, value: Json, argument: string): Filter {
  const op = OPERATORS[operator];
  const where = `${argument}.${field}.${operator}`;
  if (!op) throw new Refusal('INVALID_ARGUMENTS', `"${where}" is not an operator.`);
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
