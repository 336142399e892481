import { storm } from '../sweeps/webhooks.ts';

test('loses and renames no message while the receiver is down and the process of the sender is killed', async () => {
  const { kills, requests, refused, ...rest } = await storm({ seed: 20261130, changes: 200, kills: 0.5 });
  expect(rest).toMatchObject({ changes: 200, lost: 0, unfinished: 0, renamed: 0, foreign: 0, unsigned: 0 });
  expect(rest).toMatchObject({ hurried: 0, unsent: 0 });
  expect(kills).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(requests * 0.1);
}, 120_000);
