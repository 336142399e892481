import { latestSlot, nextSlot, type Times } from '../../../src/platform/schedules/slots.ts';

const BERLIN = 'Europe/Berlin';
const latest = (times: Times, at: string) => latestSlot(times, Date.parse(at));
const next = (times: Times, at: string) => nextSlot(times, Date.parse(at));

/** Returns all slots between two times. */
function slots(times: Times, from: string, to: string): readonly string[] {
  const found: string[] = [];
  for (let slot = next(times, from); slot !== null && slot <= to; slot = next(times, slot)) found.push(slot);
  return found;
}

test('a slot is due from the first millisecond of its minute', () => {
  const times = { cron: '*/5 * * * *', timeZone: 'UTC' };
  expect(latest(times, '2026-11-30T10:04:59.999Z')).toBe('2026-11-30T10:00:00.000Z');
  expect(latest(times, '2026-11-30T10:05:00.000Z')).toBe('2026-11-30T10:05:00.000Z');
  expect(next(times, '2026-11-30T10:05:00.000Z')).toBe('2026-11-30T10:10:00.000Z');
});

test('a local time that the clock skips is one slot, at the first minute after the gap', () => {
  const times = { cron: '30 2 * * *', timeZone: BERLIN };
  expect(slots(times, '2026-03-28T12:00:00.000Z', '2026-03-30T12:00:00.000Z')).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
});

test.each(['30 2 * * *', '30 2,14 * * *'])(
  'a local time that comes twice is one slot, the first: %s',
  (cron) => {
    const all = slots({ cron, timeZone: BERLIN }, '2026-10-24T23:00:00.000Z', '2026-10-25T05:00:00.000Z');
    expect(all).toEqual(['2026-10-25T00:30:00.000Z']);
  },
);

test('an expression for every hour has a slot in each hour that passes, also if its local time comes twice', () => {
  const all = slots(
    { cron: '0 * * * *', timeZone: BERLIN },
    '2026-10-24T23:30:00.000Z',
    '2026-10-25T02:30:00.000Z',
  );
  expect(all).toEqual(['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00.000Z']);
});

test('the latest slot is the last of those that come one after the other, over a year with both changes of the clock', () => {
  for (const cron of ['30 2 * * *', '15 */7 * * *', '0 0 1 * *', '0 3 * * SUN']) {
    const times = { cron, timeZone: BERLIN };
    for (const slot of slots(times, '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')) {
      expect([cron, latest(times, slot)]).toEqual([cron, slot]);
      expect([cron, next(times, new Date(Date.parse(slot) - 1).toISOString())]).toEqual([cron, slot]);
    }
  }
});

test('an expression that never comes has no slot', () => {
  const times = { cron: '0 0 30 2 *', timeZone: 'UTC' };
  expect([latest(times, '2026-11-30T00:00:00Z'), next(times, '2026-11-30T00:00:00Z')]).toEqual([null, null]);
});
