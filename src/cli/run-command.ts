import { UsageError } from '../app/index.ts';

/**
 * Runs a command of the command line. A mistake of usage prints a sentence, any other error a stack; both exit with 1.
 */
export function runCommand(command: () => Promise<void>): void {
  // A command that throws before its first await fails like any other.
  void Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      const text = error instanceof UsageError ? error.message : String((error as Error).stack ?? error);
      process.stderr.write(`${text}\n`);
      process.exit(1);
    });
}
