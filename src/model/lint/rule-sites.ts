import type { ModelType, Rule } from '../model.ts';

/** Rules that stand together, and where: on a type, or on one of its fields. */
export interface RuleSite {
  /** `Task`, or `Task.budget`. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Every place of a type that has rules. */
export function ruleSites(type: ModelType): readonly RuleSite[] {
  return [
    { name: type.name, rules: type.rules },
    ...Object.values(type.fields).flatMap(({ name, rules }) =>
      rules ? [{ name: `${type.name}.${name}`, rules }] : [],
    ),
  ];
}
