import { Refusal } from '../tenant/index.ts';

/**
 * Returns a text without surrounding white space.
 * @throws {Refusal} INVALID_ARGUMENTS if the text is then empty or too long
 */
export function textArgument(name: string, value: string, most: number): string {
  const text = value.trim();
  if (text === '' || text.length > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must have 1 to ${most} characters.`);
  return text;
}

/**
 * Returns a name of one line without surrounding white space.
 * @throws {Refusal} INVALID_ARGUMENTS also for control characters and for halves of surrogate pairs
 */
export function nameArgument(name: string, value: string, most: number): string {
  const text = textArgument(name, value, most);
  if (/\p{Cc}/u.test(text) || !text.isWellFormed())
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "${name}" must be one line without control characters.`,
    );
  return text;
}

/**
 * Returns a number that is within its bounds, both included.
 * @throws {Refusal} INVALID_ARGUMENTS if it is not
 */
export function numberArgument(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must lie between ${least} and ${most}.`);
  return value;
}
