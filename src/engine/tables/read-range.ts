import { Refusal } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import { type Range, whyUnstorable } from '../../store/port/index.ts';

/** A `Model…KeyConditionInput`: one operator on the sort field, or on several as an object of them. */
export type KeyCondition = Readonly<Record<string, unknown>>;

const OPERATORS = ['eq', 'lt', 'le', 'gt', 'ge', 'beginsWith', 'between'] as const;
type Operator = (typeof OPERATORS)[number];

/**
 * Reads the condition on the sort fields of a key. Null or `{}` mean none.
 * @param fields the sort fields of the condition, in order
 * @throws {Refusal} INVALID_ARGUMENTS, naming the argument
 */
export function readRange(
  condition: KeyCondition | null | undefined,
  fields: readonly string[],
  argument: string,
): Range | null {
  const given = Object.entries(condition ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (given.length === 0) return null;
  const [entry, second] = given;
  if (!entry || second) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "${argument}" takes one operator, not ${given.length}.`,
    );
  }
  const [name, value] = entry;
  const op = OPERATORS.find((known): known is Operator => known === name);
  // The schema gives clients these operators only, so a resolver wrote this one.
  if (!op)
    throw new Error(
      `"${argument}.${name}" is not an operator. Write the operator alone, such as { beginsWith: "2026-" }.`,
    );
  if (op !== 'between') {
    const parts = readParts(value, fields, `${argument}.${op}`);
    // Only text has a prefix. A key begins with a number if it has that number.
    return { op: op === 'beginsWith' && typeof parts.at(-1) !== 'string' ? 'eq' : op, value: parts };
  }
  if (!Array.isArray(value) || value.length !== 2) {
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `"${argument}.between" takes two values, the lower and the upper bound.`,
    );
  }
  const [from, to] = value.map((bound) => readParts(bound, fields, `${argument}.between`));
  return { op, from: from ?? [], to: to ?? [] };
}

/** Returns the leading sort fields of a value: a scalar for one field, an object for several. */
function readParts(value: unknown, fields: readonly string[], where: string): readonly Json[] {
  if (fields.length === 1) return [required(value as Json, where)];
  const object = value as Readonly<Record<string, Json | undefined>>;
  const given = fields.map((field) => object[field] ?? null);
  const end = given.findLastIndex((part) => part !== null) + 1;
  if (end === 0)
    throw new Refusal('INVALID_ARGUMENTS', `"${where}" must give at least "${fields[0] ?? ''}".`);
  return given.slice(0, end).map((part, place) => required(part, `${where}.${fields[place] ?? ''}`));
}

function required(value: Json, where: string): Json {
  if (value === null) throw new Refusal('INVALID_ARGUMENTS', `"${where}" must not be null.`);
  const why = whyUnstorable(value);
  if (why !== null) throw new Refusal('INVALID_ARGUMENTS', `"${where}" ${why}`);
  return value;
}
