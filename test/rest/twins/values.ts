import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';

import type { Json } from '../../../src/model/index.ts';
import type { Row } from '../../../src/store/index.ts';
import { scalarValue } from '../../isolation/sample-rows.ts';

export type Random = () => number;

/** Returns one of a list. @throws if it is empty */
export function pick<Value>(random: Random, of: readonly Value[]): Value {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new Error('There is nothing to pick.');
  return found;
}

export interface ValueOptions {
  readonly random: Random;
  /** A stored row: its values make inputs that find something. */
  readonly row: Row;
  /** Names that an input must have, and names that it must not have. */
  readonly must?: readonly string[];
  readonly never?: readonly string[];
}

/** Returns a random value of an input type. A name of the row's gets the value of the row, three times of four. */
export function inputValue(options: ValueOptions, type: GraphQLInputType, name: string, depth = 3): Json {
  const { random, row } = options;
  const nullable = getNullableType(type);
  const own = Object.hasOwn(row, name) ? row[name] : undefined;
  const isOwn = own !== undefined && random() < 0.75;
  if (isListType(nullable)) {
    if (Array.isArray(own) && isOwn) return own as Json;
    const count = depth > 0 ? Math.floor(random() * 3) : 0;
    return Array.from({ length: count }, () => inputValue(options, nullable.ofType, name, depth - 1));
  }
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map((value) => value.name);
    return isOwn && typeof own === 'string' && names.includes(own) ? own : pick(random, names);
  }
  if (isInputObjectType(nullable)) return inputObject(options, nullable, depth);
  if (isOwn && fits(own, nullable.name)) return own;
  const n = Math.floor(random() * 8);
  return scalarValue(nullable.name, `some-${name}-${n}`, n);
}

/** Returns whether a value of a row is one of a scalar. */
function fits(value: Json, scalar: string): boolean {
  if (scalar === 'Boolean') return typeof value === 'boolean';
  const isNumber = ['Int', 'Float', 'AWSTimestamp'].includes(scalar);
  return typeof value === (isNumber ? 'number' : 'string');
}

function inputObject(options: ValueOptions, type: GraphQLInputObjectType, depth: number): Json {
  const { random, must = [], never = [] } = options;
  const value: Record<string, Json> = {};
  for (const field of Object.values(type.getFields())) {
    const isForced = isNonNullType(field.type) || must.includes(field.name);
    const isObject = isInputObjectType(getNamedType(field.type));
    const isGiven = isForced || (random() < 0.6 && (!isObject || depth > 0));
    if (!isGiven || never.includes(field.name)) continue;
    const isNull = !isForced && !isNonNullType(field.type) && random() < 0.1;
    value[field.name] = isNull
      ? null
      : inputValue({ ...options, must: [], never: [] }, field.type, field.name, depth - 1);
  }
  return value;
}
