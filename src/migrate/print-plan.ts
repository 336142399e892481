import type { PlanLine } from './plan-line.ts';

const HEADINGS = {
  problem: 'Data that would become unreadable',
  apply: 'What schema:apply (on a laptop: npm start) does to existing rows',
  table: 'What the deployment does to the table',
  breaking: 'API changes that break clients',
  dangerous: 'API changes that may surprise clients',
} as const satisfies Record<PlanLine['kind'], string>;

/** Prints a plan for people. */
export function printPlan(lines: readonly PlanLine[]): string {
  if (lines.length === 0) return 'Nothing to do: the change concerns neither rows nor clients.\n';
  const kinds = Object.keys(HEADINGS) as PlanLine['kind'][];
  return kinds
    .map((kind) => lines.filter((line) => line.kind === kind))
    .filter((some) => some.length > 0)
    .map((some) => `${HEADINGS[some[0]?.kind ?? 'problem']}\n${some.map(printPlanLine).join('')}`)
    .join('\n');
}

/** Prints one line of a plan, with what to do below it. */
function printPlanLine({ at, message, action }: PlanLine): string {
  return `  ${at === '' ? '' : `${at}: `}${message}\n      ${action}\n`;
}
