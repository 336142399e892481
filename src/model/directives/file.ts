import type { Directive, FieldSite } from '../directive.ts';
import type { FileField } from '../model.ts';
import { parseSize, printSize } from '../file-size.ts';
import { printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';

interface FileArguments {
  readonly maxSize: string;
  readonly types: readonly string[] | undefined;
  readonly maxFiles: number | undefined;
}

/** Bytes of the largest object in S3. */
const LARGEST = 5 * 1024 ** 4;
/** Files of a list, if the schema does not say how many, and how many there can be at most. */
const USUAL_FILES = 10;
const MOST_FILES = 20;
/** The form of a content type, or of a group of them: `application/pdf`, `image/*`. */
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/(\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/;

/** Lets a row hold a file, or a list of files. */
export const file: Directive<FileArguments> = {
  sdl: `
"""
The field holds a file, or a list of at most \`maxFiles\` files: 10 unless it says so, 20 at most. Each is at most
\`maxSize\`, such as "25MB" or "5GB", and its content is of one of \`types\`, such as "image/*" or "application/pdf".
"""
directive @file(maxSize: String = "25MB", types: [String!]!, maxFiles: Int) on FIELD_DEFINITION`,

  read: (values) => ({
    maxSize: values.text('maxSize') ?? '25MB',
    types: values.texts('types'),
    maxFiles: values.number('maxFiles'),
  }),

  onField: (args, site) => {
    const model = onModel(site);
    if (!model || !hasFileType(site)) return;
    // Even if an argument is wrong the field holds a file, so that nothing else is reported of it.
    site.field.kind = { is: 'file' };
    const { name, type } = site.field;
    const list = 'list' in type;
    const read = {
      field: name,
      list,
      maxBytes: sizeOf(args.maxSize, site),
      types: typesOf(args.types, site),
      maxFiles: mostOf(args.maxFiles, list, site),
    };
    if (isWhole(read)) model.files.push(read);
  },
};

function isWhole(read: { readonly [Name in keyof FileField]: FileField[Name] | null }): read is FileField {
  return read.maxBytes !== null && read.types !== null && read.maxFiles !== null;
}

function hasFileType({ field, schema, subject, node }: FieldSite): boolean {
  const { fileType, report } = schema;
  const of = 'list' in field.type ? field.type.list : field.type;
  const wanted = `"${field.name}: ${fileType}" or "${field.name}: [${fileType}!]"`;
  if ('list' in of || of.name !== fileType || ('list' in field.type && !of.required)) {
    report('invalid-file', `${subject} is on a field of type ${printTypeRef(field.type)}.`, {
      at: node,
      hint: `Write ${wanted}.`,
    });
    return false;
  }
  if (Object.keys(field.arguments).length > 0) {
    report('invalid-file', `${subject} is on a field with arguments.`, {
      at: node,
      hint: `Remove the arguments: a row holds the file. Write ${wanted}.`,
    });
    return false;
  }
  return true;
}

function sizeOf(text: string, { schema, subject, node }: FieldSite): number | null {
  const bytes = parseSize(text);
  if (bytes !== null && bytes >= 1 && bytes <= LARGEST) return bytes;
  const why = bytes === null ? 'is no size' : bytes < 1 ? 'is too small' : `is above ${printSize(LARGEST)}`;
  schema.report('invalid-file', `${subject} has the maxSize "${text}", which ${why}.`, {
    at: node,
    hint: `Write a number and B, KB, MB, GB or TB, such as "25MB"; at most ${printSize(LARGEST)}.`,
  });
  return null;
}

function typesOf(
  types: readonly string[] | undefined,
  { schema, subject, node }: FieldSite,
): readonly string[] | null {
  // The reader has reported that the argument is missing.
  if (!types) return null;
  const refuse = (why: string, hint: string): null => {
    schema.report('invalid-file', `${subject} ${why}.`, { at: node, hint });
    return null;
  };
  const example = 'such as ["image/*", "application/pdf"]';
  if (types.length === 0) return refuse('has no types', `Write the content types that it takes, ${example}.`);
  const wrong = types.find((type) => type !== '*/*' && !TYPE.test(type));
  if (wrong !== undefined)
    return refuse(
      `has the type "${wrong}", which is no content type`,
      wrong.toLowerCase() !== wrong && TYPE.test(wrong.toLowerCase())
        ? `Write "${wrong.toLowerCase()}".`
        : `Write content types, ${example}, or ["*/*"] for every type.`,
    );
  const twice = types.find((type, place) => types.indexOf(type) !== place);
  if (twice !== undefined) return refuse(`names the type "${twice}" twice`, 'Remove one.');
  return types;
}

function mostOf(
  maxFiles: number | undefined,
  list: boolean,
  { field, schema, subject, node }: FieldSite,
): number | null {
  if (maxFiles === undefined) return list ? USUAL_FILES : 1;
  if (!list) {
    schema.report('invalid-file', `${subject} has maxFiles on a field that holds one file.`, {
      at: node,
      hint: `Remove it, or write "${field.name}: [${schema.fileType}!]".`,
    });
    return null;
  }
  if (maxFiles >= 1 && maxFiles <= MOST_FILES) return maxFiles;
  schema.report('invalid-file', `${subject} has the maxFiles ${maxFiles}.`, {
    at: node,
    hint: `Write 1 to ${MOST_FILES}; for more files, give a type of its own one file each.`,
  });
  return null;
}
