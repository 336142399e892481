import type { Site } from '../directive.ts';
import type { Rule } from '../model.ts';

/** Adds rules to the field, the model or the type that a directive is on. */
export function addRules({ type, field }: Site, rules: readonly Rule[]): void {
  if (field) field.rules = [...(field.rules ?? []), ...rules];
  else if (type.model) type.model.rules = [...type.model.rules, ...rules];
  else type.rules = [...(type.rules ?? []), ...rules];
}
