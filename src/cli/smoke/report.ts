import { UsageError } from '../../app/index.ts';
import type { Terminal } from '../operator/index.ts';

/** The checks, in the order in which they run. */
const CHECKS = [
  'access',
  'tenants',
  'users',
  'rows',
  'isolation',
  'events',
  'audit',
  'metric',
  'alarm',
  'clean-up',
] as const;
export type CheckName = (typeof CHECKS)[number];

export interface Check {
  readonly name: CheckName;
  readonly is: 'ok' | 'failed' | 'skipped' | 'not run';
  readonly ms: number;
  /** What was seen, or the cause of the failure. */
  readonly says: string;
  /** What to do about a failure. */
  readonly hint?: string;
}

/** What a check reports if the target lacks its subject. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** A failed check, which the report holds already. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** The checks of one run, as they end. */
export class Report {
  readonly #terminal: Terminal;
  readonly #checks: Check[] = [];
  readonly #hints: Readonly<Partial<Record<CheckName, string>>>;

  constructor(terminal: Terminal, hints: Readonly<Partial<Record<CheckName, string>>>) {
    this.#terminal = terminal;
    this.#hints = hints;
  }

  /**
   * Runs a check, and prints its line. Returns what `work` returns, or null if it was skipped.
   * @throws {CheckFailed} if it failed
   */
  async check<Result>(
    name: CheckName,
    work: () => Promise<{ readonly says: string; readonly result: Result }>,
  ): Promise<Result | null> {
    const started = performance.now();
    const add = (is: Check['is'], says: string, hint?: string): void => {
      const ms = Math.round(performance.now() - started);
      const check = { name, is, ms, says, ...(hint === undefined ? {} : { hint }) };
      this.#checks.push(check);
      this.#terminal.say(lineOf(check));
    };
    try {
      const { says, result } = await work();
      add('ok', says);
      return result;
    } catch (error) {
      if (error instanceof Skipped) {
        add('skipped', error.message);
        return null;
      }
      add('failed', sentenceOf(error), this.#hints[name]);
      throw new CheckFailed(name);
    }
  }

  /** Returns all checks, those that did not run included. */
  get checks(): readonly Check[] {
    return CHECKS.map(
      (name) =>
        this.#checks.find((check) => check.name === name) ?? {
          name,
          is: 'not run',
          ms: 0,
          says: 'An earlier check failed, or the run was stopped.',
        },
    );
  }

  get failed(): boolean {
    return this.#checks.some(({ is }) => is === 'failed');
  }
}

function lineOf({ name, is, ms, says, hint }: Check): string {
  const line = `${is.padEnd(8)} ${name.padEnd(10)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${says}`;
  return hint === undefined ? line : `${line}\n${' '.repeat(30)}${hint}`;
}

/** Returns the cause in a sentence: a mistake of ours shows its type as well. */
function sentenceOf(error: unknown): string {
  return error instanceof UsageError ? error.message : String(error);
}
