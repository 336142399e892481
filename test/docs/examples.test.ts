import { readFileSync } from 'node:fs';

import { checkExamples } from './check-examples.ts';
import { filesBelow } from './files-below.ts';
import { countExamples, readExamples } from './read-examples.ts';

const sources = filesBelow('src', '.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('an @example in src', () => {
  test('has a snippet between ```ts and ```', () => {
    const others = sources.filter(
      ({ file, text }) => readExamples(file, text).length !== countExamples(text),
    );
    expect(others.map(({ file }) => file)).toEqual([]);
  });

  test('compiles', () => {
    const examples = sources.flatMap(({ file, text }) => readExamples(file, text));
    expect(examples.length).toBeGreaterThan(0);
    expect(checkExamples(examples)).toEqual([]);
  });
});

test('a snippet is read without the margin of its docblock, and a mistake is found by its line', () => {
  const text = `
/**
 * Reads.
 *
 * @example
 * \`\`\`ts
 * const { problems } = readModel(sources);
 * const errors: number = problems;
 * \`\`\`
 */
`;
  const examples = readExamples('src/model/read.ts', text);
  expect(examples).toEqual([
    {
      file: 'src/model/read.ts',
      line: 7,
      code: 'const { problems } = readModel(sources);\nconst errors: number = problems;',
    },
  ]);
  expect(checkExamples(examples)).toEqual([
    "src/model/read.ts:8 Type 'readonly Problem[]' is not assignable to type 'number'.",
  ]);
});
