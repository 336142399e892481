import { didYouMean, type Model } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';

/** What can be done with the rows of a model type. Reading has one permission, whether by key or as a list. */
export const WORDS = ['read', 'create', 'update', 'delete'] as const;

/** Every permission that a role can bring: those of the model types, then the words of `@permission`. */
export function knownPermissions(model: Model): readonly string[] {
  const ofTypes = Object.keys(model.models).flatMap((type) => WORDS.map((word) => `${type}:${word}`));
  const guarded = [
    model.queries,
    model.mutations,
    ...Object.values(model.objects).map(({ fields }) => fields),
  ];
  const words = guarded.flatMap((fields) =>
    Object.values(fields).flatMap(({ permission }) => permission ?? []),
  );
  return [...new Set([...ofTypes, ...words])];
}

/**
 * Refuses permissions that open nothing. Either part may be `*`. `known` are others than those of roles.
 * @throws {Refusal} INVALID_ARGUMENTS that names the permission, and the one that was probably meant
 */
export function requireKnownPermissions(
  model: Model,
  permissions: readonly string[],
  known: readonly string[] = knownPermissions(model),
): void {
  const fits = new Set(
    known.flatMap((permission) => {
      const [type, word] = permission.split(':');
      return [permission, `${type}:*`, `*:${word}`, '*:*'];
    }),
  );
  for (const permission of permissions) {
    if (fits.has(permission)) continue;
    const hint = didYouMean(permission, fits) ?? 'Write "Type:operation", such as "Task:read" or "Task:*".';
    throw new Refusal('INVALID_ARGUMENTS', `There is no permission "${permission}". ${hint}`);
  }
}
