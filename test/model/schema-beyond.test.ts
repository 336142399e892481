import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lintModel } from '../../src/model/index.ts';
import { read } from './harness.ts';

const page = readFileSync(join(__dirname, '../../docs/schema-beyond.md'), 'utf8');
const example = (title: string) => {
  const section = page.split(/^## /m).find((text) => text.startsWith(title)) ?? '';
  return read(/(?<=```graphql\n)[^]*?(?=```)/.exec(section)?.[0] ?? '');
};

describe('docs/schema-beyond.md', () => {
  it('has examples that read without a problem and without a warning', () => {
    const examples = [...page.matchAll(/(?<=```graphql\n)[^]*?(?=```)/g)].map(([sdl]) => read(sdl));
    expect(examples).toHaveLength(5);
    expect(examples.flatMap(lintModel)).toEqual([]);
  });

  it('shows each addition at work', () => {
    expect(example('`@unique`').models['Task']?.uniques[0]?.name).toBe('slug+projectTasksId');
    expect(example('`@version`').models['Page']?.version).toBe('revision');
    expect(example('`and`').models['Article']?.rules[1]?.allow).toBe('all');
    expect(example('`reassignable`').models['Ticket']?.fields['owner']?.kind.is).toBe('stored');
    const { Task, Budget, Lead } = example('`onDelete`').models;
    expect([Task, Budget, Lead].map((type) => type?.references[0]?.onDelete)).toEqual([
      'CASCADE',
      'RESTRICT',
      'SET_NULL',
    ]);
    expect(Budget?.references[0]?.index).toBe('byProject');
  });

  it('lists the warnings that the tests provoke', () => {
    const codes = [...page.matchAll(/^\| `([a-z]+-[a-z]+)` /gm)].map(([, code]) => code);
    const tested = readFileSync(join(__dirname, 'lint.test.ts'), 'utf8');
    expect(codes.toSorted()).toEqual(
      [...tested.matchAll(/^describe\('([a-z]+-[a-z]+)'/gm)].map(([, code]) => code).toSorted(),
    );
  });
});
