import { getNullableType, isInputObjectType, type GraphQLField, type GraphQLInputType } from 'graphql';

import { keyFields, type ModelType } from '../../model/index.ts';

import { readTags, versionIn, type Tags } from '../etag.ts';
import { refused, RestError } from '../rest-error.ts';
import type { RestRequest } from '../rest-request.ts';
import type { Route, RouteKind } from '../route.ts';

type Row = Readonly<Record<string, unknown>>;
const PRECONDITION_FAILED = 412;

/** The tags that the row must have before a write. Null if the client names none, or any. */
export type Match = readonly string[] | null;

/**
 * Reads the header `if-match`. Any row, `*`, is what every write to a row needs.
 * @throws {RestError} BAD_REQUEST
 */
export function readMatch({ header }: Pick<RestRequest, 'header'>): Match {
  const tags = readHeader(header, 'if-match');
  return tags === null || tags === '*' ? null : tags;
}

/** Kinds of routes that write one row, and hold its tag against "if-match". */
const MATCHED: readonly RouteKind['is'][] = ['replace', 'patch', 'delete'];

/**
 * Requires that a write can hold the conditions of its request. One that is not held would change what the client protects.
 * @throws {RestError} BAD_REQUEST
 */
export function requireHeldConditions(
  { root, kind, path }: Pick<Route, 'root' | 'kind' | 'path'>,
  { header }: Pick<RestRequest, 'header'>,
): void {
  if (root === 'Query') return;
  const match = readHeader(header, 'if-match');
  if (match !== null && !MATCHED.includes(kind.is))
    throw refused('BAD_REQUEST', `The header "if-match" is for one row, which ${path} does not name.`);
  const noneMatch = readHeader(header, 'if-none-match');
  if (noneMatch === null) return;
  if (kind.is !== 'replace' || noneMatch !== '*')
    throw refused('BAD_REQUEST', 'The header "if-none-match" of a change is "*", with a PUT that creates.');
  if (match !== null)
    throw refused('BAD_REQUEST', 'A row cannot be new and have a tag: send "if-match" or "if-none-match".');
}

/** Returns the tags of a conditional header, or null without it. */
export function readHeader(header: RestRequest['header'], name: 'if-match' | 'if-none-match'): Tags | null {
  const text = header(name);
  if (text === undefined) return null;
  const tags = readTags(text);
  if (tags === null)
    throw refused('BAD_REQUEST', `The header "${name}" holds "*" or tags in quotation marks: "v7".`);
  return tags;
}

/** Returns the version that a write expects, if the client names exactly one. */
export function expectedVersion(type: ModelType, match: Match): number | null {
  const [tag, ...others] = match ?? [];
  return type.version === null || tag === undefined || others.length > 0 ? null : versionIn(tag);
}

/** Returns whether `if-match` names the tag of a row, or its version; weak tags never match (RFC 9110, section 13.1.1). */
export function isMatch(match: readonly string[], tag: string): boolean {
  const version = versionIn(tag);
  return match.some((one) => one === tag || (version !== null && versionIn(one) === version));
}

/** Returns the error of a precondition that does not hold. */
export function preconditionFailed(): RestError {
  return refused('CONDITION_FAILED', 'The row is not as the header "if-match" says: read it again.', {
    status: PRECONDITION_FAILED,
  });
}

/** Gives an error of a write under a precondition the status that says so. */
export function asPrecondition(error: unknown): unknown {
  const codes = ['CONDITION_FAILED', 'VERSION_CONFLICT'];
  if (!(error instanceof RestError) || !codes.includes(error.code)) return error;
  const { code, message, members } = error;
  return new RestError({ status: PRECONDITION_FAILED, code }, message, { members });
}

/** A condition that no row meets. A write under it has no effect, and answers what an earlier one with its key did. */
export const IMPOSSIBLE: Row = { not: {} };

/** Maximum number of fields in a condition: DynamoDB takes 4 kB of an expression. */
const MOST = 60;

/**
 * Returns a condition that the row is as it was read: a test of each field that can be compared. It includes the time of the
 * last write, so also other fields are unchanged.
 */
export function unchanged(type: ModelType, field: GraphQLField<unknown, unknown>, row: Row): Row {
  const input = field.args.find(({ name }) => name === 'condition')?.type;
  const fields = isInputObjectType(input) ? input.getFields() : {};
  const { updatedAt } = type.timestamps;
  const names = Object.keys(row).filter((name) => Object.hasOwn(fields, name) && name !== type.version);
  // The most telling fields first.
  const sorted = [type.version, updatedAt, ...names.filter((name) => name !== updatedAt)];
  const tests = sorted.flatMap((name) => {
    const operators = name !== null && Object.hasOwn(row, name) ? fields[name]?.type : undefined;
    const isOwner = name !== null && type.fields[name]?.owner !== undefined;
    const test = operators && !isOwner ? testOf(operators, row[name ?? ''] ?? null) : null;
    return test && name !== null ? [[name, test] as const] : [];
  });
  const isStamped = tests.some(([name]) => name === type.version || name === updatedAt);
  if (!isStamped) requireAllTested(type, row, new Set(tests.slice(0, MOST).map(([name]) => name)));
  return Object.fromEntries(tests.slice(0, MOST));
}

/**
 * Requires that a condition tests the whole row. Without a version or a time of the last write, it does not show whether a list or
 * an object has changed.
 * @throws {RestError} BAD_REQUEST
 */
function requireAllTested(type: ModelType, row: Row, tested: ReadonlySet<string>): void {
  const isFixed = (name: string): boolean =>
    keyFields(type.key).includes(name) || type.fields[name]?.owner !== undefined;
  const untested = Object.keys(row).find((name) => !tested.has(name) && !isFixed(name));
  if (untested === undefined) return;
  throw refused(
    'BAD_REQUEST',
    `A ${type.name} has no @version and no time of its last change, so the API does not know whether "${untested}" has changed: send the change without "if-match", and objects whole by PUT.`,
  );
}

function testOf(operators: GraphQLInputType, value: unknown): Row | null {
  const type = getNullableType(operators);
  if (!isInputObjectType(type) || typeof value === 'object') {
    const isAbsent = value === null && isInputObjectType(type) && 'attributeExists' in type.getFields();
    return isAbsent ? { attributeExists: false } : null;
  }
  return 'eq' in type.getFields() ? { eq: value } : null;
}
