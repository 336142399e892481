import type { Components } from './components.ts';
import type { JsonSchema } from './json-schema.ts';

/** Levels of objects in an example. */
const DEPTH = 3;

/**
 * Returns a value that a schema takes, or undefined if none is known, as for most patterns. Texts are the names of their
 * members: `title` is "Title".
 */
export function exampleOf(components: Components, schema: JsonSchema, name = ''): unknown {
  return make(components, schema, name, DEPTH);
}

function make(components: Components, schema: JsonSchema, name: string, depth: number): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.$ref !== undefined) {
    const found = components.find(schema.$ref);
    return found && make(components, found, name, depth);
  }
  const [option] = schema.anyOf ?? [];
  if (option) return make(components, option, name, depth);
  const [type] = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  switch (type) {
    case 'string':
      return text(schema, name);
    case 'integer':
    case 'number':
      return number(schema, type);
    case 'boolean':
      return true;
    case 'array':
      return list(components, schema, name, depth);
    case 'object':
      return depth === 0 ? undefined : object(components, schema, depth);
    default:
      return undefined;
  }
}

function list(components: Components, { items = {} }: JsonSchema, name: string, depth: number): unknown {
  const one = make(components, items, name, depth);
  return one === undefined ? undefined : [one];
}

/** Returns an object without members that have no example; undefined if one of them is required. */
function object(
  components: Components,
  { properties = {}, required = [] }: JsonSchema,
  depth: number,
): unknown {
  const members = Object.entries(properties).flatMap(([name, schema]): [string, unknown][] => {
    const value = make(components, schema, name, depth - 1);
    return value === undefined ? [] : [[name, value]];
  });
  const made = new Set(members.map(([name]) => name));
  return required.every((name) => made.has(name)) ? Object.fromEntries(members) : undefined;
}

/** Texts of many forms. The first that fits a pattern is the example. */
const TEXTS = [
  ...['2026-03-01', '09:30:00', '2026-03-01T09:30:00.000Z', 'ada@example.com', 'https://example.com/a'],
  ...[
    '+44 20 7946 0018',
    '192.0.2.1',
    '#1f6feb',
    'a',
    'A',
    'abc',
    'ABC',
    'abc-1',
    'ABC-1',
    'A1',
    'a1',
    '1',
    '1234',
  ],
];

function text(schema: JsonSchema, name: string): string | undefined {
  const { minLength = 0, maxLength = Infinity, pattern, contentMediaType } = schema;
  if (contentMediaType === 'application/json') return '{"colour":"red"}';
  const patterns = [pattern, ...(schema.allOf ?? []).map((each) => each.pattern)]
    .filter((one) => one !== undefined)
    .map((one) => new RegExp(one, 'u'));
  const words = wordsOf(name);
  const fits = (value: string): boolean =>
    value.length >= minLength && value.length <= maxLength && patterns.every((one) => one.test(value));
  return [words, words.padEnd(minLength, '.'), words.slice(0, maxLength), ...TEXTS].find(fits);
}

/** Returns an example by the name of a member alone. */
function wordsOf(name: string): string {
  if (/id$/i.test(name)) return '01990a5c-7f6e-7c3a-9d1b-2f4e6a8c0b1d';
  return /url$/i.test(name) ? 'https://example.com/a' : inWords(name);
}

/** Returns a name as a phrase: `dueDate` is "Due date". */
function inWords(name: string): string {
  const phrase = name
    .replace(/^_+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function number(schema: JsonSchema, type: 'integer' | 'number'): number | undefined {
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const step = type === 'integer' ? 1 : 0.5;
  const least = Math.max(schema.minimum ?? -Infinity, (exclusiveMinimum ?? -Infinity) + step);
  const most = Math.min(schema.maximum ?? Infinity, (exclusiveMaximum ?? Infinity) - step);
  if (least > most) return undefined;
  const usual = type === 'integer' ? 3 : 1.5;
  const value = Math.min(Math.max(usual, least), most);
  return type === 'integer' ? Math.ceil(value) : value;
}
