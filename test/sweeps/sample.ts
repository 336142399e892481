import { randomFrom } from '../random-from.ts';

/** How many deaths a sweep tries: `quick` one for each call site and three more at random, `deep` every one. */
export type Depth = 'quick' | 'deep';

export const SWEEP_SEED = Number(process.env['SWEEP_SEED'] ?? 20_261_129);

/** Returns the numbers of calls after which a process dies at each site for the first time, and three more at random. */
function sampleOf(sites: readonly string[]): readonly number[] {
  const random = randomFrom(SWEEP_SEED);
  const first = [...new Set(sites)].map((site) => sites.indexOf(site));
  const more = Array.from({ length: 3 }, () => Math.floor(random() * sites.length));
  return [...new Set([...first, ...more])].sort((a, b) => a - b);
}

/** Returns every number of calls after which a process may die, or those of the quick sample. */
export function deathsOf(depth: Depth, sites: readonly string[]): readonly number[] {
  return depth === 'deep' ? sites.map((_site, at) => at) : sampleOf(sites);
}
