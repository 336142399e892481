import type { Problem } from '../../model/index.ts';
import { nextSlot } from './slots.ts';

/** The members of a schedule. */
const MEMBERS = ['cron', 'timeZone', 'description', 'retries', 'run'];
const MAX_RETRIES = 10;
const MAX_DESCRIPTION = 500;
/** The name of a schedule is part of keys and of the ids of runs. */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * Returns every problem of what a file of src/schedules exports under a name.
 * @param now milliseconds since 1970: an expression without any slot after it is a mistake
 */
export function checkSchedule(file: string, name: string, exported: unknown, now: number): Problem[] {
  const problems: Problem[] = [];
  const report = (message: string, hint: string): void => {
    problems.push({
      severity: 'error',
      code: 'invalid-schedule',
      message: `${file}: ${name}: ${message}`,
      hint,
    });
  };
  if (!NAME.test(name)) report('the name is too long, or has other characters.', NAME_HINT);
  if (typeof exported !== 'object' || exported === null) {
    report(
      'the export is no schedule.',
      `Write: export const ${name}: Schedule = { cron: '0 6 * * *', run: … }.`,
    );
    return problems;
  }
  const { cron, timeZone = 'UTC', description = '', retries = 0, run } = exported as Given;
  for (const member of Object.keys(exported))
    if (!MEMBERS.includes(member))
      report(`"${member}" is no member.`, `The members are ${MEMBERS.join(', ')}.`);
  if (typeof run !== 'function') report('"run" must be a function.', 'Write: async run({ store }) { … }.');
  if (typeof description !== 'string' || description.length > MAX_DESCRIPTION)
    report('"description" must be a text.', `It has at most ${MAX_DESCRIPTION} characters.`);
  if (!Number.isInteger(retries) || Number(retries) < 0 || Number(retries) > MAX_RETRIES)
    report('"retries" must be a whole number.', `It is from 0 to ${MAX_RETRIES}.`);
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone))
    report(
      `the time zone ${shown(timeZone)} is unknown.`,
      'Write the name of an IANA time zone: Europe/Berlin.',
    );
  const wrong = whyNever(cron, now);
  if (wrong !== null)
    report(wrong, 'Write minute, hour, day of the month, month and day of the week: 0 6 * * *.');
  return problems;
}

interface Given {
  readonly cron?: unknown;
  readonly timeZone?: unknown;
  readonly description?: unknown;
  readonly retries?: unknown;
  readonly run?: unknown;
}

const NAME_HINT = 'A name is a letter, then letters, digits and _, 64 characters at most.';

/** Returns why an expression has no slot, or null if it has one. */
function whyNever(cron: unknown, now: number): string | null {
  if (typeof cron !== 'string') return '"cron" must be a text.';
  try {
    return nextSlot({ cron, timeZone: 'UTC' }, now) === null ? `"${cron}" is never due.` : null;
  } catch (error) {
    return `"${cron}" is no cron expression: ${(error as Error).message.replace(/^CronPattern: /, '')}`;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : typeof value;
}
