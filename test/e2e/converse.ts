import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

import { guardGroup, OWN_GROUP } from '../shared/guard.ts';
import { cleanEnv, programOf, type Outcome } from './run.ts';

/** A question on standard error, and the answer to type, which may depend on all output so far. */
export type Exchange = readonly [question: RegExp, answer: string | ((said: string) => string)];

/** Runs the bundle of a command, and answers its questions in order. */
export async function converse(
  script: string,
  args: readonly string[],
  {
    env = {},
    exchanges,
  }: { readonly env?: Readonly<Record<string, string>>; readonly exchanges: readonly Exchange[] },
): Promise<Outcome> {
  const child = spawn(process.execPath, [...programOf(script), ...args], {
    stdio: 'pipe',
    env: cleanEnv(env),
    detached: OWN_GROUP,
  });
  const endGroup = guardGroup(child.pid ?? 0);
  const left = [...exchanges];
  let stderr = '';
  let heard = 0;
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    const [next] = left;
    if (!next?.[0].test(stderr.slice(heard))) return;
    heard = stderr.length;
    left.shift();
    const [, answer] = next;
    child.stdin.write(`${typeof answer === 'string' ? answer : answer(stderr)}\n`);
    if (left.length === 0) child.stdin.end();
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [ended, stdout] = await Promise.all([code, text(child.stdout)]);
  endGroup();
  return { code: ended, stdout, stderr };
}
