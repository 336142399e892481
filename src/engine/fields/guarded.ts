import { defaultFieldResolver } from 'graphql';

import { holds, withinBound, type Rights } from '../../tenant/index.ts';
import { isRootName, type Field } from '../../model/index.ts';
import { matches, type Filter, type Row } from '../../store/port/index.ts';
import { batchOf, withBatch, withDirect, type Permit } from '../../executor/index.ts';

import { decide } from '../auth/decide.ts';
import { notAuthorized } from '../auth/refuse.ts';
import { requireFeature } from '../auth/require-feature.ts';
import type { Build, FieldConfig } from '../build.ts';
import type { Context } from '../context.ts';

/** A field with what it demands of the caller. */
type Guard = Pick<Field, 'name' | 'rules' | 'permission' | 'feature'>;

/**
 * Wraps the resolver of a field that has rules, a permission or a feature of its own. Returns other fields unchanged.
 * They must hold in addition to the rules of the row, so that a rule on a field never widens a rule on its type.
 */
export function guarded(
  build: Pick<Build, 'rightsOf' | 'model'>,
  typeName: string,
  field: Guard,
  config: FieldConfig,
): FieldConfig {
  const { name, rules, permission, feature } = field;
  const isRoot = isRootName(typeName);
  if (!rules && permission === undefined && feature === undefined && !isRoot) return config;
  const resolve = config.resolve ?? defaultFieldResolver;
  const fields = build.model.models[typeName]?.fields ?? {};
  const permit = (context: Context): Permit => {
    const demanded = permitField(build, typeName, field, context);
    return (parent) => {
      const isRow = typeof parent === 'object' && parent !== null;
      if (demanded && !(isRow && matches(demanded, parent as Row, fields)))
        throw notAuthorized(name, typeName);
    };
  };
  const permitted: FieldConfig['resolve'] = (parent, args, context, info) => {
    permit(context)(parent);
    return resolve(parent, args, context, info);
  };
  const open = (context: unknown): Permit => permit(context as Context);
  const batch = batchOf(config);
  const extensions = {
    ...config.extensions,
    ...(config.resolve ? {} : withDirect(permitted, { permit: open })),
    ...(batch && withBatch(permitted, { ...batch, permit: open })),
  };
  return { ...config, extensions, resolve: permitted };
}

/**
 * Returns what the row must meet so that the caller may read a field; null for any row.
 * @throws {Refusal} FORBIDDEN or FEATURE_DISABLED if the caller may read the field of no row
 */
export function permitField<Caller extends Pick<Context, 'scope'>>(
  { rightsOf }: { readonly rightsOf: (context: Caller) => Rights },
  typeName: string,
  { name, rules, permission, feature }: Guard,
  context: Caller,
): Filter | null {
  const isRoot = isRootName(typeName);
  const isBound = isRoot || permission !== undefined;
  if (isBound && !mayUse(rightsOf(context), typeName, name, permission)) throw notAuthorized(name, typeName);
  const decision = rules ? decide(rules, context.scope.caller, 'get') : 'allow';
  if (decision === 'deny') throw notAuthorized(name, typeName);
  if (feature !== undefined) requireFeature(context.scope.caller, feature);
  return decision === 'allow' ? null : decision;
}

function mayUse(rights: Rights, typeName: string, name: string, permission: string | undefined): boolean {
  return permission === undefined ? mayCall(rights, typeName, name) : holds(rights, permission);
}

/**
 * Returns whether the caller's bound allows a custom field. A bound that reads everything allows every query and
 * subscription, but a mutation must be named.
 */
function mayCall(rights: Rights, typeName: string, name: string): boolean {
  const reads = typeName !== 'Mutation' && withinBound(rights, typeName, 'read');
  return reads || withinBound(rights, typeName, name);
}
