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

/** A required relation that a mutation selects, and what is selected of the other row. */
export interface Related {
  readonly field: Field;
  readonly target: ModelType;
  /** What the other row must meet so that its required fields can be read. */
  readonly demands: readonly Demand[];
  readonly related: readonly Related[];
}

/**
 * Checks what a mutation selects before it writes. A required field that the caller may not read would make the
 * answer null, as if nothing had been written.
 * @param write null for a mutation that a resolver answers
 * @returns what the written row, and the rows that it must have, must meet so that all required fields can be read
 * @throws {Refusal} FORBIDDEN if the caller may read a required field of no row
 */
export function permitSelection(
  build: Pick<Build, 'model' | 'rightsOf'>,
  typeName: string,
  write: Write | null,
  context: Context,
  info: Selected,
): { readonly reads: Demand[]; readonly related: readonly Related[] } {
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

  const visit = (
    parent: string,
    field: Field | ObjectField,
    node: FieldNode,
    isRow: boolean,
  ): Wanted | null => {
    const refusal = (): Refusal => notAuthorized(field.name, parent);
    if (isRow) demandGet(parent, field);
    // A page may be null, also if its list may not.
    if (!field.type.required || ('kind' in field && field.kind.is === 'toMany')) return null;
    const filter = permitField(build, parent, field, context);
    if (filter && isRow && write) demands.push({ about: 'value', filter, refusal });
    const own = filter ? [{ about: 'value' as const, filter, refusal }] : [];
    const inner = baseName(field.type);
    const target = model.models[inner];
    const isOther = target && 'kind' in field && field.kind.is === 'toOne';
    const rows = isOther ? permitType(target, context, refusal) : null;
    const within = node.selectionSet ? walk(inner, [node.selectionSet], false) : NOTHING;
    if (!isOther) return { demands: own, related: [] };
    const other = { field, target, ...within };
    const isSure =
      rows === null && within.demands.length + within.related.length === 0 && isThere(parent, field);
    return { demands: own, related: isSure ? [] : [other] };
  };

  /** Returns whether the row that a required relation names exists, because the store checks the key. */
  const isThere = (parent: string, { kind }: Field): boolean => {
    if (kind.is !== 'toOne' || kind.index !== null) return false;
    const fields = model.models[parent]?.fields;
    // A row that refers to itself is not there once it is deleted.
    const isDeleted = write?.operation === 'delete' && kind.target === typeName;
    return !isDeleted && kind.from.every((name) => fields?.[name]?.type.required === true);
  };

  const walk = (parent: string, sets: readonly SelectionSetNode[], isRow: boolean): Wanted => {
    const fields = model.models[parent]?.fields ?? model.objects[parent]?.fields;
    if (!fields) return NOTHING;
    const wanted = sets
      .flatMap((set) => fieldsIn(set, info))
      .flatMap((node) => {
        const field = Object.hasOwn(fields, node.name.value) ? fields[node.name.value] : undefined;
        return (field && visit(parent, field, node, isRow)) ?? [];
      });
    return {
      demands: wanted.flatMap((one) => one.demands),
      related: wanted.flatMap((one) => one.related),
    };
  };

  const { related } = walk(
    typeName,
    info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    true,
  );
  return { reads: demands, related: write ? related : [] };
}

/** What a selection demands of its row, and of the rows that this one must have. */
type Wanted = Pick<Related, 'demands' | 'related'>;

const NOTHING: Wanted = { demands: [], related: [] };

/** Returns which rows of a type the caller may get; null for all, and for none if there is no refusal. */
function permitType(type: ModelType, { scope }: Context, refusal: (() => Refusal) | null): Filter | null {
  if (refusal && type.feature !== undefined) requireFeature(scope.caller, type.feature);
  const decision = decideType(type, scope.caller, 'get');
  if (decision === 'deny' && refusal) throw refusal();
  return typeof decision === 'string' ? null : decision;
}

/** Returns the fields that a selection names, also through fragments. */
export function fieldsIn({ selections }: SelectionSetNode, info: Selected): readonly FieldNode[] {
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
