import {
  baseName,
  isList,
  type Model,
  type ObjectField,
  printTypeRef,
  type Problem,
} from '../model/index.ts';

import type { CustomResolvers } from './custom-resolvers.ts';

/** Returns the fields that src/resolvers must answer, by type. Any other field there is a mistake. */
export function customFields(model: Model): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>();
  const add = (type: string, names: readonly string[]): void => {
    if (names.length > 0) fields.set(type, names);
  };
  add('Query', Object.keys(model.queries));
  add('Mutation', Object.keys(model.mutations));
  for (const type of Object.values(model.models)) {
    add(
      type.name,
      Object.values(type.fields).flatMap((field) => (field.kind.is === 'custom' ? [field.name] : [])),
    );
  }
  for (const type of Object.values(model.objects)) {
    add(
      type.name,
      Object.values(type.fields).flatMap((field: ObjectField) => (field.custom ? [field.name] : [])),
    );
  }
  return fields;
}

/** Returns the custom fields that none of these resolvers answers. */
export function unanswered(
  fields: ReadonlyMap<string, readonly string[]>,
  answered: CustomResolvers,
): ReadonlyMap<string, readonly string[]> {
  const left = [...fields].map(
    ([type, names]) => [type, names.filter((name) => !Object.hasOwn(answered[type] ?? {}, name))] as const,
  );
  return new Map(left.filter(([, names]) => names.length > 0));
}

/** Returns the likelier cure of a field that has the type of a model: a relation. Returns no text for another field. */
function relationFor({ models }: Model, type: string, name: string): string {
  const field = Object.hasOwn(models, type) ? models[type]?.fields[name] : undefined;
  if (!field || Object.keys(field.arguments).length > 0 || !Object.hasOwn(models, baseName(field.type)))
    return '';
  const [first, second] = isList(field.type) ? ['hasMany', 'manyToMany'] : ['belongsTo', 'hasOne'];
  return `Write "${name}: ${printTypeRef(field.type)} @${first}" or @${second} if it is a relation, or a resolver. `;
}

/**
 * Compares the resolvers with the schema. Each custom field needs a resolver, and each resolver a field.
 * @param answered resolvers of fields that the platform answers itself
 *
 * @example
 * ```ts
 * const problems = checkResolvers(model, resolvers);
 * process.stderr.write(printProblems(problems, sources));
 * ```
 */
export function checkResolvers(
  model: Model,
  resolvers: CustomResolvers,
  answered: CustomResolvers = {},
): Problem[] {
  const wanted = unanswered(customFields(model), answered);
  const missing = [...wanted].flatMap(([type, names]) =>
    names
      .filter((name) => typeof resolvers[type]?.[name] !== 'function')
      .map((name): Problem => ({
        severity: 'error',
        code: 'missing-resolver',
        message: `${type}.${name}: the schema declares this field, and no resolver answers it.`,
        hint: `${relationFor(model, type, name)}Write it in src/resolvers/${type}.ts: export const ${type} = { ${name}: (parent, args, context) => … }; "npm run codegen" writes its types.`,
      })),
  );
  const extra = Object.entries(resolvers).flatMap(([type, fields]) =>
    Object.keys(fields)
      .filter((name) => !wanted.get(type)?.includes(name))
      .map((name): Problem => ({
        severity: 'error',
        code: 'unknown-resolver',
        message: `${type}.${name}: src/resolvers answers a field that the schema does not declare.`,
        hint: `Declare "${name}" on type ${type} in schema/app, or remove the resolver.`,
      })),
  );
  return [...missing, ...extra];
}
