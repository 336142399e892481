import type { Json } from '../../../model/index.ts';
import { storable } from '../../port/storable.ts';
import type { Placeheld } from '../driver/send.ts';

/**
 * The names and values of a call's expressions under generated placeholders, so that no text can break them.
 */
export interface Placeholders {
  /** Returns the placeholder of an attribute, or of a path into it. */
  name(path: string | readonly string[]): string;
  /** Returns the placeholder of a value. An error names `field` if the value cannot be stored. */
  value(value: Json, field?: string): string;
  /**
   * Returns the members of the call for its expressions. DynamoDB refuses a placeholder that no expression
   * uses.
   */
  placeheld(...expressions: readonly string[]): Placeheld;
}

/** Opens the placeholders that the expressions of one call share. */
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

/** Returns the condition that a field is as it was read. Null means no value. */
export function unchanged(field: string, value: Json, expression: Placeholders): string {
  const name = expression.name(field);
  if (value !== null) return `${name} = ${expression.value(value, field)}`;
  return `(attribute_not_exists(${name}) OR ${name} = ${expression.value(null)})`;
}
