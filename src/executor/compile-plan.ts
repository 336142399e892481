import {
  getNamedType,
  isLeafType,
  isObjectType,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';

import { batchOf } from './batch.ts';
import { batchedField } from './batched-field.ts';
import { collect, type Selecting } from './collect.ts';
import { completeOf } from './complete.ts';
import { directOf } from './direct.ts';
import { directField } from './direct-field.ts';
import type { ObjectPlan, PlannedField, Site } from './plan.ts';
import { resolvedField } from './resolved-field.ts';

/** What one plan is compiled from, and the number of its fields so far. */
export interface Compiling extends Selecting {
  fields: number;
}

/** A part of a document that plans do not cover. graphql-js executes it. */
export class NotPlanned extends Error {}

/**
 * Compiles the selection of an object type.
 * @throws {NotPlanned} if it has a part that plans do not cover
 */
export function compilePlan(
  compiling: Compiling,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ObjectPlan {
  if (type.isTypeOf) throw new NotPlanned();
  const fields: PlannedField[] = [];
  for (const [key, nodes] of collect(compiling, type, sets)) {
    const field = compileField(compiling, type, key, nodes);
    if (field) fields.push(field);
  }
  return { fields };
}

/** Returns null for a field that the type does not have. As graphql-js, a plan leaves it out. */
function compileField(
  compiling: Compiling,
  parent: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): PlannedField | null {
  const name = nodes[0]?.name.value ?? '';
  if (name === TypeNameMetaFieldDef.name) {
    const typename = parent.name;
    return { key, execute: () => typename };
  }
  // The introspection of a schema.
  if (name.startsWith('__')) throw new NotPlanned();
  const definition = parent.getFields()[name];
  if (!definition) return null;
  const named = getNamedType(definition.type);
  const site: Site = { key, nodes, parent, definition };
  const direct = definition.args.length === 0 ? directOf(definition) : null;
  if (isLeafType(named)) {
    const complete = completeOf(definition.type, site, null);
    const execute = direct
      ? directField(site, direct, compiling.fields++, complete)
      : resolvedField(site, complete);
    return { key, execute };
  }
  if (!isObjectType(named)) throw new NotPlanned();
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const inner = compilePlan(compiling, named, sets);
  const complete = completeOf(definition.type, site, inner);
  // The fields of a mutation are executed one after the other.
  const batch = parent === compiling.schema.getMutationType() ? null : batchOf(definition);
  const execute = batch
    ? batchedField(site, batch, compiling.fields++, complete)
    : resolvedField(site, complete);
  return { key, execute };
}
