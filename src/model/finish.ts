import { addedField, isModel, type ModelTypeDraft } from './draft.ts';
import type { SchemaDraft } from './schema-draft.ts';
import { flatRules } from './flat-rules.ts';
import { markOwners } from './owner-fields.ts';
import type { DynamicGroupsRule, OwnerRule, Rule } from './model.ts';
import { referenceIndex } from './reference-index.ts';
import type { Report } from './report.ts';
import { baseName, isList, printTypeRef } from './type-ref.ts';

/**
 * Completes the models after the directives: adds owners, timestamps and the indexes that deletes need, and marks the
 * fields that resolvers answer.
 */
export function finishModels(schema: SchemaDraft): void {
  for (const type of schema.types.values()) {
    if (!isModel(type)) continue;
    yieldCount(type, schema);
    addOwners(type);
    addTimestamps(type, schema.report);
    restrictRequired(type, schema);
    addReferenceIndexes(type);
    for (const field of type.fields.values()) {
      const base = baseName(field.type);
      const elsewhere =
        isModel(schema.types.get(base)) ||
        schema.types.get(base)?.is === 'interface' ||
        schema.unions.has(base);
      if (field.kind.is === 'stored' && (elsewhere || Object.keys(field.arguments).length > 0)) {
        field.kind = { is: 'custom' };
      }
    }
  }
  markOwners([...schema.types.values()].filter(isModel));
}

/** Adds the owner fields of rules. An owner that an update cannot change is in no input; a reassignable one is. */
function addOwners({ model, fields }: ModelTypeDraft): void {
  const rules = [...model.rules, ...[...fields.values()].flatMap((field) => field.rules ?? [])];
  const reassigned = new Set(flatRules(rules).flatMap((rule) => (isReassignable(rule) ? [rule.field] : [])));
  for (const name of model.ownerFields.keys()) {
    if (fields.has(name)) continue;
    const kind = { is: reassigned.has(name) ? 'stored' : 'implicit' } as const;
    fields.set(name, addedField(name, { name: 'String', required: false }, kind));
  }
}

function isReassignable(rule: Rule): rule is OwnerRule | DynamicGroupsRule {
  return (rule.allow === 'owner' || rule.allow === 'dynamicGroups') && rule.reassignable === true;
}

/**
 * Restricts the delete of a row that another row must have: `buyer: Buyer!` would have no value after it. An
 * `onDelete` that the schema states is kept, except that a required relation cannot become null.
 */
function restrictRequired({ name, model, fields }: ModelTypeDraft, schema: SchemaDraft): void {
  for (const field of fields.values()) {
    const { kind } = field;
    if (kind.is !== 'toOne' || kind.index !== null || !field.type.required) continue;
    const reference = model.references.find(
      (one) => one.target === kind.target && one.fields.join() === kind.from.join(),
    );
    if (!reference) continue;
    if (reference.onDelete === 'SET_NULL') {
      schema.report(
        'invalid-relation',
        `${name}.${field.name} is required, but ${reference.via} says "onDelete: SET_NULL".`,
        { at: field.node, hint: `Write "${field.name}: ${kind.target}", or RESTRICT or CASCADE.` },
      );
    }
    if (reference.onDelete !== null) continue;
    reference.onDelete = 'RESTRICT';
    reference.via = `${name}.${field.name}`;
  }
}

/**
 * Adds an index to each reference with `onDelete` whose rows no other index holds, because a delete must reach them
 * all.
 */
function addReferenceIndexes(type: ModelTypeDraft): void {
  for (const { fields, onDelete, via } of type.model.references) {
    if (onDelete === null || referenceIndex(type, fields) !== null) continue;
    const [hash = '', ...sort] = fields;
    type.model.indexes.push({ name: `gsi-${via}`, hash, sort, queryField: null, declared: false });
  }
}

/** Drops the generated count if the schema declares a query with the same name. */
function yieldCount({ model }: ModelTypeDraft, schema: SchemaDraft): void {
  const { count } = model.operations;
  if (count !== null && schema.types.get('Query')?.fields.has(count)) {
    model.operations = { ...model.operations, count: null };
  }
}

/** Marks a declared timestamp as stamped if its type can hold one. As in Amplify, the client sets any other. */
function addTimestamps(type: ModelTypeDraft, report: Report): void {
  const stamp = (name: string | null): string | null => {
    if (name === null) return null;
    const declared = type.fields.get(name);
    if (!declared) {
      type.fields.set(name, addedField(name, { name: 'AWSDateTime', required: true }, { is: 'implicit' }));
      return name;
    }
    if (!isList(declared.type) && ['AWSDateTime', 'String'].includes(baseName(declared.type))) return name;
    report(
      'dead-timestamp',
      `${type.name}.${name} is ${printTypeRef(declared.type)}: no time is written into it.`,
      {
        at: declared.node,
        hint: `Declare "${name}: AWSDateTime", or switch it off by an argument of @model.`,
        severity: 'warning',
      },
    );
    return null;
  };
  const { createdAt, updatedAt } = type.model.timestamps;
  if (createdAt !== null && createdAt === updatedAt) {
    report(
      'dead-timestamp',
      `${type.name}.${createdAt} is both timestamps: each update overwrites the creation.`,
      {
        at: type.node?.name,
        hint: 'Name two fields, or switch one off by null.',
        severity: 'warning',
      },
    );
  }
  type.model.timestamps = { createdAt: stamp(createdAt), updatedAt: stamp(updatedAt) };
}
