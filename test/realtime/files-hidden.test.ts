import { readSources } from '../../src/app/schema-sources.ts';
import type { Subscription } from '../../src/store/index.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { PDF } from '../shared/sample-files.ts';
import { uploaded } from '../platform/files/upload.ts';
import { field } from '../platform/job-rig.ts';
import { openRig, type Rig } from './delivery-rig.ts';

// A subscriber gets the files of a row or of a field only if the subscriber may read it.

const SDL = /* GraphQL */ `
  type Secret @model(subscriptions: { level: public }) @auth(rules: [{ allow: owner }]) {
    id: ID!
    attachment: File @file(maxSize: "1MB", types: ["application/pdf"])
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    pay: File
      @file(maxSize: "1MB", types: ["application/pdf"])
      @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    secretId: ID
    secret: Secret @belongsTo(fields: ["secretId"])
  }
`;
const FILE = '{ id name url inline: url(disposition: INLINE) thumbnail(width: 64) }';
const EVENTS = ['Create', 'Update', 'Delete'];

let rig: Rig;
let behind: Behind;
beforeAll(async () => {
  rig = await openRig({ sources: [{ file: 'test', text: SDL }, ...readSources('schema/platform')] });
  behind = openBehind(rig.api);
});
afterAll(() => rig.api.close());

type Event = (typeof EVENTS)[number];

/** Subscribes a user to all events of a type. */
function subscribe(user: string, type: string, fields: string): Promise<readonly Subscription[]> {
  const arm = (event: Event): Promise<Subscription> =>
    rig.arm('acme', user, `subscription { on${event}${type} { ${fields} } }`, { topics: [type] });
  return Promise.all(EVENTS.map(arm));
}

/** Returns all that the connections of subscriptions got. */
const got = (armed: readonly Subscription[]): readonly unknown[] =>
  armed.flatMap(({ connectionId }) => rig.got(connectionId).map(({ payload }) => payload));

/** Creates, updates and deletes a row of alice with a file each time. Returns the ids of the files. */
async function change(type: string, name: string): Promise<readonly string[]> {
  const input = { type, field: name };
  const files = [
    await uploaded(rig.api, 'alice', PDF, input),
    await uploaded(rig.api, 'alice', Buffer.concat([PDF, PDF]), input),
  ];
  const [first, second] = files;
  const create = `mutation ($file: ID) { create${type}(input: { ${name}: $file }) { id } }`;
  const { id } = field(await rig.api.ask('alice', create, { file: first })) as { id: string };
  await behind.settle();
  const update = `mutation ($id: ID!, $file: ID) { update${type}(input: { id: $id, ${name}: $file }) { id } }`;
  field(await rig.api.ask('alice', update, { id, file: second }));
  await behind.settle();
  field(
    await rig.api.ask('alice', `mutation ($id: ID!) { delete${type}(input: { id: $id }) { id } }`, { id }),
  );
  await behind.settle();
  return files;
}

/** Expects that nothing of files is in what a subscriber got: no id, name or link. */
function expectNothingOf(files: readonly string[], payloads: readonly unknown[]): void {
  const text = JSON.stringify(payloads);
  for (const secret of [...files, 'plan.pdf', 'X-Amz', 'uploads/']) expect(text).not.toContain(secret);
}

test('a subscriber who may not read a row gets no event of it, so no file and no link; its owner gets both', async () => {
  const own = await subscribe('alice', 'Secret', `id attachment ${FILE}`);
  const others = [
    ...(await subscribe('bob', 'Secret', `id attachment ${FILE}`)),
    // An administrator and an owner of the tenant have no rule for the row either.
    ...(await subscribe('olga', 'Secret', `id attachment ${FILE}`)),
  ];
  const files = await change('Secret', 'attachment');
  expect(got(others)).toEqual([]);
  const [created, updated] = got(own) as {
    data: Record<string, { attachment: { id: string; url: string } }>;
  }[];
  for (const [at, payload] of [created, updated].entries()) {
    const { attachment } = Object.values(payload?.data ?? {})[0] ?? {};
    expect(attachment?.id).toBe(files[at]);
    expect(attachment?.url).toContain(`uploads/acme/${files[at] ?? ''}/original?`);
  }
  expect(got(own)).toHaveLength(3);
});

test('a subscriber who may not read a field gets the events of its row without the file and its link', async () => {
  const [closed, open] = [
    await subscribe('bob', 'Note', `id pay ${FILE}`),
    await subscribe('alice', 'Note', `id pay ${FILE}`),
  ];
  const files = await change('Note', 'pay');
  expect(got(closed)).toHaveLength(3);
  for (const payload of got(closed))
    expect(Object.values((payload as { data: object }).data)).toEqual([
      { id: expect.any(String) as string, pay: null },
    ]);
  expectNothingOf(files, got(closed));
  expect(JSON.stringify(got(open))).toContain(files[0]);
});

test('a subscriber who may read a row gets no file of the hidden row to which it leads', async () => {
  const subscribed = await subscribe('bob', 'Note', `id secret { id attachment ${FILE} }`);
  const file = await uploaded(rig.api, 'alice', PDF, { type: 'Secret', field: 'attachment' });
  const create = 'mutation ($file: ID) { createSecret(input: { attachment: $file }) { id } }';
  const { id } = field(await rig.api.ask('alice', create, { file })) as { id: string };
  const note = 'mutation ($id: ID) { createNote(input: { secretId: $id }) { id } }';
  field(await rig.api.ask('alice', note, { id }));
  await behind.settle();
  expect(got(subscribed)).toHaveLength(1);
  expectNothingOf([file], got(subscribed));
});
