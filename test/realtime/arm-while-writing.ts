import { openSocketClient, type Event } from './listener.ts';
import { CREATE_NOTE, type LiveServer } from './live-server.ts';

const ON_NOTE = 'subscription { onCreateNote { id } }';
/** Clients of each tenant that arm subscriptions at the same time. */
const CLIENTS = 20;
/** A user of each tenant who listens, and one who writes. */
const TENANTS = [
  { listens: 'ann', writes: 'al' },
  { listens: 'gus', writes: 'gus' },
];

/**
 * Arms subscriptions in many connections of two tenants, while each tenant writes one row after the other. A try arms one: the
 * next write that begins must reach it. Returns the tries whose first event was a later one, as texts.
 */
export async function armWhileWriting(server: LiveServer, tries: number): Promise<readonly string[]> {
  const lost: string[] = [];
  let left = tries;
  const run = async ({ listens, writes }: (typeof TENANTS)[number]): Promise<void> => {
    let begun = 0;
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver) {
        begun += 1;
        await server.as(writes, CREATE_NOTE, { input: { id: String(begun) } });
      }
    };
    const listen = async (): Promise<void> => {
      const socket = openSocketClient(server.socketUrl, () => server.token(listens), {
        lazy: false,
        // A machine with much load refuses a connection now and then.
        shouldRetry: () => true,
        retryAttempts: 100,
      });
      while (left > 0) {
        left -= 1;
        const listener = socket.listen(ON_NOTE);
        await Promise.race([listener.armed, listener.ended.then(failed)]);
        const next = begun + 1;
        const [first] = await listener.reaches(1);
        if (numberOf(first) > next)
          lost.push(`${listens}: ${String(next)} before ${String(numberOf(first))}`);
        listener.end();
      }
      await socket.client.dispose();
    };
    const writing = write();
    await Promise.all(Array.from({ length: CLIENTS }, listen));
    isOver = true;
    await writing;
  };
  await Promise.all(TENANTS.map(run));
  return lost;
}

function failed(error: unknown): never {
  throw new Error(`A subscription ended: ${JSON.stringify(error)}`);
}

function numberOf(event: Event | undefined): number {
  return Number((event?.data?.['onCreateNote'] as { readonly id: string } | undefined)?.id);
}
