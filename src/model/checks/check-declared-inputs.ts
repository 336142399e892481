import type { Definitions } from '../definitions.ts';
import { type FieldDraft, isModel, type ModelTypeDraft } from '../draft.ts';
import { rowType } from '../in-row.ts';
import { keyFields } from '../key-fields.ts';
import { lookUp } from '../look-up.ts';
import { upperFirst } from '../names.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';

const OPERATIONS = ['create', 'update', 'delete'] as const;
type Operation = (typeof OPERATIONS)[number];

/** Returns the names of the inputs of a model's mutations: `CreateTaskInput`. */
export function inputNames({ name }: ModelTypeDraft): readonly string[] {
  return OPERATIONS.map((operation) => inputName(operation, name));
}

function inputName(operation: Operation, type: string): string {
  return `${upperFirst(operation)}${upperFirst(type)}Input`;
}

/**
 * Checks inputs that the schema declares with the name of a generated one. As in Amplify, the mutation takes them as they
 * are, with the key if they leave it out. Reports a field that the type cannot store, and a required field that is absent.
 */
export function checkDeclaredInputs(schema: SchemaDraft, definitions: Definitions): void {
  for (const type of [...schema.types.values()].filter(isModel)) {
    for (const operation of OPERATIONS) {
      const name = inputName(operation, type.name);
      const node = definitions.inputs.get(name);
      const input = schema.inputs.get(name);
      if (!node || !input || type.model.operations[operation] === null) continue;
      const refuse = (field: string, why: string): void => {
        const at = node.fields?.find((candidate) => candidate.name.value === field)?.name;
        schema.report('reserved-name', `${name} is the input of ${operation} for ${type.name}, ${why}.`, {
          at: at ?? node.name,
          hint: 'Correct it, remove it and use the generated one, or rename it.',
        });
      };
      for (const { name: field, type: ref } of Object.values(input.fields)) {
        const stored = type.fields.get(field);
        const wanted = stored && inputTypeOf(stored, schema);
        if (!stored || !isInput(stored)) refuse(field, `which stores no field "${field}"`);
        else if (baseName(ref) !== wanted || isList(ref) !== isList(stored.type))
          refuse(field, `where "${field}" is ${printTypeRef(rowType(stored))}`);
      }
      if (operation === 'create') {
        for (const field of type.fields.values())
          if (isNeeded(field, type) && lookUp(input.fields, field.name)?.type.required !== true)
            refuse(field.name, `where "${field.name}" is required`);
      } else
        schema.inputs.set(name, { ...input, fields: { ...input.fields, ...missingKey(type, input.fields) } });
    }
  }
}

function isInput({ kind }: FieldDraft): boolean {
  return kind.is === 'stored' || kind.is === 'file';
}

function inputTypeOf(field: FieldDraft, schema: SchemaDraft): string {
  const name = baseName(rowType(field));
  return schema.types.has(name) ? `${upperFirst(name)}Input` : name;
}

/** Returns whether a create must give a field: a required one that the engine does not fill in. */
function isNeeded(field: FieldDraft, { model }: ModelTypeDraft): boolean {
  const { name, type, default: value } = field;
  const { createdAt, updatedAt } = model.timestamps;
  const filled = name === 'id' || name === createdAt || name === updatedAt || name === model.version;
  return isInput(field) && type.required && value === undefined && !filled;
}

function missingKey({ model, fields }: ModelTypeDraft, given: object) {
  const missing = keyFields(model.key).filter((name) => !Object.hasOwn(given, name));
  return Object.fromEntries(
    missing.flatMap((name) => {
      const field = fields.get(name);
      return field ? [[name, { name, type: { ...field.type, required: true } }] as const] : [];
    }),
  );
}
