import { openTestApi } from '../api.ts';
import type { Ask, Reply } from './freezer.ts';
import { enterprise } from './plans-for-tests.ts';

/** Milliseconds that a call on the control table takes longer, so that a call begun with an answer outlives it. */
const DELAY = 30;
/** More requests than those after which a process writes all that it spent. */
const YOUNG_REQUESTS = 25;

/** Runs the function behind `/graphql` in a process of its own, which a freezer stops between two requests. */
async function run(): Promise<void> {
  let running = 0;
  let isSlow = false;
  const api = await openTestApi({
    limits: true,
    plans: enterprise({ requestsPerSecond: 10, costPerSecond: 10, burstSeconds: 60 }),
    throughControl: (send) => async (command, options) => {
      running += 1;
      try {
        if (isSlow) await new Promise((resolve) => setTimeout(resolve, DELAY));
        return await send(command, options);
      } finally {
        running -= 1;
      }
    },
  });
  const answer = async ({ user, query }: Ask): Promise<void> => {
    const { status } = await api.ask(user, query);
    const troubles = api.log.filter(({ level }) => level !== 'info').map(({ message }) => message);
    process.send?.({ status, running, troubles } satisfies Reply);
  };
  process.on('message', (message) => void answer(message as Ask));
  process.once('disconnect', () => void api.close().finally(() => process.exit()));
  // A young process writes more. This one has written all that it was asked.
  for (let sent = 0; sent < YOUNG_REQUESTS; sent += 1) await api.ask('alice', '{ countLabels }');
  isSlow = true;
  process.send?.({ status: 0, running, troubles: [] } satisfies Reply);
}

void run();
