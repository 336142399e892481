import { defaultFieldResolver } from 'graphql';

import { holds, withinBound, type Caller, type Rights } from '../../tenant/index.ts';
import type { ComparedFields, Field, Rule } from '../../model/index.ts';
import { matches, type Row } from '../../store/port/index.ts';

import { decide } from '../auth/decide.ts';
import { notAuthorized } from '../auth/refuse.ts';
import { requireFeature } from '../auth/require-feature.ts';
import type { Build, FieldConfig } from '../build.ts';

/** A field with what it demands of the caller. */
type Guard = Pick<Field, 'name' | 'rules' | 'permission' | 'feature'>;

/**
 * Wraps the resolver of a field that has rules, a permission or a feature of its own. Returns other fields unchanged.
 * They must hold in addition to the rules of the row, so that a rule on a field never widens a rule on its type.
 */
export function guarded(
  { rightsOf, model }: Pick<Build, 'rightsOf' | 'model'>,
  typeName: string,
  field: Guard,
  config: FieldConfig,
): FieldConfig {
  const { name, rules, permission, feature } = field;
  const isRoot = typeName === 'Query' || typeName === 'Mutation';
  if (!rules && permission === undefined && feature === undefined && !isRoot) return config;
  const resolve = config.resolve ?? defaultFieldResolver;
  const fields = model.models[typeName]?.fields ?? {};
  return {
    ...config,
    resolve: (parent, args, context, info) => {
      const rights = rightsOf(context);
      const permitted =
        permission === undefined ? !isRoot || mayCall(rights, typeName, name) : holds(rights, permission);
      if (!permitted || (rules && !mayRead(rules, context.scope.caller, parent, fields)))
        throw notAuthorized(name, typeName);
      if (feature !== undefined) requireFeature(context.scope.caller, feature);
      return resolve(parent, args, context, info);
    },
  };
}

/**
 * Returns whether the caller's bound allows a custom field. A bound that reads everything allows every query, but a
 * mutation must be named.
 */
function mayCall(rights: Rights, typeName: string, name: string): boolean {
  const reads = typeName === 'Query' && withinBound(rights, typeName, 'read');
  return reads || withinBound(rights, typeName, name);
}

function mayRead(rules: readonly Rule[], caller: Caller, parent: unknown, fields: ComparedFields): boolean {
  const decision = decide(rules, caller, 'get');
  if (decision === 'allow' || decision === 'deny') return decision === 'allow';
  return typeof parent === 'object' && parent !== null && matches(decision, parent as Row, fields);
}
