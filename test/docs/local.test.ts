import { readFileSync } from 'node:fs';

import { HELP } from '../../src/cli/start/options.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { readSeed } from '../../src/app/seed/read-seed.ts';
import { readModel } from '../../src/model/index.ts';
import { readPlans } from '../../src/platform/index.ts';
import { FIXTURE } from '../../codegen/places.ts';

const page = readFileSync('docs/local.md', 'utf8');
const { model } = readModel(readServedSources(FIXTURE.schema));
const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));

describe('docs/local.md', () => {
  test('has a seed that readSeed accepts', () => {
    const [text = ''] = /(?<=^```json\n)[^]*?(?=^```$)/m.exec(page) ?? [];
    const { seed, problems } = readSeed(text, model, plans);
    expect(problems).toEqual([]);
    expect(seed.users.map(({ username }) => username)).toEqual(['alice', 'sam']);
    expect(Object.keys(seed.rows)).toEqual(['acme', 'globex']);
  });

  test('lists every option of npm start', () => {
    const options = [...HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(5);
    const listed = [...page.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(listed).toEqual(options.filter((option) => option !== '--help'));
  });
});
