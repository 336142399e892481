import type { FieldNode, SelectionSetNode } from 'graphql';

import { GROUPS_CLAIM } from '../../tenant/index.ts';
import {
  baseName,
  type Field,
  flatRules,
  type Json,
  keyFields,
  type Model,
  type ModelType,
  type ObjectField,
  type Operation,
  type Relation,
  type Rule,
} from '../../model/index.ts';

import { fieldsIn, type Selected } from '../fields/permit-selection.ts';
import { modelsIn, possibleTypes } from './answer-rows.ts';
import type { SubscriptionField } from './sources.ts';

/** The parts of a plan that decide for whom its answers are the same. */
interface Planned extends SubscriptionField {
  readonly args: Readonly<Record<string, Json>>;
  readonly selected: Selected;
}

/**
 * Returns `roles` if the answers depend on the caller only by roles, rights and features; `caller` if anything that decides
 * them, or is selected, may be another for each caller.
 */
export function sameFor(model: Model, planned: Planned): 'roles' | 'caller' {
  return isPersonal(model, planned) ? 'caller' : 'roles';
}

function isPersonal(model: Model, { sources, custom, args, selected }: Planned): boolean {
  const types = custom
    ? modelsIn(model, custom.type)
    : sources.flatMap((source) => (source.is === 'rows' ? [source.type] : []));
  const names = custom ? possibleTypes(model, baseName(custom.type)) : types.map(({ name }) => name);
  const compared = comparedNames(args);
  return (
    hasPersonal(custom?.rules ?? [], 'get') ||
    types.some((type) => hasPersonal(type.rules, 'listen')) ||
    names.some((name) => compared.some((field) => hasPersonalField(fieldOf(model, name, field)))) ||
    selected.fieldNodes.some((node) => selectsPersonal(model, names, node.selectionSet, selected))
  );
}

/** Returns the names of the fields that arguments compare, also inside `and` and `or`. */
function comparedNames(args: Readonly<Record<string, Json>>): readonly string[] {
  const inside = (filter: Json): readonly string[] => {
    if (Array.isArray(filter)) return (filter as readonly Json[]).flatMap(inside);
    if (filter === null || typeof filter !== 'object') return [];
    return Object.entries(filter as Readonly<Record<string, Json>>).flatMap(([name, value]) =>
      name === 'and' || name === 'or' ? inside(value) : [name],
    );
  };
  return [...Object.keys(args), ...inside(args['filter'] ?? null)];
}

function selectsPersonal(
  model: Model,
  types: readonly string[],
  set: SelectionSetNode | undefined,
  selected: Selected,
): boolean {
  if (!set) return false;
  return fieldsIn(set, selected).some((node) =>
    types.some((type) => {
      const field = fieldOf(model, type, node.name.value);
      return (
        field !== undefined && (hasPersonalField(field) || leadsToPersonal(model, field, node, selected))
      );
    }),
  );
}

/** Returns whether the answer of a field, or what is selected of it, may be another for each caller. */
function leadsToPersonal(
  model: Model,
  field: Field | ObjectField,
  node: FieldNode,
  selected: Selected,
): boolean {
  // A resolver of the application may look at the caller.
  if ('custom' in field ? field.custom : field.kind.is === 'custom') return true;
  const relation = relationOf(field);
  // The rows of @manyToMany are those of the join model, which its field does not name.
  const target = relation ? model.models[relation.target] : undefined;
  if (!relation || !target)
    return selectsPersonal(model, possibleTypes(model, baseName(field.type)), node.selectionSet, selected);
  const isMany = relation.is === 'toMany';
  const sets = isMany ? itemsOf(node, selected) : [node.selectionSet];
  return (
    hasPersonal(target.rules, isMany || relation.index !== null ? 'list' : 'get') ||
    comparedBy(target, relation, node).some((name) => hasPersonalField(target.fields[name])) ||
    sets.some((set) => selectsPersonal(model, [target.name], set, selected))
  );
}

function relationOf(field: Field | ObjectField): Relation | null {
  if (!('kind' in field)) return null;
  return field.kind.is === 'toOne' || field.kind.is === 'toMany' ? field.kind : null;
}

/** Returns the fields that a relation compares: those of its index, and any that its arguments may name. */
function comparedBy(
  target: ModelType,
  relation: Relation,
  { arguments: given = [] }: FieldNode,
): readonly string[] {
  const index = target.indexes.find(({ name }) => name === relation.index);
  return given.length > 0 ? Object.keys(target.fields) : index ? keyFields(index) : [];
}

/** Returns what is selected of the rows of a page. */
function itemsOf({ selectionSet }: FieldNode, selected: Selected): readonly (SelectionSetNode | undefined)[] {
  const fields = selectionSet ? fieldsIn(selectionSet, selected) : [];
  return fields.filter(({ name }) => name.value === 'items').map((node) => node.selectionSet);
}

function fieldOf({ models, objects }: Model, type: string, name: string): Field | ObjectField | undefined {
  const fields: ModelType['fields'] | Readonly<Record<string, ObjectField>> =
    (Object.hasOwn(models, type) ? models[type]?.fields : objects[type]?.fields) ?? {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function hasPersonalField(field: Field | ObjectField | undefined): boolean {
  return hasPersonal(field?.rules ?? [], 'get');
}

/**
 * Returns whether the rules for an operation look at more of the caller than the roles. One that lets every member in decides
 * alone.
 */
function hasPersonal(rules: readonly Rule[], operation: Operation): boolean {
  const asked = rules.filter(({ operations }) => operations.includes(operation));
  if (asked.some(({ allow }) => allow === 'private')) return false;
  return flatRules(asked).some((rule) => {
    if (rule.allow === 'owner') return true;
    return 'groupClaim' in rule && rule.groupClaim !== GROUPS_CLAIM;
  });
}
