import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Refusal } from '../../tenant/index.ts';
import { baseName, keyFields, type Field, type ModelType, type ObjectField } from '../../model/index.ts';
import type { Filter } from '../../store/port/index.ts';

import { decideType } from '../auth/decide.ts';
import { notAuthorized } from '../auth/refuse.ts';
import { requireFeature } from '../auth/require-feature.ts';
import type { Build } from '../build.ts';
import type { Context } from '../context.ts';
import { comparedFields, type Demand } from '../tables/permit.ts';
import { permitField } from './guarded.ts';

/** The part of a resolver's info that holds the selection of its field. */
export type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/** A generated write: what it does, and the names of the fields that it may change. */
export interface Write {
  readonly operation: 'create' | 'update' | 'delete';
  readonly changes: readonly string[];
}

/**
 * Checks what a mutation selects before it writes. A required field that the caller may not read would make the
 * answer null, as if nothing had been written.
 * @param write null for a mutation that a resolver answers
 * @returns what the written row must meet so that all required fields of it can be read
 * @throws {Refusal} FORBIDDEN if the caller may read a required field of no row
 */
export function permitSelection(
  build: Build,
  typeName: string,
  write: Write | null,
  context: Context,
  info: Selected,
): Demand[] {
  const { model } = build;
  const demands: Demand[] = [];

  /** Demands of the written row that the caller may get it, if a field of it would be missing otherwise. */
  const demandGet = (parent: string, field: Field | ObjectField): void => {
    const type = model.models[parent];
    if (!type || !write || write.operation === 'create' || keyFields(type.key).includes(field.name)) return;
    const refusal = (): Refusal => notAuthorized(field.name, parent);
    const filter = permitType(type, context, field.type.required ? refusal : null);
    // The caller may get the row before it hands the row over, and not afterwards.
    const isHandedOver = filter && comparedFields(filter).some((name) => write.changes.includes(name));
    if (filter && (field.type.required || isHandedOver)) demands.push({ about: 'rule', filter, refusal });
  };

  const visit = (parent: string, field: Field | ObjectField, node: FieldNode, isRow: boolean): void => {
    const refusal = (): Refusal => notAuthorized(field.name, parent);
    if (isRow) demandGet(parent, field);
    if (!field.type.required) return;
    const filter = permitField(build, parent, field, context);
    if (filter && isRow && write) demands.push({ about: 'value', filter, refusal });
    const inner = baseName(field.type);
    const target = model.models[inner];
    if (target && isToOne(field)) permitType(target, context, refusal);
    if (node.selectionSet) walk(inner, [node.selectionSet], false);
  };

  const walk = (parent: string, sets: readonly SelectionSetNode[], isRow: boolean): void => {
    const fields = model.models[parent]?.fields ?? model.objects[parent]?.fields;
    if (!fields) return;
    for (const node of sets.flatMap((set) => fieldsIn(set, info))) {
      const field = Object.hasOwn(fields, node.name.value) ? fields[node.name.value] : undefined;
      if (field) visit(parent, field, node, isRow);
    }
  };

  walk(
    typeName,
    info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    true,
  );
  return demands;
}

function isToOne(field: Field | ObjectField): boolean {
  return 'kind' in field && field.kind.is === 'toOne';
}

/** Returns which rows of a type the caller may get; null for all, and for none if there is no refusal. */
function permitType(type: ModelType, { scope }: Context, refusal: (() => Refusal) | null): Filter | null {
  if (refusal && type.feature !== undefined) requireFeature(scope.caller, type.feature);
  const decision = decideType(type, scope.caller, 'get');
  if (decision === 'deny' && refusal) throw refusal();
  return typeof decision === 'string' ? null : decision;
}

/** Returns the fields that a selection names, also through fragments. */
function fieldsIn({ selections }: SelectionSetNode, info: Selected): readonly FieldNode[] {
  return selections
    .filter((node) => isSelected(node, info))
    .flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node];
      const set =
        node.kind === Kind.INLINE_FRAGMENT
          ? node.selectionSet
          : info.fragments[node.name.value]?.selectionSet;
      return set ? fieldsIn(set, info) : [];
    });
}

function isSelected(node: SelectionNode, { variableValues }: Selected): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}
