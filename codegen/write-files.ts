import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Files } from './model-files.ts';

/** Writes files below a root. The caller makes their texts first, so that a mistake leaves every file as it was. */
export function writeFiles(files: Files, root = '.'): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
