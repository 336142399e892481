import { createHash } from 'node:crypto';

import type { Control } from '../store/index.ts';
import { applySeed } from './apply-seed.ts';
import { openSettings } from './data-directory/index.ts';
import type { App, Ground } from './ground.ts';

/**
 * Applies the seed of an app, once in a data directory. Returns whether it was applied before.
 * @throws {UsageError} that lists all entries that were refused
 */
export async function plantSeed(
  ground: Ground,
  { model, seed }: Pick<App, 'model' | 'seed'>,
): Promise<boolean> {
  const digest = createHash('sha256').update(JSON.stringify(seed)).digest('hex');
  const { settings, save } = openSettings(ground.data);
  if (settings.seeds.includes(digest)) return true;
  const moving = await movingTenant(ground.control);
  if (moving !== null) {
    ground.note(`The tenant "${moving}" is being moved: the next start applies the seed.`, 'problem');
    return false;
  }
  await applySeed(seed, { ...ground, model });
  save({ ...settings, seeds: [...settings.seeds, digest] });
  return false;
}

/** Returns a tenant whose move was interrupted, or null. It is read-only until the move has ended. */
async function movingTenant(control: Control): Promise<string | null> {
  for await (const { id, status } of control.all('tenants', '')) if (status === 'MOVING') return id;
  return null;
}
