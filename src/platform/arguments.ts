import { Refusal } from '../tenant/index.ts';

/** A text without the space around it. @throws {Refusal} INVALID_ARGUMENTS where nothing or too much is left */
export function textArgument(name: string, value: string, most: number): string {
  const text = value.trim();
  if (text === '' || text.length > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must have 1 to ${most} characters.`);
  return text;
}

/** A number in bounds, both included. @throws {Refusal} INVALID_ARGUMENTS */
export function numberArgument(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must lie between ${least} and ${most}.`);
  return value;
}
