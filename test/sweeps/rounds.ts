/**
 * Returns how often a random test repeats. `npm run test:deep` and the mutants take the whole number, `npm test` takes the
 * first quarter of the same rounds. Few tests are large enough for that; most always run whole.
 */
export function roundsOf(whole: number): number {
  return process.env['ROUNDS'] === 'whole' ? whole : Math.ceil(whole / 4);
}
