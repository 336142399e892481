import { printSourceLocation, Source } from 'graphql';

import type { Problem } from './problem.ts';
import type { SchemaSource } from './read.ts';

/** The most problems that are printed with their lines. A text with more has one cause, such as a wrong file. */
const MOST = 500;

/**
 * Prints problems for people: each with its code, its place, the source line and the hint; then their number.
 * Returns an empty string if there are none.
 *
 * @example
 * ```ts
 * const { problems } = readModel(sources);
 * process.stderr.write(printProblems(problems, sources));
 * ```
 */
export function printProblems(problems: readonly Problem[], sources: readonly SchemaSource[]): string {
  if (problems.length === 0) return '';
  const left = problems.length - MOST;
  const text = [
    ...problems.slice(0, MOST).map((problem) => printOne(problem, sources)),
    ...(left > 0 ? [`… and ${left} more.`] : []),
    count(problems),
  ].join('\n\n');
  return `${withVisibleControls(text)}\n`;
}

/** Returns a text in which control characters are visible, so that a schema sends no commands to a terminal. */
export function withVisibleControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    '\n\r\t'.includes(character) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function printOne({ severity, code, message, hint, at }: Problem, sources: readonly SchemaSource[]): string {
  const source = at && sources.find(({ file }) => file === at.file);
  return [
    `${severity}: ${message}  (${code})`,
    ...(source
      ? [printSourceLocation(new Source(source.text, source.file), at)]
      : at
        ? [`${at.file}:${at.line}:${at.column}`]
        : []),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n');
}

function count(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const say = (number: number, word: string) =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  return `${[...say(errors, 'error'), ...say(problems.length - errors, 'warning')].join(' and ')}.`;
}
