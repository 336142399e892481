import { readFileSync } from 'node:fs';

import { mutants } from '../mutants/mutants.ts';

it('each mutant replaces a text that its file contains exactly once', () => {
  const times = mutants.map(({ title, file, text }) => ({
    title,
    times: readFileSync(file, 'utf8').split(text).length - 1,
  }));
  expect(times.filter((found) => found.times !== 1)).toEqual([]);
});
