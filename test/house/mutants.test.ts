import { existsSync, readFileSync } from 'node:fs';

import { placesOf } from '../mutants/mutant.ts';
import { mutants } from '../mutants/mutants.ts';

// The run of all mutants takes minutes, and says so only at its end.
describe('each mutant', () => {
  it('replaces a text that its file contains exactly once', () => {
    const places = mutants.map((mutant) => ({
      title: mutant.title,
      places: placesOf(mutant, readFileSync(mutant.file, 'utf8')),
    }));
    expect(places.filter((found) => found.places !== 1)).toEqual([]);
  });

  it('names a test file that exists', () => {
    const files = mutants.flatMap(({ noticed }) => (noticed === 'types' ? [] : [noticed[0]]));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
