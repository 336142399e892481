import { armOften } from '../realtime/arm-often.ts';
import { startLiveServer } from '../realtime/live-server.ts';

const TRIES = 10_000;

test(`no event is lost that begins after a subscription is armed, in ${String(TRIES)} tries`, async () => {
  const server = await startLiveServer();
  try {
    expect(await armOften(server, TRIES)).toEqual([]);
  } finally {
    await server.stop();
  }
}, 3_600_000);
