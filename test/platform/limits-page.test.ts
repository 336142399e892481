import { readFileSync } from 'node:fs';

import { STAGE_THROTTLE, tierThrottles } from '../../src/lambda/index.ts';
import { readPlans } from '../../src/platform/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi } from '../api.ts';

const page = readFileSync('docs/platform/limits.md', 'utf8');

test('docs/platform/limits.md shows the default throttle of a stage and its tiers', () => {
  const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
  const shown = Object.entries({ 'the stage': STAGE_THROTTLE, ...tierThrottles(plans, STAGE_THROTTLE) }).map(
    ([name, { rate, burst }]) =>
      [
        name in plans ? `\`${name}\`` : name,
        ...[rate, burst].map((number) => number.toLocaleString('en')),
      ].join(' | '),
  );
  const [, table = ''] = /\| tier .*\n.*---.*\n((?:\|.*\n)+)/.exec(page) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim())
        .join(' | '),
    );
  expect(rows).toEqual(shown);
});

test('every query of docs/platform/limits.md is answered', async () => {
  const queries = [...page.matchAll(/```graphql\n([^]*?)```/g)].map(([, query = '']) => query);
  expect(queries).toHaveLength(2);
  const api = await openTestApi({ limits: true });
  for (const query of queries) expect((await api.ask('alice', query)).errors).toEqual([]);
  await api.close();
});
