import type { Field, FileField, ModelType, Validation } from '../../model/index.ts';

import type { JsonSchema } from './json-schema.ts';

/** Returns the schema of a field in an input, with what `@validate` and `@file` demand of it. */
export function constrain(type: ModelType, field: Field, schema: JsonSchema): JsonSchema {
  const file = type.files.find((one) => one.field === field.name);
  const narrowed = field.validations.reduce(narrow, schema);
  return file?.list ? ofFiles(file, narrowed) : narrowed;
}

function ofFiles({ maxFiles }: FileField, schema: JsonSchema): JsonSchema {
  return { ...schema, maxItems: maxFiles, uniqueItems: true };
}

function narrow(schema: JsonSchema, { type, value }: Validation): JsonSchema {
  switch (type) {
    case 'gt':
      return { ...schema, exclusiveMinimum: Number(value) };
    case 'gte':
      return { ...schema, minimum: Math.max(schema.minimum ?? -Infinity, Number(value)) };
    case 'lt':
      return { ...schema, exclusiveMaximum: Number(value) };
    case 'lte':
      return { ...schema, maximum: Math.min(schema.maximum ?? Infinity, Number(value)) };
    case 'minLength':
      return { ...schema, minLength: Number(value) };
    case 'maxLength':
      return { ...schema, maxLength: Math.min(schema.maxLength ?? Infinity, Number(value)) };
    case 'startsWith':
      return withPattern(schema, `^${escaped(value)}`);
    case 'endsWith':
      return withPattern(schema, `${escaped(value)}$`);
    case 'matches':
      return isPortable(value) ? withPattern(schema, value) : schema;
    default:
      return type satisfies never;
  }
}

function withPattern(schema: JsonSchema, pattern: string): JsonSchema {
  if (schema.pattern === undefined) return { ...schema, pattern };
  return { ...schema, allOf: [...(schema.allOf ?? []), { pattern }] };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Returns whether a pattern also works with Unicode, as JSON Schema reads patterns. */
function isPortable(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
