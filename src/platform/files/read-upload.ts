import { Refusal } from '../../tenant/index.ts';
import type { FileField, Model, ModelType } from '../../model/index.ts';
import { printSize } from '../../model/index.ts';
import { nameArgument } from '../arguments.ts';
import type { UploadInput } from '../generated/platform.ts';
import { includesType, isContentType } from './content-types.ts';
import { MOST_AT_ONCE } from './parts-of.ts';

/** What a client is about to upload, as far as it is sound. */
export interface AskedUpload {
  readonly type: ModelType;
  readonly field: FileField;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  /** Null if the file goes in parts, which have checksums of their own. */
  readonly sha256: string | null;
}

const LONGEST_NAME = 255;

/** SHA-256 in base64: 32 bytes. */
const SHA256 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Returns the field with `@file` that an input names.
 * @throws {Refusal} INVALID_ARGUMENTS if there is none
 */
export function fieldOfUpload(
  model: Model,
  { type, field }: Pick<UploadInput, 'type' | 'field'>,
): Pick<AskedUpload, 'type' | 'field'> {
  const found = Object.hasOwn(model.models, type) ? model.models[type] : undefined;
  if (!found) throw new Refusal('INVALID_ARGUMENTS', `The argument "input.type" names no type: "${type}".`);
  const file = found.files.find((one) => one.field === field);
  if (!file)
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "input.field" names no file of ${type}: "${field}".`,
    );
  return { type: found, field: file };
}

/**
 * Reads what a client is about to upload.
 * @throws {Refusal} INVALID_ARGUMENTS, or VALIDATION_FAILED if the field does not take such a file
 */
export function readUpload(of: Pick<AskedUpload, 'type' | 'field'>, input: UploadInput): AskedUpload {
  const name = nameOf(input.name);
  const size = sizeOf(input.size);
  const { contentType } = input;
  if (!isContentType(contentType))
    throw new Refusal(
      'INVALID_ARGUMENTS',
      'The argument "input.contentType" must be a content type in lower case without parameters, such as "image/png".',
    );
  const { field, maxBytes, types } = of.field;
  const place = `${of.type.name}.${field}`;
  if (size > maxBytes)
    throw unfit('size', `${place} takes at most ${printSize(maxBytes)}, not ${size} bytes.`);
  if (!includesType(types, contentType))
    throw unfit('contentType', `${place} takes ${types.join(', ')}, not "${contentType}".`);
  return {
    ...of,
    name,
    size,
    contentType,
    sha256: size > MOST_AT_ONCE ? null : requireSha256('input.sha256', input.sha256),
  };
}

/**
 * Returns a checksum.
 * @throws {Refusal} INVALID_ARGUMENTS if it is none
 */
export function requireSha256(argument: string, text: string | null | undefined): string {
  if (text && SHA256.test(text)) return text;
  throw new Refusal(
    'INVALID_ARGUMENTS',
    `The argument "${argument}" must be the SHA-256 of the bytes as base64: 44 characters.`,
  );
}

/** Returns the name of a file without the folders that a client may have put before it. */
function nameOf(given: string): string {
  const base = given.split(/[/\\]/).at(-1) ?? '';
  const name = nameArgument('input.name', base, LONGEST_NAME);
  if (name === '.' || name === '..')
    throw new Refusal('INVALID_ARGUMENTS', 'The argument "input.name" must be the name of a file.');
  return name;
}

function sizeOf(size: number): number {
  if (Number.isSafeInteger(size) && size >= 1) return size;
  throw new Refusal('INVALID_ARGUMENTS', 'The argument "input.size" must be a whole number of bytes from 1.');
}

function unfit(argument: string, message: string): Refusal {
  return new Refusal('VALIDATION_FAILED', message, {
    fields: [{ path: ['input', argument], rule: 'file', message }],
  });
}
