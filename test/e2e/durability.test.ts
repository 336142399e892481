import { rmSync } from 'node:fs';

import { ask } from './ask.ts';
import { signIn } from './sign-in.ts';
import { gone } from './spawn-server.ts';
import { emulatorOf, startServer, temporaryFolder, type TestServer } from './start-server.ts';

let data: string;
let server: TestServer;
beforeEach(async () => {
  data = temporaryFolder();
  server = await startServer({ data });
});
afterEach(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

const WRITERS = 8;
const ADD =
  'mutation($title: String!) { row: addTask(input: { projectId: "acme-rocket", title: $title }) { id number } }';
const CREATE = 'mutation($title: String!) { row: createLabel(input: { name: $title }) { id } }';
const ROWS =
  '{ tasks: listTasks(limit: 1000) { items { id number } } labels: listLabels(limit: 1000) { items { id } } }';

interface Row {
  readonly id: string;
  readonly number?: string | null;
}

/** Writes with eight concurrent writers until the server has died; returns the acknowledged rows. */
async function writeUntilGone(token: string, onAcknowledged: (count: number) => void): Promise<Row[]> {
  const acknowledged: Row[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; ; turn++) {
      const title = `Row ${turn} of writer ${writer}`;
      const answer = await ask(server, token, writer % 2 ? ADD : CREATE, { title }).catch(() => null);
      const row = answer?.data?.['row'];
      if (!row) return;
      acknowledged.push(row as Row);
      onAcknowledged(acknowledged.length);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return acknowledged;
}

/** Restarts the server and expects all acknowledged rows. */
async function expectAll(acknowledged: readonly Row[]): Promise<void> {
  server = await startServer({ data });
  const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
  const { data: found } = await ask(server, AccessToken, ROWS);
  const { tasks, labels } = found as { tasks: { items: Row[] }; labels: { items: Row[] } };
  const ids = new Set([...tasks.items, ...labels.items].map(({ id }) => id));
  expect(acknowledged.filter(({ id }) => !ids.has(id))).toEqual([]);
  const numbers = tasks.items.flatMap(({ number }) => number ?? []);
  expect(new Set(numbers).size).toBe(numbers.length);
  const next = await ask(server, AccessToken, ADD, { title: 'After the crash' });
  expect(numbers).not.toContain((next.data?.['row'] as Row).number);
}

test('a server that is killed under eight writers loses no acknowledged row', async () => {
  const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
  const emulator = emulatorOf(data) ?? 0;
  const acknowledged = await writeUntilGone(AccessToken, (count) => {
    if (count === 200) void server.kill();
  });
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);

  await expectAll(acknowledged);
  // The next server ended the orphaned emulator.
  await gone(emulator);
  for (const [user, password] of [
    ['bob', 'Bob-2026!'],
    ['carol', 'Carol-2026'],
    ['sam', 'Sam-2026!'],
  ] as const) {
    await expect(signIn(server, user, password)).resolves.toHaveProperty('AccessToken');
  }
});

test('a server whose DynamoDB is killed exits with an error message and loses no acknowledged row', async () => {
  const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
  const emulator = emulatorOf(data) ?? 0;
  const acknowledged = await writeUntilGone(AccessToken, (count) => {
    if (count === 200) process.kill(emulator, 'SIGKILL');
  });
  expect(await server.exited).toEqual({ code: 1, signal: null });
  expect(server.errors()).toContain('The DynamoDB emulator ended on its own: SIGKILL\n');
  await gone(-server.pid);
  await expectAll(acknowledged);
});

test('a server that is killed right after a change of a password keeps the new password', async () => {
  const { AccessToken } = await signIn(server, 'bob', 'Bob-2026!');
  const cognito = (operation: string, body: object): Promise<Response> =>
    fetch(server.url, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(body),
    });
  const change = { AccessToken, PreviousPassword: 'Bob-2026!', ProposedPassword: 'Bob-2027!' };
  expect((await cognito('ChangePassword', change)).status).toBe(200);
  await server.kill();

  server = await startServer({ data });
  await expect(signIn(server, 'bob', 'Bob-2027!')).resolves.toHaveProperty('AccessToken');
  await expect(signIn(server, 'bob', 'Bob-2026!')).rejects.toThrow('Incorrect username or password.');
});
