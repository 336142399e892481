import { lookUp } from '../look-up.ts';
import type { Field, Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import { warning } from './warning.ts';

/** Finds fields that repeat the tenant, and fields of a model's type that no relation fills. */
export function findMisleadingFields(type: ModelType, model: Model): readonly Problem[] {
  return Object.values(type.fields).flatMap((field) => [
    ...repeatedTenant(type, field),
    ...missingRelation(type, field, model),
  ]);
}

function repeatedTenant(type: ModelType, { name, declared, kind }: Field): readonly Problem[] {
  if (!declared || kind.is !== 'stored' || !/^tenant_?(id|key)$/i.test(name)) return [];
  return [
    warning(
      'tenant-field',
      `${type.name}.${name} repeats the tenant, which is in the key of every row.`,
      'Remove it: each caller reads and writes rows of their own tenant only.',
    ),
  ];
}

function missingRelation(type: ModelType, field: Field, { models }: Model): readonly Problem[] {
  const { name, kind, declared } = field;
  const target = lookUp(models, baseName(field.type));
  const asked = Object.keys(field.arguments).length > 0;
  if (kind.is !== 'custom' || !declared || asked || !target) return [];
  const ways = isList(field.type) ? ['hasMany', 'manyToMany(relationName: "…")'] : ['belongsTo', 'hasOne'];
  const lines = ways.map((way) => `${name}: ${printTypeRef(field.type)} @${way}`);
  return [
    warning(
      'missing-relation',
      `${type.name}.${name} has the type ${target.name}, a @model, and no relation: a resolver must answer it.`,
      `Write ${lines.join(' or ')}, unless src/resolvers answers it.`,
    ),
  ];
}
