import { didYouMean, type Model } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';

/** What can be done with the rows of a model type. Reading has one permission, whether by key or as a list. */
const WORDS: readonly string[] = ['read', 'create', 'update', 'delete'];

/** Every permission that a role can bring: those of the model types, then the words of `@permission`. */
export function knownPermissions(model: Model): readonly string[] {
  const ofTypes = Object.keys(model.models).flatMap((type) => WORDS.map((word) => `${type}:${word}`));
  const words = guardedObjects(model).flatMap(([, fields]) =>
    Object.values(fields).flatMap(({ permission }) => permission ?? []),
  );
  return [...new Set([...ofTypes, ...words])];
}

/** Whether a permission is for an operation on the rows of a model type. */
export function isOfRows(model: Model, permission: string): boolean {
  const [type = '', word = ''] = permission.split(':');
  return Object.hasOwn(model.models, type) && WORDS.includes(word);
}

/** The types whose fields `@permission` can guard, by name. */
export function guardedObjects(model: Model) {
  return [
    ['Query', model.queries],
    ['Mutation', model.mutations],
    ...Object.values(model.objects).map(({ name, fields }) => [name, fields] as const),
  ] as const;
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
