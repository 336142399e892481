import { setImmediate } from 'node:timers/promises';

import { orAborted, timeLimit } from '../../src/tenant/index.ts';

test('a hundred calls may run under one time limit, without a warning of a leak', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const limit = timeLimit(60_000);
  let finish = (): void => undefined;
  const work = new Promise<void>((resolve) => (finish = resolve));
  const calls = Array.from({ length: 100 }, () => orAborted(work, limit, () => new Error('aborted')));
  finish();
  await Promise.all(calls);
  await setImmediate();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
