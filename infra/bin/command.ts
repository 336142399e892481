import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { areInstalled, IMAGES, INSTALL_IMAGES } from '../lib/binaries.ts';

/** The folder of the infrastructure, which has packages of its own. */
export const INFRA = join(__dirname, '..');

/** Runs a command. A failure prints its message and exits with 1; a mistake of ours also prints its stack. */
export function run(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(
      `${['Error', 'UsageError', 'AwsRefusal'].includes(name) ? message : (stack ?? message)}\n`,
    );
    process.exitCode = 1;
  });
}

/** Installs the packages of the infrastructure if they are missing. A user of the laptop alone never needs them. */
export function install(): void {
  if (existsSync(join(INFRA, 'node_modules'))) return;
  process.stdout.write('Installing the packages of infra …\n');
  execute('npm', ['ci', '--no-audit', '--no-fund']);
}

/**
 * Installs the packages with binaries for the processor of Lambda, if they are missing. A template needs none of them.
 * @throws {Error} with a hint if they are missing afterwards
 */
export function installImages(): void {
  if (areInstalled()) return;
  process.stdout.write('Installing the binaries for images …\n');
  try {
    execute('npm', INSTALL_IMAGES, {}, IMAGES);
  } catch {
    // The sentence below says what to do, and npm has said why.
  }
  if (!areInstalled())
    throw new Error(`Without the binaries for images, files have no thumbnails. ${IMAGES_HINT}`);
}

/** How to get the binaries. */
export const IMAGES_HINT = `Install them where npm reaches its registry: cd infra/images && npm ${INSTALL_IMAGES.join(' ')}`;

/**
 * Runs a program, in the folder of the infrastructure unless `cwd` says otherwise.
 * @throws {Error} if it fails
 */
export function execute(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = INFRA,
): void {
  const { status } = spawnSync(program, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`"${program} ${args.join(' ')}" failed.`);
}

/**
 * Asks the user to type a word.
 * @throws {Error} if the user types another, or if there is no terminal
 */
export async function confirm(question: string, word: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Error(`${question} There is no terminal to ask at: say "--yes" if that is meant.`);
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`${question} Type "${word}" to go on: `);
  prompt.close();
  if (answer.trim() !== word) throw new Error('Nothing was done.');
}
