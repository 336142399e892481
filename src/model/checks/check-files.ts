import type { FieldDraft, TypeDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { baseName, isList } from '../type-ref.ts';

/**
 * Reports fields of the type `File` without `@file`. No row would hold the file, so its life would have no end and no
 * rule would guard it.
 * @param platform the names of the files of the platform, whose own fields answer uploads
 */
export function checkFiles(schema: SchemaDraft, platform: ReadonlySet<string>): void {
  const isOurs = ({ node }: FieldDraft | TypeDraft): boolean => platform.has(node?.loc?.source.name ?? '');
  const file = schema.types.get(schema.fileType);
  // Without the platform it is a type of the schema's own.
  if (!file || !isOurs(file)) return;
  const marked = new Set(schema.uses.flatMap(({ name, field }) => (name === 'file' && field ? [field] : [])));
  for (const type of schema.types.values()) {
    // The types that implement an interface say what their files are.
    if (type.is === 'interface') continue;
    for (const field of type.fields.values()) {
      if (baseName(field.type) !== schema.fileType || isOurs(field) || marked.has(field)) continue;
      schema.report('invalid-file', `${type.name}.${field.name} is a ${schema.fileType} without @file.`, {
        at: field.node?.type,
        hint: hintFor(type, field, schema),
      });
    }
  }
}

function hintFor({ model }: TypeDraft, { name, type }: FieldDraft, { fileType }: SchemaDraft): string {
  if (!model) return 'Return the row that holds the file: only fields of a @model with @file are files.';
  const written = isList(type) ? `[${fileType}!]` : fileType;
  return `Write "${name}: ${written} @file(types: ["image/*", "application/pdf"])".`;
}
