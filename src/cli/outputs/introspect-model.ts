import {
  baseName,
  flatRules,
  isList,
  keyFields,
  upperFirst,
  type Field,
  type Index,
  type Json,
  type Model,
  type ModelType,
  type Operation,
  type Rule,
} from '../../model/index.ts';
import { keyRef } from '../../engine/index.ts';
import { needsArgument, outputShape } from './introspected-types.ts';
import type { Association, Attribute, IntrospectedField, IntrospectedModel } from './introspection.ts';

/** Returns what the Amplify library reads of a model. */
export function introspectModel(model: Model, type: ModelType): IntrospectedModel {
  const { name, key, plural } = type;
  const fields = Object.values(type.fields).flatMap((field) => introspectField(model, type, field));
  return {
    name,
    fields: Object.fromEntries(fields.map((field) => [field.name, field])),
    syncable: true,
    pluralName: plural,
    attributes: [
      { type: 'model', properties: renamedOperations(type) },
      ...(key.declared ? [{ type: 'key' as const, properties: { fields: keyFields(key) } }] : []),
      ...type.indexes.filter(({ declared }) => declared).map(indexAttribute),
      ...(type.rules.length > 0 ? [authAttribute(type.rules)] : []),
    ],
    primaryKeyInfo: {
      isCustomPrimaryKey: key.declared && keyFields(key).join() !== 'id',
      primaryKeyFieldName: key.hash,
      sortKeyFieldNames: key.sort,
    },
  };
}

function introspectField(model: Model, type: ModelType, field: Field): IntrospectedField[] {
  const { name, kind } = field;
  const isKey = keyFields(type.key).includes(name);
  const found = outputShape(model, isKey ? keyRef(type, field) : field.type);
  // A `@manyToMany` answers rows of its join model.
  const shape = found && 'target' in kind ? { ...found, type: { model: kind.target } } : found;
  if (!shape) return [];
  const common = { name, ...shape, attributes: [] as const };
  if (kind.is === 'toOne' || kind.is === 'toMany') {
    const association = associationOf(model, type, kind);
    return [association ? { ...common, association } : common];
  }
  if (kind.is === 'custom') {
    // The library would read a list of rows from `items`, which such a field does not have.
    const isListOfRows = isList(field.type) && model.models[baseName(field.type)] !== undefined;
    return isListOfRows || needsArgument(field) ? [] : [{ ...common, isReadOnly: true }];
  }
  return [isWritable(type, field) ? common : { ...common, isReadOnly: true }];
}

/** Returns whether the inputs of create and update have the field. */
function isWritable({ timestamps }: ModelType, { name, kind, declared }: Field): boolean {
  if (kind.is === 'file') return true;
  return (
    kind.is === 'stored' && (declared || (name !== timestamps.createdAt && name !== timestamps.updatedAt))
  );
}

/**
 * Returns how the library finds the other row or rows. It compares their fields with our primary key, and nothing else.
 * So a relation by other fields has none, and no loader that returns the wrong rows.
 */
function associationOf(
  model: Model,
  type: ModelType,
  kind: Extract<Field['kind'], { is: 'toOne' | 'toMany' }>,
): Association | null {
  const target = model.models[kind.target];
  if (kind.is === 'toOne' && kind.index === null) {
    // The library fills in the sort fields of the other key from our fields of the same names.
    const isFound = target?.key.sort.join() === kind.from.slice(1).join();
    return isFound ? { connectionType: 'BELONGS_TO', targetNames: kind.from } : null;
  }
  const key = target && (target.indexes.find(({ name }) => name === kind.index) ?? target.key);
  if (!key || kind.from.join() !== keyFields(type.key).join()) return null;
  const associatedWith = keyFields(key).slice(0, kind.from.length);
  return kind.is === 'toMany'
    ? { connectionType: 'HAS_MANY', associatedWith }
    : { connectionType: 'HAS_ONE', associatedWith, targetNames: [] };
}

/**
 * Returns the arguments of `@model` for the operations that are off or have a name of their own. The library makes names
 * itself, and leaves out each operation that these arguments mention.
 */
function renamedOperations({ name, plural, operations, subscriptions: events }: ModelType): Json {
  const pascal = upperFirst(name);
  const { get, list, create, update, delete: remove } = operations;
  const queries = renamed([
    ['get', get, `get${pascal}`],
    ['list', list, `list${plural}`],
  ]);
  const mutations = renamed([
    ['create', create, `create${pascal}`],
    ['update', update, `update${pascal}`],
    ['delete', remove, `delete${pascal}`],
  ]);
  const subscriptions = renamed([
    ['onCreate', named(events.create, `onCreate${pascal}`), `onCreate${pascal}`],
    ['onUpdate', named(events.update, `onUpdate${pascal}`), `onUpdate${pascal}`],
    ['onDelete', named(events.delete, `onDelete${pascal}`), `onDelete${pascal}`],
  ]);
  return {
    ...(queries ? { queries } : {}),
    ...(mutations ? { mutations } : {}),
    ...(subscriptions ? { subscriptions } : {}),
  };
}

/** Returns the name that the library uses if the fields of an event have it, else the first of them, or null. */
function named(fields: readonly string[], expected: string): string | null {
  return fields.includes(expected) ? expected : (fields[0] ?? null);
}

type Naming = readonly [operation: string, actual: string | null, expected: string];

function renamed(namings: readonly Naming[]): Record<string, string | null> | null {
  const odd = namings.filter(([, actual, expected]) => actual !== expected);
  return odd.length > 0 ? Object.fromEntries(odd.map(([operation, actual]) => [operation, actual])) : null;
}

function indexAttribute(index: Index): Attribute {
  const { name, queryField } = index;
  return {
    type: 'key',
    properties: { name, ...(queryField ? { queryField } : {}), fields: keyFields(index) },
  };
}

/** The operations that `read` means. */
const READS: readonly Operation[] = ['get', 'list', 'listen'];

/** Returns the rules in Amplify's words. A rule that joins others is listed as its parts, which Amplify cannot join. */
function authAttribute(rules: readonly Rule[]): Attribute {
  const written = flatRules(rules).map((rule): Json => {
    const common = { provider: 'userPools', allow: rule.allow, operations: amplifyOperations(rule) };
    if (rule.allow === 'private') return common;
    if (rule.allow === 'owner')
      return { ...common, ownerField: rule.field, identityClaim: rule.identityClaim };
    const groups = { ...common, allow: 'groups', groupClaim: rule.groupClaim };
    return rule.allow === 'groups'
      ? { ...groups, groups: rule.groups }
      : { ...groups, groupsField: rule.field };
  });
  return { type: 'auth', properties: { rules: written } };
}

function amplifyOperations({ operations }: Rule): readonly string[] {
  const reads = operations.filter((operation) => READS.includes(operation));
  const others = operations.filter((operation) => !READS.includes(operation));
  return [...others, ...(reads.length === READS.length ? ['read'] : reads)];
}
