import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { keepSlots, type Model } from '../src/model/index.ts';

import { loadApp } from './load-app.ts';

const FILE = 'src/generated/model.json';

/** The model as data, so that the Lambda parses no SDL at a cold start. Indexes keep the slots that are committed. */
export const plugin = (): string => `${JSON.stringify(keepSlots(loadApp().model, committed()), null, 1)}\n`;

/** What is committed counts, not what codegen wrote since: that was never deployed. */
function committed(): Model | null {
  for (const read of [fromGit, () => readFileSync(FILE, 'utf8')]) {
    try {
      return JSON.parse(read()) as Model;
    } catch {
      // No git, or no such file yet.
    }
  }
  return null;
}

function fromGit(): string {
  return execFileSync('git', ['show', `HEAD:./${FILE}`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
