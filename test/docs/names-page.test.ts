import { readFileSync } from 'node:fs';

import { parse } from 'graphql';

import { readSources } from '../../src/app/schema-sources.ts';
import { platformNames } from '../../src/model/platform/platform-names.ts';

test('docs/platform/names.md lists every name of schema/platform, and no other', () => {
  const page = readFileSync('docs/platform/names.md', 'utf8');
  const listed = (title: string): readonly string[] => {
    const [, after = ''] = page.split(`\n${title}:\n`);
    const [, text = ''] = after.split('```');
    return text.split(/\s+/).filter((name) => name !== '');
  };
  const nodes = readSources('schema/platform').flatMap(({ text }) => parse(text).definitions);
  const { types, fields } = platformNames(nodes);
  const fieldsOf = (root: string): readonly string[] =>
    [...fields].filter((name) => name.startsWith(`${root}.`)).map((name) => name.slice(root.length + 1));
  expect(listed('Types').toSorted()).toEqual([...types].toSorted());
  expect(listed('Fields of Query').toSorted()).toEqual(fieldsOf('Query').toSorted());
  expect(listed('Fields of Mutation').toSorted()).toEqual(fieldsOf('Mutation').toSorted());
});
