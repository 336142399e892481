import type { ModelType, Rule } from '../model.ts';

/** The rules of one place: of a type, or of one of its fields. */
export interface RuleSite {
  /** `Task`, or `Task.budget`. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Returns every place of a type that has rules. */
export function ruleSites(type: ModelType): readonly RuleSite[] {
  return [
    { name: type.name, rules: type.rules },
    ...Object.values(type.fields).flatMap(({ name, rules }) =>
      rules ? [{ name: `${type.name}.${name}`, rules }] : [],
    ),
  ];
}
