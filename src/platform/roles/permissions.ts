import { didYouMean, type Model } from '../../model/index.ts';
import { Refusal, rowSubject } from '../../tenant/index.ts';

/** Operations of a permission on rows. `read` covers both get and list. */
const WORDS: readonly string[] = ['read', 'create', 'update', 'delete'];

/**
 * Returns every permission that a role can grant: first those of model types, such as `Task:read`, then the
 * words of `@permission`.
 */
export function knownPermissions(model: Model): readonly string[] {
  const ofTypes = Object.keys(model.models).flatMap((type) =>
    WORDS.map((word) => `${rowSubject(type)}:${word}`),
  );
  const words = guardedObjects(model).flatMap(([, fields]) =>
    Object.values(fields).flatMap(({ permission }) => permission ?? []),
  );
  return [...new Set([...ofTypes, ...words])];
}

/** Returns whether a permission is for an operation on the rows of a model type. */
export function isOfRows(model: Model, permission: string): boolean {
  const [type = '', word = ''] = permission.split(':');
  const name = type.replace(/^app\./, '');
  return Object.hasOwn(model.models, name) && rowSubject(name) === type && WORDS.includes(word);
}

/** Returns the types whose fields `@permission` can guard, by name. */
export function guardedObjects(model: Model) {
  return [
    ['Query', model.queries],
    ['Mutation', model.mutations],
    ['Subscription', model.subscriptions],
    ...Object.values(model.objects).map(({ name, fields }) => [name, fields] as const),
  ] as const;
}

/**
 * Checks that each permission permits something. Either part may be `*`: `Task:*`. `known` adds permissions
 * that no role grants.
 * @throws {Refusal} INVALID_ARGUMENTS with the unknown permission and the nearest known one
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
