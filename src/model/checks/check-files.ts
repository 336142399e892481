import type { FieldDraft, TypeDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { baseName, isList } from '../type-ref.ts';

/**
 * Reports fields of the type `File` without `@file`, and fields of the type `Upload`. No row would hold the file, so its
 * life would have no end and no rule would guard it.
 * @param platform the names of the files of the platform, whose own fields answer uploads
 */
export function checkFiles(schema: SchemaDraft, platform: ReadonlySet<string>): void {
  const { fileType, report, types, uses } = schema;
  const isOurs = ({ node }: FieldDraft | TypeDraft): boolean => platform.has(node?.loc?.source.name ?? '');
  const file = types.get(fileType);
  // Without the platform it is a type of the schema's own.
  if (!file || !isOurs(file)) return;
  const marked = new Set(uses.flatMap(({ name, field }) => (name === 'file' && field ? [field] : [])));
  for (const type of types.values()) {
    // The types that implement an interface say what their files are.
    if (type.is === 'interface') continue;
    for (const field of type.fields.values()) {
      const written = baseName(field.type);
      if (![fileType, uploadType(schema)].includes(written) || isOurs(field) || marked.has(field)) continue;
      const what = written === fileType ? `a ${fileType} without @file` : `an ${written}, which is no file`;
      report('invalid-file', `${type.name}.${field.name} is ${what}.`, {
        at: field.node?.type,
        hint: hintFor(type, field, schema),
      });
    }
  }
}

/** Returns the platform's type of an upload, in an API with its prefix. */
export function uploadType({ fileType }: SchemaDraft): string {
  return fileType.replace(/File$/, 'Upload');
}

function hintFor({ model }: TypeDraft, { name, type }: FieldDraft, { fileType }: SchemaDraft): string {
  if (!model) return 'Return the row that holds the file: only fields of a @model with @file are files.';
  const written = isList(type) ? `[${fileType}!]` : fileType;
  return `Write "${name}: ${written} @file(types: ["image/*", "application/pdf"])".`;
}
