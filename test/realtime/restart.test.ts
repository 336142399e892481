import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ask } from '../e2e/ask.ts';
import { startServer, temporaryFolder, type TestServer } from '../e2e/start-server.ts';
import { openSocketClient } from './listener.ts';
import { CREATE_NOTE, startLiveServer } from './live-server.ts';

const WRITERS = 4;
const NOTES = '{ listNotes(limit: 1000) { items { id } } }';

test('a server that is killed under four writers delivers the event of each row after its restart', async () => {
  const killed = await startLiveServer();
  const token = await killed.token('ann');
  let restarted: TestServer | null = null;
  let last: string | undefined;
  const socket = openSocketClient(killed.socketUrl, () => token, {
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => pause(100),
    on: {
      connected: (_socket, payload) => {
        last ??= (payload as { cursor?: string } | undefined)?.cursor;
      },
    },
  });
  try {
    const listener = socket.listen('subscription { onCreateNote { id } }', {
      extensions: {
        get resumeFrom() {
          return listener.events.at(-1)?.extensions?.cursor ?? last;
        },
      },
    });
    await listener.armed;
    let acknowledged = 0;
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; ; turn += 1) {
        const input = { id: `${writer}-${turn}` };
        const answer = await ask(killed, token, CREATE_NOTE, { input }).catch(() => null);
        if (!answer?.data) return;
        acknowledged += 1;
        if (acknowledged === 60) void killed.kill();
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    expect(await killed.exited).toEqual({ code: null, signal: 'SIGKILL' });

    restarted = await startServer({
      data: killed.data,
      args: ['--schema', killed.schema, '--port', new URL(killed.url).port],
    });
    await ask(restarted, token, CREATE_NOTE, { input: { id: 'last' } });
    const { data } = await ask(restarted, token, NOTES);
    const rows = (data as { listNotes: { items: { id: string }[] } }).listNotes.items.map(({ id }) => id);
    expect(rows.length).toBeGreaterThan(60);
    const seen = (): readonly string[] =>
      listener.events.map((event) => (event.data as { onCreateNote: { id: string } }).onCreateNote.id);
    while (!seen().includes('last')) await listener.reaches(listener.events.length + 1);
    expect([...new Set(seen())].sort()).toEqual([...rows].sort());
  } finally {
    await socket.client.dispose();
    await restarted?.stop();
    await killed.stop();
  }
});

test('a server that was killed counts none of its connections after its restart', async () => {
  const folder = temporaryFolder();
  const plans = join(folder, 'plans.json');
  writeFileSync(plans, JSON.stringify({ only: { limits: { connections: 1 }, features: [] } }));
  const killed = await startLiveServer('--plans', plans);
  const token = await killed.token('ann');
  const open = (url: string) => openSocketClient(url, () => token, { retryAttempts: 0 });
  const watch = 'subscription { onCreateNote { id } }';
  const first = open(killed.socketUrl).listen(watch);
  let restarted: TestServer | null = null;
  try {
    await first.armed;
    const second = open(killed.socketUrl).listen(watch);
    expect(await second.ended).toMatchObject({ message: 'First message cannot be of type error' });
    await killed.kill();
    restarted = await startServer({
      data: killed.data,
      args: ['--schema', killed.schema, '--plans', plans],
    });
    const listener = open(restarted.socketUrl).listen(watch);
    expect(await Promise.race([listener.armed, listener.ended])).toBeNull();
    listener.end();
  } finally {
    await restarted?.stop();
    await killed.stop();
    rmSync(folder, { recursive: true });
  }
});
