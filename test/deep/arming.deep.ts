import { startEmulator } from '../emulator.ts';
import { randomFrom } from '../random-from.ts';
import { armWhileWriting } from '../realtime/arm-while-writing.ts';
import { holdArmings } from '../realtime/hold-armings.ts';
import { startLiveServerIn } from '../realtime/live-server.ts';
import { startFaultProxy } from '../store/fault-proxy.ts';

const TRIES = 10_000;

test(`no event is lost that begins after a subscription is armed, in ${String(TRIES)} tries`, async () => {
  const emulator = await startEmulator();
  const proxy = await startFaultProxy(emulator.endpoint, holdArmings(randomFrom(1)));
  const server = await startLiveServerIn({ DYNAMODB_ENDPOINT: proxy.endpoint });
  try {
    expect(await armWhileWriting(server, TRIES)).toEqual([]);
  } finally {
    await server.stop();
    proxy.stop();
    await emulator.stop();
  }
}, 3_600_000);
