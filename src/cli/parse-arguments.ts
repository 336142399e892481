import { parseArgs, type ParseArgsConfig } from 'node:util';

import { UsageError } from '../app/index.ts';

/**
 * Reads a command line by node's `parseArgs`.
 * @throws {UsageError} with the mistake and the usage
 */
export function parseArguments<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // After the first sentence Node's advice is about node.
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}.\n\n${usage}`);
  }
}
