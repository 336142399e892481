import type { FieldNode, SelectionSetNode } from 'graphql';

import { GROUPS_CLAIM } from '../../tenant/index.ts';
import {
  baseName,
  type Field,
  flatRules,
  type Json,
  type Model,
  type ModelType,
  type ObjectField,
  type Operation,
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
  const relation = 'kind' in field && (field.kind.is === 'toOne' || field.kind.is === 'toMany');
  const target = relation ? model.models[baseName(field.type)] : undefined;
  const inner = possibleTypes(model, baseName(field.type));
  if (!target) return selectsPersonal(model, inner, node.selectionSet, selected);
  const compares = (node.arguments?.length ?? 0) > 0 && Object.values(target.fields).some(hasPersonalField);
  const isMany = 'kind' in field && field.kind.is === 'toMany';
  const sets = isMany ? itemsOf(node, selected) : [node.selectionSet];
  return (
    compares ||
    hasPersonal(target.rules, isMany ? 'list' : 'get') ||
    sets.some((set) => selectsPersonal(model, inner, set, selected))
  );
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

/** Returns whether a rule for an operation looks at more of the caller than the roles. */
function hasPersonal(rules: readonly Rule[], operation: Operation): boolean {
  return flatRules(rules.filter(({ operations }) => operations.includes(operation))).some((rule) => {
    if (rule.allow === 'owner') return true;
    return 'groupClaim' in rule && rule.groupClaim !== GROUPS_CLAIM;
  });
}
