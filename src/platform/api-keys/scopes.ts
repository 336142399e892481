import type { Model } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';
import { knownPermissions, requireKnownPermissions } from '../roles/permissions.ts';

const MAX_SCOPES = 100;

/**
 * Returns every permission that can limit a key: those that a role can grant, such as `Task:read`, and each
 * custom field of a root type without a `@permission` of its own.
 */
function knownScopes(model: Model): readonly string[] {
  const roots = { Query: model.queries, Mutation: model.mutations, Subscription: model.subscriptions };
  const fields = Object.entries(roots).flatMap(([type, custom]) =>
    Object.values(custom)
      .filter(({ permission }) => permission === undefined)
      .map(({ name }) => `${type}:${name}`),
  );
  return [...knownPermissions(model), ...fields];
}

/**
 * Returns the scopes without duplicates.
 * @throws {Refusal} INVALID_ARGUMENTS if there are none or too many, or if one permits nothing
 */
export function requireScopes(model: Model, scopes: readonly string[]): readonly string[] {
  if (scopes.length < 1 || scopes.length > MAX_SCOPES)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "scopes" must hold 1 to ${MAX_SCOPES} permissions.`);
  requireKnownPermissions(model, scopes, knownScopes(model));
  return [...new Set(scopes)];
}
