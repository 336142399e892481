import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Model } from '../src/model/index.ts';

/** Returns the committed model, or null. What codegen wrote since then was never deployed. */
export function deployedModel(file: string, root: string): Model | null {
  for (const read of [() => readCommitted(file, root), () => readFileSync(join(root, file), 'utf8')]) {
    try {
      return JSON.parse(read()) as Model;
    } catch {
      // There is no git, or no such file yet.
    }
  }
  return null;
}

function readCommitted(file: string, root: string): string {
  return execFileSync('git', ['show', `HEAD:./${file}`], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
