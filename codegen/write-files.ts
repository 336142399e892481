import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Files } from './model-files.ts';

/**
 * Writes files below a root, and returns the paths of those that changed. The caller makes their texts first, so that a
 * mistake leaves every file as it was.
 */
export function writeFiles(files: Files, root = '.'): string[] {
  const changed = Object.entries(files).filter(([file, text]) => readText(join(root, file)) !== text);
  for (const [file, text] of changed) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return changed.map(([file]) => file);
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
