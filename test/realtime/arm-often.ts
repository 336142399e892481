import { openSocketClient } from './listener.ts';
import { CREATE_NOTE, type LiveServer } from './live-server.ts';

const ON_NOTE = 'subscription { onCreateNote { id } }';

/**
 * Arms a subscription and writes a row at once, as often as `tries` says. Returns the tries whose first event was another one:
 * then the event of the row was lost.
 */
export async function armOften(server: LiveServer, tries: number): Promise<readonly number[]> {
  const lost: number[] = [];
  const socket = openSocketClient(server.socketUrl, () => server.token('ann'));
  const witness = socket.listen(ON_NOTE);
  await witness.armed;
  let rows = 0;
  const write = async (): Promise<string> => {
    const id = `row-${String((rows += 1))}`;
    await server.as('al', CREATE_NOTE, { input: { id } });
    return id;
  };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const listener = socket.listen(ON_NOTE);
    await listener.armed;
    const id = await write();
    await witness.reaches(rows);
    // The witness may get an event first. If the event is lost, one of the next ones comes in its place.
    while (listener.events.length === 0) {
      await write();
      await witness.reaches(rows);
    }
    const first = listener.events[0]?.data?.['onCreateNote'] as { readonly id: string } | undefined;
    if (first?.id !== id) lost.push(attempt);
    listener.end();
  }
  await socket.client.dispose();
  return lost;
}
