import type { DirectiveUse } from '../directive-use.ts';
import type { FieldSite } from '../directive.ts';
import type { Ends } from './relation.ts';
import { baseName } from '../type-ref.ts';

/** Returns the `@hasOne` or `@hasMany` of the target that a `@belongsTo` answers: the first that points back. */
export function ownerSideOf(
  ends: Ends,
  { schema }: FieldSite,
  references?: readonly string[],
): DirectiveUse | null {
  return (
    schema.uses.find(
      (use) =>
        (use.name === 'hasMany' || use.name === 'hasOne') &&
        use.type === ends.target &&
        use.field !== null &&
        baseName(use.field.type) === ends.own.name &&
        (!references || sameReferences(use, references)),
    ) ?? null
  );
}

/** Returns every relation of the target that a `@belongsTo` without arguments could answer. */
export function possibleOwnerSides(ends: Ends, { schema }: FieldSite): readonly DirectiveUse[] {
  return schema.uses.filter(
    (use) =>
      (use.name === 'hasMany' || use.name === 'hasOne') &&
      use.type === ends.target &&
      use.field !== null &&
      baseName(use.field.type) === ends.own.name &&
      use.values.texts('references') === undefined,
  );
}

/** Returns the `@belongsTo` of the target that answers a relation with `references`. */
export function belongsToSideOf(
  ends: Ends,
  { schema }: FieldSite,
  references: readonly string[],
): DirectiveUse | null {
  return (
    schema.uses.find(
      (use) =>
        use.name === 'belongsTo' &&
        use.type === ends.target &&
        use.field !== null &&
        baseName(use.field.type) === ends.own.name &&
        sameReferences(use, references),
    ) ?? null
  );
}

function sameReferences(use: DirectiveUse, references: readonly string[]): boolean {
  const written = use.values.texts('references') ?? [];
  return written.length === references.length && written.every((name, place) => name === references[place]);
}
