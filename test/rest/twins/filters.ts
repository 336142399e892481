import {
  getNamedType,
  isInputObjectType,
  isListType,
  type GraphQLField,
  type GraphQLInputObjectType,
} from 'graphql';

import type { Json } from '../../../src/model/index.ts';
import type { Row } from '../../../src/store/index.ts';
import type { TwinParts } from './make-twin.ts';
import { textOf } from '../text-of.ts';
import { inputValue, pick } from './values.ts';

/** A filter in both forms. */
export interface Filter {
  readonly query: readonly string[];
  readonly variables: Readonly<Record<string, Json>>;
}

const LOGIC = ['and', 'or', 'not'];
/** Names that a list reads as its own parameters, so a field of such a name needs an operator. */
const RESERVED = ['filter', 'sort', 'limit', 'cursor', 'total', 'fields', 'expand'];

/** Returns a random filter of a list: as parameters of fields, or as JSON. */
export function filterOf(parts: TwinParts, field: GraphQLField<unknown, unknown>, row: Row): Filter {
  const { random } = parts;
  const declared = field.args.find(({ name }) => name === 'filter');
  const input = declared && getNamedType(declared.type);
  if (!isInputObjectType(input) || random() < 0.4) return { query: [], variables: {} };
  if (random() < 0.3) {
    const filter = {
      [pick(random, ['and', 'or'])]: [conditions(parts, input, row, 2), conditions(parts, input, row, 1)],
    };
    return { query: [`filter=${encodeURIComponent(JSON.stringify(filter))}`], variables: { filter } };
  }
  const filter = conditions(parts, input, row, 2);
  const query = Object.entries(filter).flatMap(([name, operators]) =>
    Object.entries(operators).flatMap(([operator, value]) => {
      const isShort = operator === 'eq' && !RESERVED.includes(name) && random() < 0.5;
      const key = isShort ? name : `${name}.${operator}`;
      return [value].flat().map((one) => `${key}=${encodeURIComponent(textOf(one))}`);
    }),
  );
  return { query, variables: { filter: filter } };
}

type Conditions = Record<string, Record<string, Json>>;

/** Returns conditions on some fields, with values that often are those of a row. */
function conditions(
  { random }: TwinParts,
  input: GraphQLInputObjectType,
  row: Row,
  most: number,
): Conditions {
  const fields = Object.values(input.getFields()).filter(({ name }) => !LOGIC.includes(name));
  const chosen = Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, fields));
  return Object.fromEntries(
    chosen.flatMap((field): [string, Record<string, Json>][] => {
      const type = getNamedType(field.type);
      if (!isInputObjectType(type)) return [];
      const operators = Object.values(type.getFields()).filter(
        ({ type: of, name }) => !isInputObjectType(getNamedType(of)) && name !== 'attributeType',
      );
      const operator = pick(random, operators);
      const value = (): Json => inputValue({ random, row }, getNamedType(operator.type), field.name);
      const isMany = isListType(operator.type);
      const given = isMany ? [value(), value()] : value();
      return [[field.name, { [operator.name]: given }]];
    }),
  );
}
