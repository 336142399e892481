import { parseArgs } from 'node:util';

/** The stage that a command is for. */
export interface StageArguments {
  readonly stage: string;
  /** Answers each question with yes. */
  readonly yes: boolean;
}

/**
 * Reads `--stage NAME [--yes]`.
 * @throws {Error} that says how to use the command
 */
export function stageArguments(command: string, args = process.argv.slice(2)): StageArguments {
  const usage = `Use: npm run ${command} -- --stage NAME [--yes]`;
  const options = { stage: { type: 'string' }, yes: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args, options, strict: false });
  if (typeof values.stage !== 'string') throw new Error(usage);
  return { stage: values.stage, yes: values.yes === true };
}
