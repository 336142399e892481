import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The lines that wait, as a file: they outlive a process that is killed. */
export interface Journal {
  /** Returns the lines that a process before this one left. The last one may be cut off. */
  readonly left: readonly string[];
  add(line: string): void;
  /** Replaces all lines. */
  replace(lines: readonly string[]): void;
}

const PRIVATE = { mode: 0o600 };

/** Opens a journal. Its writes wait for no disk, so that a line is kept before its request is answered. */
export function openJournal(file: string): Journal {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const left = contentOf(file).split('\n').filter(Boolean);
  // What follows must not continue a line that was cut off.
  if (left.length > 0) appendFileSync(file, '\n', PRIVATE);
  return {
    left,
    add(line) {
      appendFileSync(file, `${line}\n`, PRIVATE);
    },
    replace(lines) {
      const growing = `${file}.new`;
      writeFileSync(growing, lines.map((line) => `${line}\n`).join(''), PRIVATE);
      renameSync(growing, file);
    },
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
