import { openRig, type Rig } from '../realtime/delivery-rig.ts';
import { PINGS, play } from '../realtime/replay-schedule.ts';

const SEEDS = Array.from({ length: 8 }, (_, at) => at + 101);
const HOUR = 3_600_000;

let rig: Rig;
let ahead = 0;
const now = (): number => Date.now() + ahead;
beforeAll(async () => {
  rig = await openRig({ sdl: PINGS, now });
});
afterAll(() => rig.api.close());
beforeEach(() => {
  // Events of one test are older than the replay of the next.
  ahead += 2 * HOUR;
});

test.each(SEEDS)(
  'no event is lost, foreign or before its predecessors while sockets and processes die at random (seed %i)',
  async (seed) => {
    expect(await play(rig, now, { seed, rounds: 100 })).toEqual([]);
  },
);
