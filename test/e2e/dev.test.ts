import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ask, type Answer } from './ask.ts';
import { signIn } from './sign-in.ts';
import { FILES, watchApp, type WatchedApp } from './watched-app.ts';

const NOTE = FILES['schema/note.graphql'];
const INDEXED = NOTE.replace(
  'topic: String!',
  'topic: String! @index(name: "byTopic", queryField: "notesByTopic")',
);

let app: WatchedApp;
/** One token for all changes: none of them ends a session. */
let token: string;

beforeAll(async () => {
  app = await watchApp();
  token = (await signIn(app.server, 'alice', 'Alice-2026')).AccessToken;
});
afterAll(() => app.stop());

const query = (text: string): Promise<Answer> => ask(app.server, token, text);

describe('npm run dev', () => {
  it('serves a new field and writes its types', async () => {
    const schema = NOTE.replace('topic: String!', 'topic: String!\n  colour: String @default(value: "red")');
    expect(await app.save({ 'schema/note.graphql': schema })).toMatchObject({ is: 'served', fixed: false });
    expect((await query('{ __type(name: "Note") { fields { name } } }')).data).toEqual({
      __type: { fields: expect.arrayContaining([{ name: 'colour' }]) as unknown },
    });
    await app.generated(2);
    expect(app.read('generated/models.ts')).toContain('readonly colour?: string | null;');
  });

  it('shows the problems of a broken schema and keeps the old API', async () => {
    const change = await app.save({ 'schema/note.graphql': NOTE.replace('text: String!', 'text: Strin!') });
    expect(change).toMatchObject({ is: 'refused', files: [expect.stringMatching(/schema\/note\.graphql$/)] });
    expect(change.problems).toContain('unknown-type');
    expect((await query('{ getNote(id: "n1") { text colour } }')).data).toEqual({
      getNote: { text: 'Buy paint', colour: null },
    });
  });

  it('serves a fix and calls it one', async () => {
    const schema = NOTE.replace('topic: String!', 'topic: String!\n  colour: String');
    expect(await app.save({ 'schema/note.graphql': schema })).toMatchObject({ is: 'served', fixed: true });
  });

  it('finds old rows by a new index', async () => {
    const schema = INDEXED.replace('text: String!', 'text: String!\n  colour: String');
    expect(await app.save({ 'schema/note.graphql': schema })).toMatchObject({ is: 'served' });
    expect((await query('{ notesByTopic(topic: "fence") { items { id } } }')).data).toEqual({
      notesByTopic: { items: [{ id: 'n1' }] },
    });
  });

  it('refuses a schema that drops values of stored rows', async () => {
    const change = await app.save({ 'schema/note.graphql': INDEXED });
    expect(change).toMatchObject({ is: 'refused' });
    expect(change.problems).toContain('Note.colour: The field is removed');
    expect((await query('{ getNote(id: "n1") { colour } }')).data).toEqual({ getNote: { colour: null } });
  });

  it('serves a changed resolver, also of a file that it imports', async () => {
    const schema = INDEXED.replace('text: String!', 'text: String!\n  colour: String');
    const loud = 'export const loud = (text: string): string => text.toUpperCase();\n';
    expect(await app.save({ 'schema/note.graphql': schema, 'resolvers/lib/loud.ts': loud })).toMatchObject({
      is: 'served',
    });
    expect((await query('{ shout(text: "ho") }')).data).toEqual({ shout: 'HO' });
  });

  it('names file and line of a resolver that cannot be read, and keeps the old one', async () => {
    const change = await app.save({ 'resolvers/lib/loud.ts': '\nexport const loud = = 1;\n' });
    expect(change).toMatchObject({ is: 'refused' });
    expect(change.problems).toMatch(/lib\/loud\.ts:2:20/);
    expect((await query('{ shout(text: "ho") }')).data).toEqual({ shout: 'HO' });
  });

  it('refuses resolvers that do not match the schema', async () => {
    const change = await app.save({
      'resolvers/lib/loud.ts': FILES['resolvers/lib/loud.ts'],
      'resolvers/Query.ts': 'export const Query = {};\n',
    });
    expect(change.problems).toContain('Query.shout');
    expect(await app.save({ 'resolvers/Query.ts': FILES['resolvers/Query.ts'] })).toMatchObject({
      fixed: true,
    });
  });

  it('serves a new schedule, and refuses one with mistakes and keeps the old one', async () => {
    const nightly = "export const nightly = { cron: '0 2 * * *', run: () => undefined };\n";
    expect(await app.save({ 'schedules/nightly.ts': nightly })).toMatchObject({ is: 'served' });
    const list = '{ schedules { name cron } }';
    const served = { schedules: [{ name: 'nightly', cron: '0 2 * * *' }] };
    expect((await query(list)).data).toEqual(served);
    const wrong = nightly.replace('0 2 * * *', '0 25 * * *').replace('run:', 'retries: 99, run:');
    const { is, problems } = await app.save({ 'schedules/nightly.ts': wrong });
    expect(is).toBe('refused');
    expect(problems).toContain('"0 25 * * *" is no cron expression');
    expect(problems).toContain('"retries" must be a whole number');
    expect((await query(list)).data).toEqual(served);
    expect(await app.save({ 'schedules/nightly.ts': nightly })).toMatchObject({ fixed: true });
  });

  it('holds tenants to changed plans', async () => {
    const plans = JSON.parse(app.read('plans.json')) as { free: { limits: { itemsPerModel: number } } };
    plans.free.limits.itemsPerModel = 1;
    expect(await app.save({ 'plans.json': JSON.stringify(plans) })).toMatchObject({ is: 'served' });
    const { errors } = await query(
      'mutation { createNote(input: { text: "Paint it", topic: "fence" }) { id } }',
    );
    expect(errors?.[0]?.extensions['code']).toBe('QUOTA_EXCEEDED');
  });

  it('adds what is new in the seed', async () => {
    const seed = JSON.parse(FILES['schema/seed.json']) as { users: object[] };
    seed.users.push({ username: 'bob', password: 'Bob-2026!', tenant: 'acme', groups: [] });
    expect(await app.save({ 'schema/seed.json': JSON.stringify(seed) })).toMatchObject({ is: 'served' });
    const bob = await signIn(app.server, 'bob', 'Bob-2026!');
    expect((await ask(app.server, bob.AccessToken, '{ getNote(id: "n1") { id } }')).data).toEqual({
      getNote: { id: 'n1' },
    });
  });

  it('ends a request on the API that it began with', async () => {
    const held: ServerResponse[] = [];
    let began: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const door = createServer((_request, response) => {
      held.push(response);
      began();
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    const resolver = (answer: string, wait: string): string =>
      `export const Query = { shout: async () => { ${wait} return '${answer}'; } };\n`;
    try {
      await app.save({ 'resolvers/Query.ts': resolver('old', `await fetch('${url}');`) });
      const slow = query('{ shout(text: "") }');
      await begun;
      await app.save({ 'resolvers/Query.ts': resolver('new', '') });
      expect((await query('{ shout(text: "") }')).data).toEqual({ shout: 'new' });
      for (const response of held) response.end();
      expect((await slow).data).toEqual({ shout: 'old' });
    } finally {
      door.close();
    }
  });

  it('logs a failed promise that no resolver awaits, and serves on', async () => {
    const resolver =
      "export const Query = { shout: () => { void Promise.reject(new Error('dropped')); return 'HO'; } };";
    await app.save({ 'resolvers/Query.ts': `${resolver}\n` });
    for (const text of ['once', 'again'])
      expect((await query(`{ shout(text: "${text}") }`)).data).toEqual({ shout: 'HO' });
    expect(app.server.errors()).toContain('a promise that nothing awaits failed');
  });

  it('prints each problem on standard error, as npm start does', async () => {
    await app.stop();
    expect(app.server.errors()).toContain(
      'error: Note.text has the type "Strin", which is not declared.  (unknown-type)',
    );
  });
});
