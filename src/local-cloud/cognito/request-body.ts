import { CognitoError } from './cognito-error.ts';

/** The JSON object of a request. The functions below read and check its fields. */
export type RequestBody = Readonly<Record<string, unknown>>;

/**
 * Parses the body of a request.
 * @throws {CognitoError} SerializationException if it is not a JSON object
 */
export function readBody(text: string): RequestBody {
  try {
    const json: unknown = JSON.parse(text === '' ? '{}' : text);
    if (isObject(json)) return json;
  } catch {
    // Falls through: invalid JSON gets the same answer as JSON that is not an object.
  }
  throw new CognitoError('SerializationException', 'The request body is not a JSON object.');
}

/** Reads a required string that is not empty. */
export function text(body: RequestBody, field: string): string {
  const value = optionalText(body, field);
  if (value) return value;
  throw new CognitoError(
    'InvalidParameterException',
    `1 validation error detected: Value at '${lowerFirst(field)}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optionalText(body: RequestBody, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrongType(field, 'a string');
}

/** Reads a boolean. Absent means false. */
export function flag(body: RequestBody, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value === 'boolean') return value;
  throw wrongType(field, 'a boolean');
}

export function optionalInteger(body: RequestBody, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (Number.isSafeInteger(value)) return value as number;
  throw wrongType(field, 'an integer');
}

/**
 * Reads a map of strings, such as AuthParameters and ClientMetadata. Leaves out null values, which SDKs send
 * for unset ones.
 */
export function textMap(body: RequestBody, field: string): Record<string, string> {
  return optionalTextMap(body, field) ?? {};
}

export function optionalTextMap(body: RequestBody, field: string): Record<string, string> | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrongType(field, 'a map of strings');
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  if (entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    return Object.fromEntries(entries);
  }
  throw wrongType(field, 'a map of strings');
}

/** Reads an object in the body, such as SoftwareTokenMfaSettings. */
export function optionalMap(body: RequestBody, field: string): RequestBody | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw wrongType(field, 'an object');
}

/** Reads a list of `{ Name, Value }`, Cognito's form of user attributes, as a map. */
export function nameValues(body: RequestBody, field: string): Record<string, string> {
  const list: unknown = body[field] ?? [];
  if (!Array.isArray(list) || !list.every(isObject)) throw wrongType(field, 'a list of attributes');
  return Object.fromEntries(list.map((entry) => [text(entry, 'Name'), optionalText(entry, 'Value') ?? '']));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(field: string, wanted: string): CognitoError {
  return new CognitoError('SerializationException', `"${field}" must be ${wanted}.`);
}

function lowerFirst(field: string): string {
  return field.charAt(0).toLowerCase() + field.slice(1);
}
