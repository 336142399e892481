import fc from 'fast-check';

import { lintModel, readModel } from '../../src/model/index.ts';
import { rich } from './rich-schema.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const words = rich.split(/(\W)/).filter((word) => word !== '');

/** The rich schema with a few words cut, doubled, swapped or replaced by other words of it. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(words.length - 1),
      how: fc.constantFrom('cut', 'double', 'replace', 'swap'),
      by: fc.oneof(
        fc.constantFrom(...words),
        fc.constantFrom('__proto__', 'constructor', '@', '"""', '[', '0', 'null'),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((changes) => {
    const text = [...words];
    for (const { at, how, by } of changes) {
      if (how === 'cut') text[at] = '';
      else if (how === 'double') text[at] = (text[at] ?? '').repeat(2);
      else if (how === 'replace') text[at] = by;
      else [text[at], text[0]] = [text[0] ?? '', text[at] ?? ''];
    }
    return text.join('');
  });

const survives = (text: string) => {
  const { model, problems } = readModel([{ file: 'schema.graphql', text }]);
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  for (const { severity } of lintModel(model)) expect(severity).toBe('warning');
  for (const { at } of problems) if (at) expect(at.line).toBeLessThanOrEqual(text.split('\n').length);
};

describe('readModel and lintModel', () => {
  it('do not throw on a mutated schema, and the model stays plain data', () => {
    fc.assert(fc.property(mutated, survives), { seed: 20_240_229, numRuns: roundsOf(400) });
  });

  it('do not throw on arbitrary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), {
      seed: 7,
      numRuns: roundsOf(300),
    });
  });
});
