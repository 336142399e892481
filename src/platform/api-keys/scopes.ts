import type { Model } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';
import { knownPermissions, requireKnownPermissions } from '../roles/permissions.ts';

const MAX_SCOPES = 100;

/**
 * Every permission that can bound a key: those that a role can bring, and each custom field of Query and Mutation that
 * asks for none of its own.
 */
export function knownScopes(model: Model): readonly string[] {
  const fields = Object.entries({ Query: model.queries, Mutation: model.mutations }).flatMap(
    ([type, custom]) =>
      Object.values(custom)
        .filter(({ permission }) => permission === undefined)
        .map(({ name }) => `${type}:${name}`),
  );
  return [...knownPermissions(model), ...fields];
}

/**
 * The scopes as they are kept: each once.
 * @throws {Refusal} INVALID_ARGUMENTS for none, too many, and for one that opens nothing
 */
export function requireScopes(model: Model, scopes: readonly string[]): readonly string[] {
  if (scopes.length < 1 || scopes.length > MAX_SCOPES)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "scopes" must hold 1 to ${MAX_SCOPES} permissions.`);
  requireKnownPermissions(model, scopes, knownScopes(model));
  return [...new Set(scopes)];
}
