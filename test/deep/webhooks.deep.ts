import { storm } from '../sweeps/webhooks.ts';

const seed = Number(process.env['SEED'] ?? Date.now());

it('loses and renames none of 10,000 changes while the receiver is down for 30 % of the time and the sender is killed', async () => {
  const began = performance.now();
  const result = await storm({ seed, changes: 10_000, kills: 0.15 });
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`webhooks: ${JSON.stringify({ seed, ...result, seconds })}\n`);
  expect(result).toMatchObject({ changes: 10_000, lost: 0, renamed: 0, foreign: 0, unsigned: 0 });
  expect(result.kills).toBeGreaterThanOrEqual(20);
});
