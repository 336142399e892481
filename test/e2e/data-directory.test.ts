import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ask } from './ask.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a server, runs a step and stops the server. */
async function during<T>(args: readonly string[], step: (server: TestServer) => Promise<T>): Promise<T> {
  const server = await startServer({ data: join(folder, 'data'), args });
  try {
    return await step(server);
  } finally {
    await server.stop();
  }
}

async function askAs(server: TestServer, user: string, password: string, query: string) {
  const { AccessToken } = await signIn(server, user, password);
  return (await ask(server, AccessToken, query)).data;
}

test('npm start keeps written and deleted rows across restarts until --reset', async () => {
  const labels = '{ listLabels(filter: { colour: { ne: "#1f6feb" } }) { items { id } } }';
  const asAlice = (query: string) => (server: TestServer) => askAs(server, 'alice', 'Alice-2026', query);
  const seeded = { listLabels: { items: [{ id: 'outdoors' }, { id: 'urgent' }] } };

  await during([], asAlice('mutation { createLabel(input: { id: "mine", name: "mine" }) { id } }'));
  await during([], asAlice('mutation { deleteLabel(input: { id: "urgent" }) { id } }'));
  expect(await during([], asAlice(labels))).toEqual({
    listLabels: { items: [{ id: 'mine' }, { id: 'outdoors' }] },
  });
  expect(await during(['--reset'], asAlice(labels))).toEqual(seeded);
  expect(await during([], asAlice(labels))).toEqual(seeded);
});

test('npm start keeps the usage of requests that were answered just before a stop', async () => {
  const asAlice = (query: string) => (server: TestServer) => askAs(server, 'alice', 'Alice-2026', query);
  const days = `from: "${dayFromNow(-1)}", to: "${dayFromNow(1)}"`;
  const usage = `{ tenant { usage(${days}) { operations { operation figures { requests } } } } }`;
  await during([], asAlice('query Last { me { id } }'));
  // The server sends itself a few requests before it is ready.
  const last = { operation: 'Last', figures: { requests: 1 } };
  expect(await during([], asAlice(usage))).toMatchObject({
    tenant: { usage: { operations: expect.arrayContaining([last]) as unknown } },
  });
});

/** Returns the UTC date that is the given number of days from now. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test("npm start serves the user's own schema, resolvers and seed", async () => {
  for (const name of ['schema', 'resolvers']) mkdirSync(join(folder, name));
  const write = (path: string, text: string): void => {
    writeFileSync(join(folder, path), text);
  };
  write(
    'schema/note.graphql',
    `type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String! loud: String!
       shout(times: Int!): String! }
     extend type Query { whoami: String! }`,
  );
  write('schema/text.graphql', 'extend type Note { author: Author } type Author { name: String! }');
  write(
    'resolvers/Note.ts',
    `import type { GraphQLFieldResolver } from 'graphql';
     type Resolver<Args> = GraphQLFieldResolver<{ readonly text: string }, unknown, Args>;
     const shout: Resolver<{ readonly times: number }> = ({ text }, { times }) => text.toUpperCase() + '!'.repeat(times);
     export const Note = { shout };`,
  );
  write(
    'resolvers/Query.ts',
    `interface Context { readonly scope: { readonly caller: { readonly username: string } } }
     export const Query = { whoami: (_: unknown, _args: unknown, { scope }: Context) => scope.caller.username };`,
  );
  const note = { id: 'n', text: 'hello', loud: 'no', author: { name: 'Zoe' } };
  write(
    'mine.json',
    JSON.stringify({
      tenants: ['initech'],
      users: [{ username: 'zoe', password: 'password', tenant: 'initech' }],
      rows: { initech: { Note: [note] } },
    }),
  );
  const args = [
    ...['--schema', join(folder, 'schema')],
    ...['--resolvers', join(folder, 'resolvers')],
    ...['--seed', join(folder, 'mine.json')],
  ];
  const query = '{ whoami getNote(id: "n") { text author { name } shout(times: 3) } }';
  expect(await during(args, (server) => askAs(server, 'zoe', 'password', query))).toEqual({
    whoami: 'zoe',
    getNote: { text: 'hello', author: { name: 'Zoe' }, shout: 'HELLO!!!' },
  });
});

test('npm start without a seed creates tenants and users but no rows', async () => {
  const schema = join(folder, 'note.graphql');
  writeFileSync(schema, 'type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String }');
  const query = '{ listNotes { items { id } } }';
  const seen = await during(['--schema', schema], (server) => askAs(server, 'carol', 'Carol-2026', query));
  expect(seen).toEqual({ listNotes: { items: [] } });
});

test('npm start --compat serves the exact API of Amplify', async () => {
  const query = `{ __schema { queryType { fields { name } } } listTasks(limit: 1) { items { id } } }`;
  const data = await during(['--compat'], (server) => askAs(server, 'alice', 'Alice-2026', query));
  expect(data).toMatchObject({ listTasks: { items: [{ id: 'acme-task-1' }] } });
  expect(JSON.stringify(data)).not.toContain('countTasks');
});

test('npm start ends with one sentence if DYNAMODB_CLIENT names no client', async () => {
  const ended = startServer({ data: join(folder, 'none'), env: { DYNAMODB_CLIENT: 'nonsense' } }).then(
    () => 'It started.',
    (problem: unknown) => (problem as Error).message,
  );
  expect(await ended).toContain('DYNAMODB_CLIENT is "nonsense": set it to "lean" or "sdk"');
  expect(await ended).not.toContain('chosenClient');
});

test('npm start ends with the way out if its settings are damaged or its directory cannot be written', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'settings.json'), '');
  await expect(startServer({ data: join(folder, 'data') })).rejects.toThrow(
    /settings\.json" is damaged\. Restore it from a copy .* --reset/,
  );
  // Not even root creates a file there.
  mkdirSync(join(folder, 'sealed'));
  symlinkSync('/sys/kernel', join(folder, 'sealed', 'dynamodb'));
  await expect(startServer({ data: join(folder, 'sealed') })).rejects.toThrow(
    /sealed" cannot be written .* --data/,
  );
});
