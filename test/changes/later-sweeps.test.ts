import { sendAllWork, sendLaterSweeps, type TenantWork } from '../../src/platform/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { onDeleteSdl as sdl } from '../beyond/on-delete-sdl.ts';
import { dataOf } from '../engine/answers.ts';
import { dump } from '../platform/dump.ts';
import { upkeepOf } from '../shared/background.ts';

let api: TestApi;
let clock = Date.now();
beforeAll(async () => {
  api = await openTestApi({ sdl, now: () => clock });
});
afterAll(() => api.close());

const sweeps = async (): Promise<readonly string[]> =>
  (await dump(api)).map(({ key }) => key).filter((key) => key.includes('#SWEEP#'));

/** Returns after how many seconds each work is sent to a tenant. */
async function delaysOf(send: typeof sendLaterSweeps | typeof sendAllWork): Promise<readonly number[]> {
  const delays: number[] = [];
  await send(api.control, {
    send: (work: readonly TenantWork[], afterSeconds = 0) => {
      delays.push(...work.filter(({ tenantId }) => tenantId === 'acme').map(() => afterSeconds));
      return Promise.resolve();
    },
  });
  return delays;
}

test('a laptop that lost its queue does the sweep of a delete when the sweep is due', async () => {
  dataOf(await api.ask('alice', 'mutation { createProject(input: { id: "one" }) { id } }'));
  dataOf(await api.ask('alice', 'mutation { deleteProject(input: { id: "one" }) { id } }'));
  expect(await delaysOf(sendAllWork)).toEqual([0]);
  await api.background.work(upkeepOf('acme'));
  // The upkeep of a start comes too early.
  expect(await sweeps()).toHaveLength(1);

  const [delay = 0] = await delaysOf(sendLaterSweeps);
  clock += delay * 1000;
  await api.background.work(upkeepOf('acme'));
  expect(await sweeps()).toEqual([]);
});
