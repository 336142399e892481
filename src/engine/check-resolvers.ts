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

/**
 * Returns the custom fields that work without a resolver, by type: those of a plain object that return rows and take no
 * arguments. A custom field that returns the object also gives the row, as a property. An object that is stored in rows
 * holds no other row, so its fields need a resolver.
 */
export function optionalFields(model: Model): ReadonlyMap<string, readonly string[]> {
  const stored = storedObjects(model);
  const fields = Object.values(model.objects).map((type) => {
    const own = stored.has(type.name) ? [] : Object.values(type.fields);
    const names = own.filter((field) => field.custom && Object.keys(field.arguments).length === 0);
    return [type.name, names.map(({ name }) => name)] as const;
  });
  return new Map(fields.filter(([, names]) => names.length > 0));
}

/** Returns the names of the plain objects that are stored in rows, also inside another object. */
function storedObjects(model: Model): ReadonlySet<string> {
  const rows = Object.values(model.models).flatMap(({ fields }) =>
    Object.values(fields).filter(({ kind }) => kind.is === 'stored'),
  );
  const found = new Set<string>();
  const left = rows.map(({ type }) => baseName(type));
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const object = Object.hasOwn(model.objects, name) ? model.objects[name] : undefined;
    if (!object || found.has(name)) continue;
    found.add(name);
    left.push(...Object.values(object.fields).map(({ type }) => baseName(type)));
  }
  return found;
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
 * Compares the resolvers with the schema. Each custom field needs a resolver, except those of `optionalFields`, and each
 * resolver a field.
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
  const optional = optionalFields(model);
  const missing = [...wanted].flatMap(([type, names]) =>
    names
      .filter((name) => typeof resolvers[type]?.[name] !== 'function' && !optional.get(type)?.includes(name))
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
      .map((name): Problem => unknownResolver(type, name)),
  );
  return [...missing, ...extra];
}

function unknownResolver(type: string, name: string): Problem {
  const problem = { severity: 'error', code: 'unknown-resolver' } as const;
  if (type === 'Subscription')
    return {
      ...problem,
      message: `${type}.${name}: src/resolvers answers a subscription.`,
      hint: 'Remove the resolver: a subscription answers what its mutations answer.',
    };
  return {
    ...problem,
    message: `${type}.${name}: src/resolvers answers a field that the schema does not declare.`,
    hint: `Declare "${name}" on type ${type} in schema/app, or remove the resolver.`,
  };
}
