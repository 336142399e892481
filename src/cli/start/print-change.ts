import type { Change } from './serve-changes.ts';

/** Prints what became of a change: what is served, or each problem as `npm start` prints it. */
export function printChange(change: Change): string {
  const files = change.files.join(', ');
  if (change.is === 'refused')
    return `\n${change.problems}\n${files} changed: the API stays as it was. Fix it and save.\n\n`;
  return `${change.fixed ? 'Fixed: ' : ''}${files} changed: served after ${change.ms} ms.\n`;
}
