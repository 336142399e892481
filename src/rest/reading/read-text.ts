import {
  coerceInputValue,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  type GraphQLInputType,
} from 'graphql';

import { isTooDeep } from '../../server/index.ts';

const WHOLE: readonly string[] = ['Int', 'AWSTimestamp'];
const INTEGER = /^-?\d{1,16}$/;
const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A value of a client, or why its text is none. */
export type ReadText = { readonly value: unknown } | { readonly why: string };

/**
 * Reads a text as a value of a type, as a path or a query string holds it: `3`, `true`, `DONE`. An object, or a list within a
 * list, is JSON text.
 */
export function readText(text: string, type: GraphQLInputType): ReadText {
  const raw = rawValue(text, getNullableType(type));
  if ('why' in raw) return raw;
  const problems: string[] = [];
  coerceInputValue(raw.value, type, (path, _value, { message }) => {
    problems.push(path.length > 0 ? `at "${path.join('.')}": ${message}` : message);
  });
  const [why] = problems;
  return why === undefined ? raw : { why };
}

function rawValue(text: string, type: GraphQLInputType): ReadText {
  if (isInputObjectType(type) || isListType(type)) return fromJson(text);
  if (isEnumType(type))
    return enumValue(
      text,
      type.getValues().map(({ name }) => name),
    );
  const name = 'name' in type ? type.name : '';
  if (WHOLE.includes(name))
    return INTEGER.test(text) ? { value: Number(text) } : { why: `"${text}" is no whole number.` };
  if (name === 'Float')
    return DECIMAL.test(text) ? { value: Number(text) } : { why: `"${text}" is no number.` };
  if (name !== 'Boolean') return { value: text };
  return text === 'true' || text === 'false'
    ? { value: text === 'true' }
    : { why: 'Write "true" or "false".' };
}

function enumValue(text: string, names: readonly string[]): ReadText {
  return names.includes(text) ? { value: text } : { why: `"${text}" is none of: ${names.join(', ')}.` };
}

function fromJson(text: string): ReadText {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? { why: 'The value nests too deeply.' } : { value };
  } catch {
    return { why: 'The value is not valid JSON.' };
  }
}
