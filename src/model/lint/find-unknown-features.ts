import type { Model } from '../model.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import { warning } from './warning.ts';

interface Flagged {
  readonly name: string;
  readonly feature?: string;
}

/** Finds flags of `@feature` that no plan has, so that no tenant may use what they guard. */
export function findUnknownFeatures(model: Model, known: readonly string[]): readonly Problem[] {
  const of = (type: string, fields: Readonly<Record<string, Flagged>>): readonly Flagged[] =>
    Object.values(fields).map((field) => ({ ...field, name: `${type}.${field.name}` }));
  const flagged = [
    ...Object.values(model.models).flatMap((type) => [type, ...of(type.name, type.fields)]),
    ...Object.values(model.objects).flatMap((type) => of(type.name, type.fields)),
    ...of('Query', model.queries),
    ...of('Mutation', model.mutations),
    ...of('Subscription', model.subscriptions),
  ];
  return flagged.flatMap(({ name, feature }) =>
    feature === undefined || known.includes(feature)
      ? []
      : [
          warning(
            'unknown-feature',
            `${name} needs the feature "${feature}", which no plan has.`,
            didYouMean(feature, known) ?? `Add "${feature}" to the features of a plan.`,
          ),
        ],
  );
}
