import type { GraphQLFormattedError } from 'graphql';

import type { Executed } from './call.ts';
import type { RestOperation } from './operation.ts';
import { membersOf, refused, RestError, statusOf, type Mistake } from './rest-error.ts';
import { hidesMember, removeHidden } from './selection/shape.ts';

/** What the errors of an operation may say of the request: its mistakes, by the paths of the input. */
export type MistakesOf = (error: GraphQLFormattedError) => readonly Mistake[];

/**
 * Returns the value of an operation. A member that the rules hide in one row is absent. Any other error refuses the request as a
 * whole: an answer is complete or a problem.
 * @throws {RestError} of the first error that refuses it
 */
export function settled(
  executed: Executed,
  { place }: Pick<RestOperation, 'place'>,
  mistakesOf: MistakesOf = () => [],
): unknown {
  const { data, errors } = executed;
  const refusing = errors.find((error) => !hidesMember(place, error));
  if (refusing) throw errorOf(refusing, executed, mistakesOf(refusing));
  for (const { path = [] } of errors) removeHidden(data, path);
  const value = valueAt(data, place);
  const [hidden] = errors;
  // A required member that is hidden takes the row with it.
  if (value === null && hidden) throw errorOf(hidden, executed, mistakesOf(hidden));
  return value;
}

/** Codes whose status a limit chooses: an empty bucket is refilled, and a sum of a month is reset. */
const LIMITS: readonly string[] = ['THROTTLED', 'QUOTA_EXCEEDED'];

function errorOf(
  { message, extensions = {} }: GraphQLFormattedError,
  executed: Executed,
  mistakes: readonly Mistake[],
): RestError {
  const given = extensions['code'];
  const code = typeof given === 'string' ? given : 'INTERNAL';
  const chosen = LIMITS.includes(code) ? executed.status : undefined;
  const retryAfter = executed.headers.get('retry-after');
  const members = {
    ...membersOf(extensions),
    ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
    ...(mistakes.length > 0 ? { errors: mistakes } : {}),
  };
  return new RestError({ status: chosen ?? statusOf(code), code }, message, { members });
}

function valueAt(data: unknown, place: readonly string[]): unknown {
  let value = data;
  for (const step of place) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[step] ?? null;
  }
  return value ?? null;
}

/** Returns the value, which must be there. */
export function found(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw refused('NOT_FOUND', `There is no ${what}.`);
}
