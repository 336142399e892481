import { storm } from '../sweeps/webhooks.ts';

const seed = Number(process.env['SEED'] ?? Date.now());
/** CHANGES=10000 takes a quarter of an hour on two cores. */
const changes = Number(process.env['CHANGES'] ?? 2000);

it(`loses and renames none of ${changes} changes while the receiver is down for 30 % of the time and the sender is killed`, async () => {
  const began = performance.now();
  const result = await storm({ seed, changes, kills: 0.5 });
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`webhooks: ${JSON.stringify({ seed, ...result, seconds })}\n`);
  expect(result).toMatchObject({ changes, lost: 0, unfinished: 0, renamed: 0, foreign: 0, unsigned: 0 });
  expect(result).toMatchObject({ hurried: 0, unsent: 0 });
  expect(result.kills).toBeGreaterThanOrEqual(changes / 500);
});
