import type { ComparedFields, Json, ModelType } from '../../../model/index.ts';
import { Refusal } from '../../../tenant/index.ts';
import type { Placeholders } from './expression.ts';
import type { Filter, Test } from '../../port/filter.ts';
import {
  type Comparison,
  type FormTest,
  isRange,
  sizeTests,
  testInForm,
} from '../../port/filter-operands.ts';
import { formName, NONE } from '../keys/keys.ts';
import { timePair, type TimePair } from './row-codec.ts';

/** DynamoDB's comparators by our names. */
const comparisons: Readonly<Record<Comparison, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** DynamoDB's types by the names of Amplify's ModelAttributeTypes. */
const attributeTypes: Readonly<Record<string, string>> = {
  binary: 'B',
  binarySet: 'BS',
  bool: 'BOOL',
  list: 'L',
  map: 'M',
  number: 'N',
  numberSet: 'NS',
  string: 'S',
  stringSet: 'SS',
};

/** DynamoDB's limits of an expression (Developer Guide, "Expression parameters"), less what a write adds. */
const MAX_BYTES = 4096 - 512;
const MAX_OPERATORS = 300 - 30;
const MAX_OPERANDS_OF_IN = 100;

/** The text of an expression, or its constant value. */
type Text = string | boolean;

/**
 * Returns a filter as the text of a condition or filter expression, or null if every row meets it. The text
 * is one term: combine it without parentheses, because DynamoDB refuses redundant ones.
 * @throws {Refusal} VALIDATION_FAILED if the expression is too large for DynamoDB
 */
export function filterExpression(
  filter: Filter,
  expression: Placeholders,
  filtered: Filtered,
): string | null {
  const text = write(filter, { expression, ...filtered });
  if (text === true) return null;
  if (text === false) return `attribute_exists(${expression.name(NONE)})`;
  const operators = text.match(/ (AND|OR|IN|=|<>|<|<=|>|>=) |NOT |[a-z_]+\(/g)?.length ?? 0;
  if (Buffer.byteLength(text) > MAX_BYTES || operators > MAX_OPERATORS) {
    throw new Refusal(
      'VALIDATION_FAILED',
      'The filter is too large: use fewer conditions, or filter in steps.',
    );
  }
  return text;
}

/** The type whose rows a filter is for. */
export interface Filtered {
  /** The fields of the type, whose values are compared in their form. */
  readonly fields: ComparedFields;
  /** Its timestamps, of which an item may lack the second one. */
  readonly times: TimePair | null;
}

/** Returns what a filter must know of a type. */
export function filteredOf(type: ModelType): Filtered {
  return { fields: type.fields, times: timePair(type) };
}

interface Writing extends Filtered {
  readonly expression: Placeholders;
}

function write(filter: Filter, writing: Writing): Text {
  if ('and' in filter) return join('AND', filter.and, writing);
  if ('or' in filter) return join('OR', filter.or, writing);
  if ('not' in filter) return negated(write(filter.not, writing));
  if (writing.times && filter.field === writing.times.updatedAt)
    return writeTimeTest(filter, writing.times, writing);
  const test = testInForm(filter, writing.fields);
  if (test) return writeFormTest(test, writing);
  return writeTest(filter, writing.expression.name(filter.field), valuesOf(filter, writing.expression));
}

function negated(text: Text): Text {
  return typeof text === 'boolean' ? !text : `(NOT ${text})`;
}

function join(word: 'AND' | 'OR', filters: readonly Filter[], writing: Writing): Text {
  const neutral = word === 'AND';
  const texts = filters.map((filter) => write(filter, writing));
  if (texts.includes(!neutral)) return !neutral;
  const telling = texts.filter((text) => typeof text === 'string');
  if (telling.length === 0) return neutral;
  return telling.length === 1 ? (telling[0] ?? neutral) : `(${telling.join(` ${word} `)})`;
}

/** Returns a function that returns the placeholder of an operand, the same one for the same operand. */
function valuesOf(test: Test, expression: Placeholders): (operand: Json) => string {
  const label = typeof test.field === 'string' ? test.field : test.field.join('.');
  if (test.shown) throw new Error(`DynamoDB cannot compare the name of "${label}": split the filter first.`);
  const held = new Map<Json, string>();
  return (operand) => {
    const placeholder = held.get(operand) ?? expression.value(operand, label);
    held.set(operand, placeholder);
    return placeholder;
  };
}

/** Writes a comparison of the second timestamp: of the first one, if the item lacks it. */
function writeTimeTest(test: Test, times: TimePair, writing: Writing): Text {
  const { createdAt, updatedAt } = times;
  const wanted: Filter = test.op !== 'exists' ? test : hasValue(test.field, test.value === true);
  const bare = { ...writing, times: null };
  const [second, first] = [updatedAt, createdAt].map((field) => write(inField(wanted, field), bare));
  if (typeof second !== 'string' || typeof first !== 'string') return second ?? false;
  const name = writing.expression.name(updatedAt);
  return `((attribute_exists(${name}) AND ${second}) OR (attribute_not_exists(${name}) AND ${first}))`;
}

function hasValue(field: Test['field'], is: boolean): Filter {
  return { field, op: is ? 'ne' : 'eq', value: null };
}

function inField(filter: Filter, field: string): Filter {
  return 'field' in filter ? { ...filter, field } : filter;
}

/** Writes a comparison of a value in its form: the item's own attribute for it, or else the value as stored. */
function writeFormTest(test: FormTest, writing: Writing): Text {
  const { field, op, value } = test;
  if (op === 'ne') return negated(writeFormTest({ ...test, op: 'eq' }, writing));
  if (op === 'notContains') return negated(writeFormTest({ ...test, op: 'contains' }, writing));
  if (op === 'in' && Array.isArray(value) && value.includes(null)) {
    const present = (value as readonly Json[]).filter((one) => one !== null);
    const ways: readonly Filter[] = [
      { field, op: 'eq', value: null },
      { field, op, value: present },
    ];
    return join('OR', ways, writing);
  }
  const { expression } = writing;
  const [stored, form] = [field, formName(field)].map((name) => expression.name(name));
  const values = valuesOf(test, expression);
  const [ofStored, ofForm] = [stored, form].map((name) => writeTest(test, name ?? '', values));
  if (typeof ofStored !== 'string') return ofStored ?? false;
  return `(${ofForm} OR (attribute_not_exists(${form}) AND ${ofStored}))`;
}

/** Writes a comparison. Operands that DynamoDB refuses, such as an order of booleans, make it false. */
function writeTest(test: Test, name: string, value: (operand: Json) => string): Text {
  switch (test.op) {
    case 'eq':
      return equals(name, test.value, value);
    case 'ne':
      if (test.value === null) return `(NOT ${equals(name, null, value)})`;
      return `${name} <> ${value(test.value)}`;
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return isRange([test.value]) && `${name} ${comparisons[test.op]} ${value(test.value)}`;
    case 'between': {
      if (!isRange(test.value, 2)) return false;
      const [from, to] = test.value;
      // Not BETWEEN, which DynamoDB refuses if the bounds are in the wrong order.
      return `(${name} >= ${value(from ?? null)} AND ${name} <= ${value(to ?? null)})`;
    }
    case 'beginsWith':
      return typeof test.value === 'string' && `begins_with(${name}, ${value(test.value)})`;
    case 'contains':
    case 'notContains': {
      const text: Text = typeof test.value !== 'object' && `contains(${name}, ${value(test.value)})`;
      if (test.op === 'contains') return text;
      return text === false || `(NOT ${text})`;
    }
    case 'in':
      return writeIn(name, test.value, value);
    case 'exists':
      return test.value === true ? `attribute_exists(${name})` : `attribute_not_exists(${name})`;
    case 'type': {
      if (test.value === '_null') return equals(name, null, value);
      const type = typeof test.value === 'string' && attributeTypes[test.value];
      return type ? `attribute_type(${name}, ${value(type)})` : false;
    }
    case 'size': {
      const texts = sizeTests(test.value).map(({ op, value: length }) =>
        // `<>` alone would also hold for a value without a size.
        op === 'ne'
          ? `(size(${name}) >= ${value(0)} AND (NOT size(${name}) = ${value(length)}))`
          : `size(${name}) ${comparisons[op]} ${value(length)}`,
      );
      if (texts.length === 0) return false;
      return texts.length === 1 ? (texts[0] ?? false) : `(${texts.join(' AND ')})`;
    }
    default:
      return test.op satisfies never;
  }
}

/** Writes an equality. A field without a value is absent; NULL from other writers counts the same. */
function equals(name: string, operand: Json, value: (operand: Json) => string): string {
  if (operand !== null) return `${name} = ${value(operand)}`;
  return `(attribute_not_exists(${name}) OR ${name} = ${value(null)})`;
}

function writeIn(name: string, operands: Json, value: (operand: Json) => string): Text {
  if (!Array.isArray(operands)) return false;
  const all = operands as readonly Json[];
  const present = all.filter((operand) => operand !== null);
  const texts: string[] = present.length < all.length ? [equals(name, null, value)] : [];
  for (let at = 0; at < present.length; at += MAX_OPERANDS_OF_IN) {
    const some = present.slice(at, at + MAX_OPERANDS_OF_IN).map(value);
    texts.push(`${name} IN (${some.join(', ')})`);
  }
  if (texts.length === 0) return false;
  return texts.length === 1 ? (texts[0] ?? false) : `(${texts.join(' OR ')})`;
}
