import { Refusal, type Overrides } from '../../tenant/index.ts';
import { numberArgument, textArgument } from '../arguments.ts';
import { NO_LIMITS } from '../plans/plan.ts';

const MAX_FLAG = 100;
const MAX_FLAGS = 100;
/** Maximum value of a limit. No tenant can reach it. */
const MAX_LIMIT = 1e15;

/**
 * Returns a tenant's overrides of its plan. A limit or feature that is null is left to the plan.
 * @param limits numbers by the name of the limit
 * @param features true or false by the name of the feature
 * @throws {Refusal} INVALID_ARGUMENTS with the limit or feature that is wrong
 */
export function readOverrides(limits: unknown, features: unknown): Overrides {
  return {
    limits: Object.fromEntries(entriesOf('limits', limits).map(readLimit)),
    features: Object.fromEntries(entriesOf('features', features).map(readFeature)),
  };
}

function readLimit([name, value]: readonly [string, unknown]): [string, number] {
  if (!Object.hasOwn(NO_LIMITS, name))
    throw new Refusal('INVALID_ARGUMENTS', `There is no limit "${name.slice(0, MAX_FLAG)}".`);
  if (typeof value !== 'number')
    throw new Refusal('INVALID_ARGUMENTS', `The argument "limits.${name}" must be a number.`);
  return [name, numberArgument(`limits.${name}`, value, 0, MAX_LIMIT)];
}

function readFeature([name, on]: readonly [string, unknown]): [string, boolean] {
  if (typeof on !== 'boolean')
    throw new Refusal('INVALID_ARGUMENTS', 'The argument "features" must hold true or false for each name.');
  return [textArgument('features.name', name, MAX_FLAG), on];
}

function entriesOf(what: string, given: unknown): [string, unknown][] {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${what}" must be an object.`);
  const entries = Object.entries(given as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== null,
  );
  if (entries.length > MAX_FLAGS)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${what}" names at most ${MAX_FLAGS}.`);
  return entries;
}
