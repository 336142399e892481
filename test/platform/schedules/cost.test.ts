import type { Command, Output } from '../../../src/store/dynamo/driver/send.ts';
import { messagesOf } from '../../shared/background.ts';
import { openScheduleRig, slot } from './schedule-rig.ts';

test('a run takes 4 read units and 6 write units of the control table before its own calls, and a look for slots one read unit', async () => {
  const calls: { readonly command: Command; readonly output: Output }[] = [];
  const rig = await openScheduleRig({
    throughControl: (send) => async (command, options) => {
      const output = await send(command, options);
      calls.push({ command, output });
      return output;
    },
  });
  await rig.at(slot(1));
  rig.to(slot(2));
  calls.length = 0;
  const work = { tenantId: 'acme', is: 'schedule', name: 'often', slot: slot(2), trigger: 'slot' } as const;
  await rig.api.background.work(messagesOf(work));
  const taken = (): readonly (readonly [string, number])[] =>
    calls.map(({ command, output }) => [command.name, output.capacity]);
  expect(taken()).toEqual([
    ['GetItem', 1],
    ['GetItem', 1],
    ['TransactWriteItems', 4],
    ['BatchGetItem', 1],
    ['GetItem', 1],
    ['TransactWriteItems', 2],
  ]);
  await rig.at(slot(2, 5));
  calls.length = 0;
  await rig.tick();
  expect(taken()).toEqual([['GetItem', 1]]);
  await rig.api.close();
});
