import { readFileSync } from 'node:fs';

import plans from '../fixture/generated/plans.json';
import { METRICS } from '../../src/server/metrics.ts';

const [, page = ''] = readFileSync('docs/operate.md', 'utf8').split('## What it costs');
const [costs = ''] = page.split('\n## ');

/** The cells of each row of each table. */
const tables = costs.split('\n\n').map((block) =>
  block
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('*', '').trim()),
    ),
);

test('each sum in the tables equals the sum of the numbers above it', () => {
  const summed = tables.filter((rows) => rows.some(([part]) => part === 'sum'));
  expect(summed).toHaveLength(2);
  for (const [, , ...rows] of summed) {
    const end = rows.findIndex(([part]) => part === 'sum');
    const parts = rows.slice(0, end).map((row) => Number(row.at(-1)));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Number(rows[end]?.at(-1)), 5);
  }
});

test('each load of a tenant costs the sum of its parts at the price of a million requests', () => {
  const million = Number(/requests × ([\d.]+) \/ 1 M/.exec(costs)?.[1]);
  expect(costs).toContain(`| **${million}** |`);
  const [, , ...loads] = tables.find(([head]) => head?.[0] === 'load') ?? [];
  expect(loads).toHaveLength(3);
  for (const [load = '', requests, ...parts] of loads) {
    const count = Number(/^[\d,]+/.exec(load)?.[0].replaceAll(',', ''));
    expect(Number(requests)).toBeCloseTo((count * million) / 1_000_000, 1);
    const sum = parts.slice(0, -1).reduce((total, part) => total + Number(part), Number(requests));
    expect(sum).toBeCloseTo(Number(parts.at(-1)), 5);
  }
});

test('the page bills every custom metric: those of each tier, those of the stage and the isolation alarms', () => {
  const all = Object.values(METRICS);
  const byTier = all.filter(({ by }) => by !== 'stage').length;
  const ofStage = all.filter(({ by }) => by !== 'tier').length + 1;
  expect(costs).toContain(
    `(${byTier} × ${Object.keys(plans).length} plans + ${ofStage} of the stage) × 0.30`,
  );
});
