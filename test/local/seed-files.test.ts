import { readFileSync } from 'node:fs';

import { readServedSources } from '../../src/app/schema-sources.ts';
import { readSeed } from '../../src/app/seed/read-seed.ts';
import { readPlans } from '../../src/platform/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { modelOf } from '../shared/model-of.ts';

test('a seed with rows that must have a file is refused', () => {
  const sdl = `type File { name: String }
    type Card @model @auth(rules: [{ allow: private }]) { picture: File! @file(types: ["image/*"]) }`;
  const { model } = modelOf([{ file: 'test', text: sdl }]);
  const seed = JSON.stringify({ tenants: ['acme'], rows: { acme: { Card: [{}] } } });
  expect(readSeed(seed, model, {}).problems.map(({ message, hint }) => `${message} ${hint}`)).toContain(
    'rows.acme.Card[0].picture: is a file, which no seed can hold. Create each Card after the start.',
  );
});

test('a seed with the id of a file is refused, and one without reads as before', () => {
  const { model } = modelOf(readServedSources(FIXTURE.schema));
  const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
  const problemsOf = (row: object): readonly string[] => {
    const seed = JSON.stringify({ tenants: ['acme'], rows: { acme: { Project: [row] } } });
    return readSeed(seed, model, plans).problems.map(({ message, hint }) => `${message} ${hint}`);
  };
  expect(problemsOf({ name: 'The plan', status: 'OPEN', attachment: 'f' })).toContain(
    'rows.acme.Project[0].attachment: is a file, which no seed can hold. Upload it after the start.',
  );
  expect(problemsOf({ name: 'The plan', status: 'OPEN' }).filter((text) => /Project/.test(text))).toEqual([]);
});
