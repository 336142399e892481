import type { Field, Json } from './model.ts';
import { awsScalars } from './scalars/index.ts';

/** The fields of a type, as far as comparing needs them. */
export type ComparedFields = Readonly<Record<string, Pick<Field, 'form' | 'type'>>>;

/**
 * Returns a value of a field in the form by which it is compared: equal values have equal forms, and forms sort as the
 * values do. Filters, keys and unique values compare this form; a row keeps and shows the value as given.
 * In a list, each element has its form.
 *
 * @example
 * ```ts
 * const type = model.models['Task'];
 * if (type) console.log(comparedForm(type.fields, 'dueAt', '2026-03-01T10:30+01:00')); // 2026-03-01T09:30:00.000Z
 * ```
 */
export function comparedForm(fields: ComparedFields, name: string, value: Json): Json {
  const comparison = comparisonOf(fields, name);
  if (!comparison) return value;
  if (typeof value === 'string') return comparison.formOf(value);
  if (!Array.isArray(value)) return value;
  return (value as readonly Json[]).map((one) => (typeof one === 'string' ? comparison.formOf(one) : one));
}

/**
 * Returns the form of a text with which a value may begin. A text that is a whole value and no beginning of its own form
 * means its form.
 */
export function comparedPrefix(fields: ComparedFields, name: string, value: Json): Json {
  const form = comparedForm(fields, name, value);
  return typeof form === 'string' && typeof value === 'string' && form.startsWith(value) ? value : form;
}

/** Returns whether values of a field have a form of their own, and whether parts of them have one. */
export function hasForm(fields: ComparedFields, name: string): 'no' | 'values' | 'parts' {
  const comparison = comparisonOf(fields, name);
  if (!comparison) return 'no';
  return comparison.parts ? 'parts' : 'values';
}

function comparisonOf(fields: ComparedFields, name: string) {
  const form = Object.hasOwn(fields, name) ? fields[name]?.form : undefined;
  return form === undefined ? undefined : awsScalars[form].comparison;
}
