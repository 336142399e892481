import { Refusal } from '../../tenant/index.ts';

/** Returns the refusal of a replay that would leave something out. */
export function resync(why: string): Refusal {
  return new Refusal('RESYNC_REQUIRED', `${why}: read the rows again, and subscribe without "resumeFrom".`);
}
