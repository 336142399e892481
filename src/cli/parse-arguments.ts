import { parseArgs, type ParseArgsConfig } from 'node:util';

import { UsageError } from '../app/index.ts';

/** Reads a command line by node's `parseArgs`. @throws {UsageError} naming what is wrong with it, and the usage */
export function parseArguments<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's advice after the first sentence is about node.
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}.\n\n${usage}`);
  }
}
