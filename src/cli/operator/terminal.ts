import { createInterface } from 'node:readline/promises';

import { UsageError } from '../../app/index.ts';

/**
 * The person at the command line. Messages and questions go to standard error, so that standard output has only the
 * result.
 */
export interface Terminal {
  say(line: string): void;
  /**
   * Shows the progress of long work: a bar on a terminal, elsewhere a line at each change. `total` is null if it is
   * unknown.
   */
  progress(what: string, done: number, total: number | null): void;
  /**
   * Has the person type a word before something is destroyed.
   * @throws {UsageError} if they type another word
   */
  confirm(question: string, word: string): Promise<void>;
  close(): void;
}

const WIDTH = 30;

/** Opens the terminal of this process. */
export function openTerminal(): Terminal {
  const { stdin, stderr } = process;
  let shown = '';
  const endBar = (): void => {
    if (shown !== '' && stderr.isTTY) stderr.write('\n');
    shown = '';
  };
  const say = (line: string): void => {
    endBar();
    stderr.write(`${line}\n`);
  };
  return {
    say,
    progress(what, done, total) {
      const count = total === null ? String(done) : `${done} of ${total}`;
      const line = stderr.isTTY ? `${what} ${bar(done, total)} ${count}` : `${what}: ${count}`;
      if (line === shown) return;
      shown = line;
      stderr.write(stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    async confirm(question, word) {
      endBar();
      stderr.write(`${question}\nType "${word}" to go on: `);
      const typed = await readLine(stdin);
      if (!stdin.isTTY) stderr.write('\n');
      if (typed !== word) throw new UsageError('Not confirmed: nothing was done.');
    },
    close: endBar,
  };
}

function bar(done: number, total: number | null): string {
  const filled = total ? Math.min(WIDTH, Math.round((done / total) * WIDTH)) : 0;
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`;
}

/** Reads one line. Returns null if the input ends before it. */
async function readLine(input: NodeJS.ReadableStream): Promise<string | null> {
  const lines = createInterface({ input });
  try {
    for await (const line of lines) return line.trim();
    return null;
  } finally {
    lines.close();
  }
}
