import { type ConstDirectiveNode, valueFromASTUntyped } from 'graphql';

import type { FieldDraft, TypeDraft } from './draft.ts';
import { printTypeRef, isList } from './type-ref.ts';

/** Returns the line to write in place of a `@key` or `@connection` of Amplify's first transformer, or undefined. */
export function lineInstead(
  node: ConstDirectiveNode,
  type: TypeDraft,
  field: FieldDraft | null,
): string | undefined {
  const written = new Map(
    (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
  const text = (name: string): string | null => {
    const value = written.get(name);
    return typeof value === 'string' ? value : null;
  };
  const texts = (name: string): readonly string[] => {
    const value = written.get(name);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  };
  if (node.name.value === 'key') return keyLine(type, text('name'), texts('fields'), text('queryField'));
  return field
    ? connectionLine(field, written.has('name'), text('keyName'), texts('fields'), written.get('limit'))
    : undefined;
}

/** Returns `noteId: ID! @index(name: "byNote", sortKeyFields: ["at"])`. */
function keyLine(
  type: TypeDraft,
  name: string | null,
  [hash, ...sort]: readonly string[],
  queryField: string | null,
): string | undefined {
  const field = hash === undefined ? undefined : type.fields.get(hash);
  if (!field) return undefined;
  const args = [
    ...(name === null ? [] : [`name: ${JSON.stringify(name)}`]),
    ...(sort.length === 0 ? [] : [`sortKeyFields: ${list(sort)}`]),
    ...(queryField === null ? [] : [`queryField: ${JSON.stringify(queryField)}`]),
  ];
  return line(field, name === null ? 'primaryKey' : 'index', args);
}

/** A name joined both sides, and the side without a list was the way back. */
function connectionLine(
  field: FieldDraft,
  isNamed: boolean,
  keyName: string | null,
  fields: readonly string[],
  limit: unknown,
): string | undefined {
  const paged = typeof limit === 'number' ? [`limit: ${limit}`] : [];
  const given = fields.length === 0 ? [] : [`fields: ${list(fields)}`];
  if (!isList(field.type))
    return line(field, fields.length === 0 && !isNamed ? 'hasOne' : 'belongsTo', given);
  const index = keyName === null ? [] : [`indexName: ${JSON.stringify(keyName)}`];
  return line(field, 'hasMany', [...index, ...given, ...paged]);
}

function line({ name, type }: FieldDraft, directive: string, args: readonly string[]): string {
  return `${name}: ${printTypeRef(type)} @${directive}${args.length === 0 ? '' : `(${args.join(', ')})`}`;
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(', ')}]`;
}
