import type { Stage } from '../lib/stage.ts';

/** @throws {Error} if the stage keeps its data */
export function requireDestroyable({ name, keep }: Stage): void {
  if (keep)
    throw new Error(
      `Stage "${name}" keeps its data and is not destroyed by a command: docs/operate.md says how it ends.`,
    );
}
