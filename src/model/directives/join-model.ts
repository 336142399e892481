import { addedField, type FieldDraft, type IndexDraft, type ModelTypeDraft } from '../draft.ts';
import { keyFields } from '../key-fields.ts';
import type { Rule, ToOne } from '../model.ts';
import { camelCase, indexQueryName, lowerFirst, pluralOf } from '../names.ts';
import { baseName } from '../type-ref.ts';
import { usualSubscriptions } from './subscriptions.ts';
import { uniqueOf } from './unique.ts';

/** Returns the model whose rows are the links: the keys of both types, an index for each, and a field to each. */
export function joinModel(name: string, first: ModelTypeDraft, second: ModelTypeDraft): ModelTypeDraft {
  const sides = [sideOf(name, first), sideOf(name, second)];
  const fields = [
    addedField('id', { name: 'ID', required: true }),
    ...sides.flatMap(({ keys }) => keys),
    ...sides.map(({ link }) => link),
  ];
  return {
    name,
    description: undefined,
    is: 'object',
    interfaces: [],
    fields: new Map(fields.map((field) => [field.name, field])),
    node: null,
    rules: null,
    model: {
      key: { hash: 'id', sort: [], declared: false },
      indexes: sides.map(({ index }) => index),
      uniques: [uniqueOf(sides.flatMap(({ link }) => link.kind.from))],
      references: sides.map(({ link }) => ({
        target: link.kind.target,
        fields: link.kind.from,
        onDelete: 'CASCADE',
        via: `${name}.${link.name}`,
      })),
      files: [],
      version: null,
      operations: {
        get: `get${name}`,
        list: `list${pluralOf(name)}`,
        count: `count${pluralOf(name)}`,
        create: `create${name}`,
        update: `update${name}`,
        delete: `delete${name}`,
      },
      subscriptions: usualSubscriptions(name),
      timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
      rules: inheritedRules([...first.model.rules, ...second.model.rules]),
      ownerFields: new Map(
        [...first.model.ownerFields, ...second.model.ownerFields].filter(([, onType]) => onType),
      ),
      join: true,
    },
  };
}

function sideOf(
  join: string,
  side: ModelTypeDraft,
): { keys: FieldDraft[]; link: FieldDraft & { kind: ToOne }; index: IndexDraft } {
  const { key } = side.model;
  // Amplify's spelling: the hash is joined in camel case, the sort fields as they are.
  const hash = camelCase([side.name, key.hash]);
  const sort = key.sort.map((field) => `${lowerFirst(side.name)}${field}`);
  const typeOf = (field: string) => baseName(side.fields.get(field)?.type ?? { name: 'ID', required: true });
  const keys = [hash, ...sort].map((name, place) =>
    addedField(name, { name: typeOf(keyFields(key)[place] ?? ''), required: true }),
  );
  const link: ToOne = {
    is: 'toOne',
    directive: 'belongsTo',
    target: side.name,
    from: [hash, ...sort],
    index: null,
  };
  return {
    keys,
    link: { ...addedField(lowerFirst(side.name), { name: side.name, required: true }), kind: link },
    index: {
      name: `by${side.name}`,
      hash,
      sort,
      queryField: indexQueryName(join, [hash, ...sort]),
      declared: true,
    },
  };
}

/**
 * Returns the rules of both types, merged as Amplify does. A link has an owner of its own, but no groups field to read.
 */
function inheritedRules(rules: readonly Rule[]): readonly Rule[] {
  const inherited = rules.flatMap(inherit);
  return [...new Map(inherited.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function inherit(rule: Rule): readonly Rule[] {
  if (rule.allow === 'dynamicGroups') return [];
  if (rule.allow === 'owner') return [{ ...rule, many: false }];
  if (rule.allow !== 'all') return [rule];
  const parts = rule.rules.flatMap(inherit);
  // Dropping a condition that a link cannot meet would let more callers in.
  return parts.length === rule.rules.length ? [{ ...rule, rules: parts }] : [];
}
