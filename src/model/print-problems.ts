import { printSourceLocation, Source } from 'graphql';

import type { Problem } from './problem.ts';
import type { SchemaSource } from './read.ts';

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
  return `${[...problems.map((problem) => printOne(problem, sources)), count(problems)].join('\n\n')}\n`;
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
