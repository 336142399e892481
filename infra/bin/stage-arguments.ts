import { parseArgs } from 'node:util';

/** The stage that a command is for. */
export interface StageArguments {
  readonly stage: string;
  /** Answers each question with yes. */
  readonly yes: boolean;
  /** Makes what the account lacks, where that is possible. */
  readonly fix: boolean;
  /** Runs the smoke test after the deployment. */
  readonly smoke: boolean;
}

const USAGES: Readonly<Record<string, string>> = {
  deploy: 'npm run deploy -- --stage NAME [--yes] [--fix] [--smoke]',
  destroy: 'npm run destroy -- --stage NAME [--yes]',
};

/**
 * Reads `--stage NAME [--yes] [--fix] [--smoke]`.
 * @throws {Error} that says how to use the command
 */
export function stageArguments(command: 'deploy' | 'destroy', args = process.argv.slice(2)): StageArguments {
  const usage = `Use: ${USAGES[command] ?? ''}`;
  const flag = { type: 'boolean', default: false } as const;
  const options = { stage: { type: 'string' }, yes: flag, fix: flag, smoke: flag } as const;
  const { values } = parseArgs({ args, options, strict: false });
  if (typeof values.stage !== 'string') throw new Error(usage);
  return {
    stage: values.stage,
    yes: values.yes === true,
    fix: values.fix === true,
    smoke: values.smoke === true,
  };
}
