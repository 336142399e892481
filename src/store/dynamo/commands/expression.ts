import type { Json } from '../../../model/index.ts';
import { storable } from '../../port/storable.ts';
import type { Placeheld } from '../driver/send.ts';

/** Collects the names and values of a call's expressions under generated placeholders, so that no text can break them. */
export interface Placeholders {
  /** The placeholder of an attribute, or of a path into it. */
  name(path: string | readonly string[]): string;
  /** The placeholder of a value; `field` is named when the value cannot be stored. */
  value(value: Json, field?: string): string;
  /** What the call carries beside its expressions: DynamoDB refuses a placeholder that none of them uses. */
  placeheld(...expressions: readonly string[]): Placeheld;
}

/** Placeholders for the expressions of one call, which share them. */
export function placeholders(): Placeholders {
  const names = new Map<string, string>();
  const values = new Map<string, Json>();
  const one = (name: string): string => {
    const placeholder = names.get(name) ?? `#n${names.size}`;
    names.set(name, placeholder);
    return placeholder;
  };
  return {
    name: (path) => (typeof path === 'string' ? one(path) : path.map(one).join('.')),
    value(value, field) {
      const placeholder = `:v${values.size}`;
      values.set(placeholder, storable(value, field ?? 'value'));
      return placeholder;
    },
    placeheld(...expressions) {
      const used = new Set(expressions.join(' ').match(/[#:][nv]\d+/g));
      const usedNames = [...names]
        .map(([name, held]) => [held, name] as const)
        .filter(([held]) => used.has(held));
      const usedValues = [...values].filter(([held]) => used.has(held));
      return {
        ...(usedNames.length > 0 && { ExpressionAttributeNames: Object.fromEntries(usedNames) }),
        ...(usedValues.length > 0 && { ExpressionAttributeValues: Object.fromEntries(usedValues) }),
      };
    },
  };
}

/** The condition that a field is as it was read; null stands for no value. */
export function unchanged(field: string, value: Json, expression: Placeholders): string {
  const name = expression.name(field);
  if (value !== null) return `${name} = ${expression.value(value, field)}`;
  return `(attribute_not_exists(${name}) OR ${name} = ${expression.value(null)})`;
}
