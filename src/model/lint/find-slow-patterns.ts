import type { Model, ModelType } from '../model.ts';
import { hasNestedQuantifier } from '../nested-quantifier.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds patterns of `@validate` that may need exponential time for a text that does not match. */
export function findSlowPatterns(type: ModelType, _model: Model): readonly Problem[] {
  return Object.values(type.fields).flatMap(({ name, validations }) =>
    validations
      .filter((validation) => validation.type === 'matches' && hasNestedQuantifier(validation.value))
      .map(({ value }) =>
        warning(
          'slow-pattern',
          `${type.name}.${name} is checked against "${value}", which repeats a repeated group.`,
          'Repeat only one of the two, such as "^a+$" for "^(a+)+$": some texts take too long to check, and are refused.',
        ),
      ),
  );
}
