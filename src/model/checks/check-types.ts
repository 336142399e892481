import type { ASTNode, InputObjectTypeDefinitionNode, UnionTypeDefinitionNode } from 'graphql';

import type { Definitions } from '../definitions.ts';
import { type FieldDraft, isModel, type TypeDraft } from '../draft.ts';
import { typeInstead } from '../foreign-words.ts';
import { lowerFirst } from '../names.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { uploadType } from './check-files.ts';
import { lookUp } from '../look-up.ts';
import type { TypeRef } from '../model.ts';
import { builtInScalars } from '../refuse-definition.ts';
import { didYouMean } from '../suggest.ts';
import { baseName } from '../type-ref.ts';

const relations = ['hasMany', 'hasOne', 'belongsTo', 'manyToMany'];

/**
 * Reports every type that is named but not declared, or not declared as the kind that is needed. Drops the fields that
 * name one.
 */
export function checkTypes(schema: SchemaDraft, definitions: Definitions): void {
  for (const type of schema.types.values()) {
    for (const field of type.fields.values()) {
      if (!checkField(schema, type, field)) type.fields.delete(field.name);
    }
    type.interfaces.forEach((name, place) => {
      if (schema.types.get(name)?.is !== 'interface') {
        reportType(schema, `${type.name} implements`, name, 'interface', type.node?.interfaces?.[place]);
      }
    });
  }
  for (const [name, node] of definitions.inputs) checkInputType(schema, name, node);
  for (const [name, node] of definitions.unions) checkUnion(schema, name, node);
}

function checkInputType(schema: SchemaDraft, name: string, node: InputObjectTypeDefinitionNode): void {
  const input = schema.inputs.get(name);
  if (!input) return;
  const wrong = new Set<string>();
  for (const field of node.fields ?? []) {
    const read = lookUp(input.fields, field.name.value);
    if (read && !checkInput(schema, `${name}.${read.name} has the type`, read.type, field.type))
      wrong.add(read.name);
  }
  const fields = Object.entries(input.fields).filter(([field]) => !wrong.has(field));
  schema.inputs.set(name, { ...input, fields: Object.fromEntries(fields) });
}

function checkUnion(schema: SchemaDraft, name: string, node: UnionTypeDefinitionNode): void {
  const union = schema.unions.get(name);
  const isObject = (member: string) => schema.types.get(member)?.is === 'object';
  if (!union) return;
  for (const member of node.types ?? []) {
    if (!isObject(member.name.value))
      reportType(schema, `${name} holds`, member.name.value, 'object', member);
  }
  schema.unions.set(name, { ...union, types: union.types.filter(isObject) });
}

function checkField(schema: SchemaDraft, type: TypeDraft, field: FieldDraft): boolean {
  const subject = `${type.name}.${field.name}`;
  let fits = true;
  for (const node of field.node?.arguments ?? []) {
    const argument = lookUp(field.arguments, node.name.value);
    if (!argument) continue;
    fits = checkInput(schema, `${subject}(${argument.name}) has the type`, argument.type, node.type) && fits;
  }
  const name = baseName(field.type);
  if (builtInScalars.includes(name) || schema.enums.has(name) || schema.unions.has(name)) return fits;
  const output = schema.types.get(name);
  if (output && output.is !== 'root') return fits;
  // The relation's own directive reports that the type is not a model.
  const isRelation = field.node?.directives?.some((directive) => relations.includes(directive.name.value));
  if (!isRelation || output) reportType(schema, `${subject} has the type`, name, 'output', field.node?.type);
  return false;
}

function checkInput(schema: SchemaDraft, subject: string, type: TypeRef, at: ASTNode): boolean {
  const name = baseName(type);
  if (builtInScalars.includes(name) || schema.enums.has(name) || schema.inputs.has(name)) return true;
  reportType(schema, subject, name, 'input', at);
  return false;
}

type Wanted = 'interface' | 'object' | 'output' | 'input';

function reportType(
  schema: SchemaDraft,
  subject: string,
  name: string,
  wanted: Wanted,
  at: ASTNode | undefined,
): void {
  if (schema.broken.has(name)) return;
  const { types, enums, inputs, unions } = schema;
  const ofKind = (is: TypeDraft['is']) =>
    [...types.values()].filter((type) => type.is === is).map((type) => type.name);
  const leaves = [...builtInScalars, ...enums.keys()];
  const candidates = {
    interface: ofKind('interface'),
    object: ofKind('object'),
    output: [...ofKind('object'), ...ofKind('interface'), ...unions.keys(), ...leaves],
    input: [...inputs.keys(), ...leaves],
  }[wanted];
  const exists =
    types.has(name) ||
    inputs.has(name) ||
    unions.has(name) ||
    enums.has(name) ||
    builtInScalars.includes(name);
  const article = wanted === 'input' || wanted === 'output' ? `an ${wanted} type` : `an ${wanted}`;
  schema.report(
    exists ? 'invalid-type' : 'unknown-type',
    `${subject} "${name}", which ${exists ? `is not ${article}` : 'is not declared'}.`,
    {
      at,
      hint:
        hintFor(schema, name, wanted, exists) ??
        didYouMean(name, candidates) ??
        `Declare ${article} of that name.`,
    },
  );
}

/** Returns what to write in place of a type of another kind or of another system, or undefined. */
function hintFor(schema: SchemaDraft, name: string, wanted: Wanted, exists: boolean): string | undefined {
  const { types, inputs } = schema;
  if (!exists) return typeInstead(name);
  if (wanted === 'input' && [schema.fileType, uploadType(schema)].includes(name))
    return 'Take the id of the upload: ID.';
  if (wanted === 'output' && inputs.has(name)) {
    const output = name.replace(/Input$/, '') || name;
    return output === name || types.has(output)
      ? `An input is only for arguments: name a type here${output === name ? '' : `, such as ${output}`}.`
      : `An input is only for arguments: declare "type ${output}" with the same fields, and name it here.`;
  }
  if (wanted !== 'input' || !types.has(name)) return undefined;
  return isModel(types.get(name))
    ? `Name the row by its key, such as "${lowerFirst(name)}Id: ID", or declare "input ${name}Input".`
    : `A type is only for answers: declare "input ${name}Input" with the same fields, and name it here.`;
}
