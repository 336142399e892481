import { resolve, type Document, type Schema, type SchemaObject } from './document.ts';

/** Numbers from 0 to 1 that a seed decides. */
export type Random = () => number;

/** Returns one of a list. */
export function pick<Value>(random: Random, of: readonly Value[]): Value | undefined {
  return of[Math.floor(random() * of.length)];
}

/** What the values of a request are made from. */
export interface Maker {
  readonly document: Document;
  readonly random: Random;
  /** Returns a value that an earlier answer named, for a property or a parameter of such a name. */
  known(name: string): unknown;
}

/** Levels of objects in a value. */
const DEPTH = 5;

/** Texts that break parsers, keys, logs and prototypes. */
export const HOSTILE: readonly string[] = [
  '',
  ' ',
  '\0',
  '#',
  '$',
  '%',
  '%00',
  '%2e%2e%2f',
  '..',
  '../..',
  '/',
  '//',
  '\\',
  '?a=b',
  ';',
  ',',
  "'",
  '"',
  '`',
  '*',
  '{}',
  '[]',
  'null',
  'true',
  '-1',
  '1e999',
  '0x10',
  'NaN',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__typename',
  'T#globex#Task',
  '${7*7}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '\r\nx-injected: 1',
  '\u202e',
  'e\u0301',
  '\ud83d\ude00',
  '\ud800',
  '\uffff',
  'a'.repeat(3000),
  '9'.repeat(400),
];

/** Returns a value that a schema allows, as far as its keywords are known here. */
export function valueOf(maker: Maker, schema: Schema | undefined, name = '', depth = DEPTH): unknown {
  if (schema === undefined || typeof schema === 'boolean') return 'anything';
  const { random } = maker;
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const target = resolve<Schema>(maker.document, schema);
    return valueOf(maker, typeof target === 'boolean' ? target : { ...target, ...own }, name, depth);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    const filled = choices.filter((one) => typeof one === 'boolean' || one.type !== 'null');
    return valueOf(maker, pick(random, random() < 0.8 ? filled : choices), name, depth);
  }
  if (schema.allOf) return merged(schema.allOf.map((one) => valueOf(maker, one, name, depth)));
  const known = maker.known(name);
  if (known !== undefined && random() < 0.8) return known;
  const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
  const filled = types.filter((type) => type !== 'null');
  const type = types.includes('null') && random() < 0.15 ? 'null' : pick(random, filled);
  return typed(maker, type ?? 'null', schema, name, depth);
}

function typed(maker: Maker, type: string, schema: SchemaObject, name: string, depth: number): unknown {
  const { random } = maker;
  if (type === 'null') return null;
  if (type === 'boolean') return random() < 0.5;
  if (type === 'integer' || type === 'number') return numberOf(random, type, schema);
  if (type === 'array') {
    const [least, most] = [schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)];
    const length = depth === 0 ? least : least + Math.floor(random() * (Math.max(most, least) - least + 1));
    return Array.from({ length }, () => valueOf(maker, schema.items, name, depth - 1));
  }
  if (type === 'object') {
    const members = Object.entries(schema.properties ?? {}).filter(
      ([member, of]) =>
        schema.required?.includes(member) === true ||
        (depth > 0 && !isReadOnly(maker.document, of) && random() < 0.4),
    );
    return Object.fromEntries(members.map(([member, of]) => [member, valueOf(maker, of, member, depth - 1)]));
  }
  return textOf(random, schema);
}

function isReadOnly(document: Document, schema: Schema): boolean {
  const target = typeof schema === 'boolean' ? schema : resolve<Schema>(document, schema);
  return typeof target !== 'boolean' && target.readOnly === true;
}

function merged(values: readonly unknown[]): unknown {
  return values.every((one) => typeof one === 'object' && one !== null)
    ? Object.assign({}, ...values)
    : values[0];
}

function numberOf(random: Random, type: string, { minimum, maximum }: SchemaObject): number {
  const least = minimum ?? -5;
  const most = Math.min(maximum ?? least + 100, least + 100);
  const value = least + random() * (most - least);
  return type === 'integer' ? Math.round(value) : Math.round(value * 100) / 100;
}

const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel'];

function textOf(random: Random, schema: SchemaObject): string {
  const { minLength = 0, maxLength = 200, examples = [] } = schema;
  const example = pick(random, examples);
  if (typeof example === 'string' && (schema.pattern !== undefined || random() < 0.3)) return example;
  const digits = (count: number): string => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  const day = `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`;
  const samples = [
    `${day}T1${digits(1)}:00:00Z`,
    day,
    `1${Math.floor(random() * 9)}:00:00Z`,
    `${pick(random, WORDS) ?? ''}${digits(4)}@example.test`,
    `https://example.test/${digits(4)}`,
    '10.0.0.1',
    '+14155552671',
    '#1f6feb',
    `{"a":${digits(3)}}`,
    `WORD_${digits(4)}`,
    `word${digits(4)}`,
  ];
  const word = `${pick(random, WORDS) ?? ''} ${digits(4)}`;
  const { pattern } = schema;
  if (pattern === undefined) return word.padEnd(minLength, 'x').slice(0, maxLength);
  return samples.find((sample) => new RegExp(pattern, 'u').test(sample)) ?? word;
}

/** Returns a value that is somehow wrong: of another type, hostile, nested too deep, or with unknown members. */
export function broken(random: Random, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random() < 0.7) {
    const entries = Object.entries(value);
    const chosen = pick(random, entries);
    if (!chosen || random() < 0.3)
      return JSON.parse(
        `{${[...entries.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one === undefined ? null : one)}`), `${JSON.stringify(pick(random, HOSTILE))}:${JSON.stringify(pick(random, HOSTILE))}`].join(',')}}`,
      ) as unknown;
    if (random() < 0.2) return Object.fromEntries(entries.filter(([name]) => name !== chosen[0]));
    return { ...value, [chosen[0]]: broken(random, chosen[1]) };
  }
  if (Array.isArray(value) && value.length > 0 && random() < 0.6)
    return [...(value as unknown[]).slice(1), broken(random, value[0])];
  const wrong: readonly unknown[] = [
    null,
    true,
    -1,
    0.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    [[[[]]]],
    { a: { b: { c: {} } } },
    nested(60),
    Array.from({ length: 200 }, () => 'x'),
  ];
  return random() < 0.6 ? pick(random, HOSTILE) : pick(random, wrong);
}

function nested(levels: number): unknown {
  return levels === 0 ? 'deep' : { and: [nested(levels - 1)] };
}
