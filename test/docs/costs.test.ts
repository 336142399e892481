import { readFileSync } from 'node:fs';

import prices from '../../infra/costs/prices.json';
import { filesTable } from '../../infra/costs/files.ts';
import { noticesTable } from '../../infra/costs/notices.ts';
import { realtimeTable } from '../../infra/costs/realtime.ts';
import { requestTables, timesAmplify } from '../../infra/costs/requests.ts';
import { idleCost } from '../../infra/costs/stage.ts';
import { tableIn } from '../../infra/costs/table.ts';

const page = readFileSync('docs/costs.md', 'utf8');
const amount = (cell = ''): number => Number(cell.replaceAll('*', '').replaceAll(',', ''));

test.each(
  Object.entries({
    ...requestTables(),
    realtime: realtimeTable(),
    files: filesTable(),
    notices: noticesTable(),
  }),
)(
  'the table "%s" of docs/costs.md is what "npm run costs" computes from golden units and list prices',
  (name, table) => {
    expect(table.length).toBeGreaterThan(2);
    expect(tableIn(page, name)).toEqual(table);
  },
);

test('the busy sum of each door is the sum of its parts', () => {
  const [, ...rows] = tableIn(page, 'parts');
  const end = rows.findIndex(([part]) => part === '**sum, busy**');
  for (let column = 2; column < (rows[end]?.length ?? 0); column += 1) {
    const parts = rows.slice(0, end).map((row) => amount(row[column]));
    const sum = parts.reduce((total, part) => total + part, 0);
    expect(Math.abs(sum - amount(rows[end]?.[column]))).toBeLessThan(0.02);
  }
});

test.each([
  ['create a task', 1.1],
  ['list 50 tasks', 1.1],
  ['page of 20 tasks with assignees, comments and their tasks', 0.6],
] as const)(
  'by the cheapest door, "%s" costs at most %d times as much as by AppSync with Amplify',
  (name, most) => {
    expect(timesAmplify(name)).toBeLessThanOrEqual(most);
  },
);

test('the page names the region and the date of the prices', () => {
  expect(page).toContain(`list prices of ${prices.region} in US dollars`);
  expect(page).toContain(`as of ${prices.date}`);
});

test('the page of the first deployment names what an idle hour costs', () => {
  const hour = tableIn(page, 'stage').find(([part]) => part === '**an hour**');
  const [trial = '', kept = ''] = hour?.slice(2).map((cell) => cell.replaceAll('*', '')) ?? [];
  const first = readFileSync('docs/first-deployment.md', 'utf8');
  expect(first).toContain(`A stage for trials costs ${trial} US dollars an hour`);
  expect(first).toContain(`with its two warm copies ${kept}.`);
});

test('the other pages that name costs repeat those of the page', () => {
  const cell = (table: string, part: RegExp, column: number): number =>
    amount(tableIn(page, table).find(([name = '']) => part.test(name))?.[column]);
  const month = Math.round(cell('realtime', /their month/, 2));
  const theirs = Math.round(cell('realtime', /their month/, 3));
  const faq = readFileSync('docs/faq.md', 'utf8');
  expect(faq).toContain(`about $${cell('parts', /sum, busy/, 2)} for a million requests`);
  expect(faq).toContain(`about $${month} a month for 10,000 users`);
  expect(faq).toContain(
    `about $${Math.round(cell('stage', /a month/, 2))} a month for a stage, and about $${Math.round(cell('stage', /warm copies/, 3))} more`,
  );
  expect(readFileSync('docs/realtime.md', 'utf8')).toContain(
    `costs about $${month}. AppSync takes $${theirs} for it.`,
  );
});

test('a queue and each metric of an alarm cost a stage without requests', () => {
  const metric = (name: string): object => ({ Id: name, MetricStat: {} });
  const Metrics = [metric('a'), metric('b'), { Id: 'rate', Expression: 'a / b' }];
  const queue = { 'Fn::GetAtt': ['Work', 'Arn'] };
  const Resources = {
    Rate: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics } },
    Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Work: { Type: 'AWS::SQS::Queue' },
    FromWork: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: queue } },
  };
  const without = idleCost({ Resources: {} }, 3).month;
  expect(idleCost({ Resources }, 3).month - without).toBeCloseTo(3 * 0.1 + ((15 * 730 * 60) / 1e6) * 0.4, 6);
});
