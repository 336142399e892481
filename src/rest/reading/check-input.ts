import { coerceInputValue, type GraphQLInputType } from 'graphql';

import { refused, type Mistake, type RestError } from '../rest-error.ts';

/** Maximum number of mistakes in one answer. */
const MOST = 10;

/** Returns the JSON Pointer (RFC 6901) of a path: `/items/0/title`. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Requires that a value of a client fits a type.
 * @param at where the value is in the body
 * @throws {RestError} VALIDATION_FAILED with a pointer to each mistake
 */
export function checkInput(
  type: GraphQLInputType,
  value: unknown,
  at: readonly (string | number)[] = [],
): void {
  const mistakes: Mistake[] = [];
  coerceInputValue(value, type, (path, _value, { message }) => {
    if (mistakes.length < MOST) mistakes.push(mistakeOf([...at, ...path], message));
  });
  if (mistakes.length > 0) throw invalid(mistakes);
}

/** Returns the error of a body with mistakes. */
export function invalid(mistakes: readonly Mistake[]): RestError {
  const detail = mistakes.map((one) => one.detail).join(' ');
  return refused('VALIDATION_FAILED', detail, { members: { errors: mistakes } });
}

/** GraphQL reports a member that lacks, or that no type has, at the object around it. */
function mistakeOf(path: readonly (string | number)[], message: string): Mistake {
  const [, name, isUnknown] = /^Field "([^"]+)" (is not defined)?/.exec(message) ?? [];
  if (name === undefined) return { pointer: pointerOf(path), rule: 'type', detail: message };
  const rule = isUnknown === undefined ? 'required' : 'unknown';
  return { pointer: pointerOf([...path, name]), rule, detail: message };
}
