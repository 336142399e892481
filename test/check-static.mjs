/**
 * Runs the checks that need no tests. The check of generated files comes first, since it writes files that the others
 * read. The others run side by side, and each prints its output when it ends.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const SIDE_BY_SIDE = ['check:lint', 'check:types', 'check:format', 'check:unused'];

/** Runs an npm script to the end and prints its output and its time. Returns whether it succeeded. */
async function passes(script) {
  const began = performance.now();
  // On Windows npm is a batch file, which needs a shell.
  const child = spawn(`npm run --silent ${script}`, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [code, out, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${out}${errors}${script}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  return code === 0;
}

const areGenerated = await passes('check:generated');
const results = await Promise.all(SIDE_BY_SIDE.map(passes));
process.exitCode = areGenerated && results.every(Boolean) ? 0 : 1;
