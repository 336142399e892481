import type { CustomResolvers } from '../../src/engine/index.ts';
import { PLATFORM_SCHEMA, readSources } from '../../src/app/schema-sources.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { CREATE, inputFor, uploaded } from '../platform/files/upload.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { partitionOf } from '../shared/partition-of.ts';
import { PDF, pngOf } from '../shared/sample-files.ts';
import { codesOf, dataOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Folder @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    papers: [Paper] @hasMany(onDelete: CASCADE)
  }
  type Paper @model @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) {
    id: ID!
    scan: File! @file(types: ["application/pdf"])
    pictures: [File!] @file(types: ["image/*"], maxFiles: 3)
    secret: File @file(types: ["application/pdf"]) @auth(rules: [{ allow: owner }])
    folder: Folder @belongsTo
    first(of: Int): ID
  }
  type Card @model @auth(rules: [{ allow: private }]) {
    id: ID!
    picture: File @file(types: ["*/*"]) @feature(flag: "pictures")
  }
  extend type Mutation {
    file(scan: ID!, pictures: [ID!]): Paper
    fileTwo(scans: [ID!]!): Boolean
  }
`;

const platform = readSources(PLATFORM_SCHEMA).map((source) => ({ ...source, platform: true as const }));

/** The store as a resolver with generated types has it. */
type Store = Readonly<Record<string, { create(row: object): Promise<object> }>> & {
  readonly trusted: Store;
  transact<Result>(work: (tables: Store) => Promise<Result>): Promise<Result>;
};

const resolvers = {
  Mutation: {
    file: (_root: unknown, input: object, { store }: { store: Store }) =>
      store['trusted']['Paper']?.create({ owner: 'alice', ...input }),
    fileTwo: (_root: unknown, { scans }: { scans: readonly string[] }, { store }: { store: Store }) =>
      store.transact(async (tables) => {
        for (const scan of scans) await tables['Paper']?.create({ scan });
        return true;
      }),
  },
  Paper: { first: ({ scan }: { scan: string }) => scan },
} as unknown as CustomResolvers;

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi({ sources: [...platform, { file: 'test', text: sdl }], resolvers });
  behind = openBehind(api);
});
afterAll(() => api.close());

const pdf = (user: string, field = 'scan'): Promise<string> =>
  uploaded(api, user, PDF, { type: 'Paper', field });
const png = (user: string, width = 1): Promise<string> =>
  uploaded(api, user, pngOf(width, 1), {
    ...{ type: 'Paper', field: 'pictures', contentType: 'image/png', name: 'a.png' },
  });
const create = (user: string, input: object, selection = 'id scan { id } pictures { id }'): Promise<Answer> =>
  api.ask(user, `mutation ($input: CreatePaperInput!) { createPaper(input: $input) { ${selection} } }`, {
    input,
  });
const update = (user: string, input: object, selection = 'id scan { id } pictures { id }'): Promise<Answer> =>
  api.ask(user, `mutation ($input: UpdatePaperInput!) { updatePaper(input: $input) { ${selection} } }`, {
    input,
  });
const get = (user: string, id: unknown, selection: string): Promise<Answer> =>
  api.ask(user, `query ($id: ID!) { getPaper(id: $id) { ${selection} } }`, { id });
/** Returns the row in an answer without errors. */
const rowIn = (answer: Answer): Readonly<Record<string, unknown>> =>
  Object.values(dataOf(answer))[0] as Readonly<Record<string, unknown>>;
const refusal = (field: string) => [`The file of "${field}" does not exist.`];

test('a row holds ids, inputs take them, and answers give files', async () => {
  const [scan, one, two] = [await pdf('bob'), await png('bob'), await png('bob', 2)];
  const made = rowIn(
    await create('bob', { scan, pictures: [two, one] }, 'id first scan { id name } pictures { id width }'),
  );
  expect(made).toMatchObject({
    first: scan,
    scan: { id: scan, name: 'plan.pdf' },
    pictures: [
      { id: two, width: 2 },
      { id: one, width: 1 },
    ],
  });
  const three = await png('bob', 3);
  const changed = rowIn(await update('bob', { id: made['id'], pictures: [one, three] }));
  expect(changed).toMatchObject({ scan: { id: scan }, pictures: [{ id: one }, { id: three }] });
  // The file that the list left out is free for no other row.
  expect(messagesOf(await update('bob', { id: made['id'], pictures: [two] }))).toEqual(refusal('pictures'));
});

test('a required file can be replaced and not removed', async () => {
  const { id } = rowIn(await create('bob', { scan: await pdf('bob') }));
  expect(codesOf(await update('bob', { id, scan: null }))).toEqual(['VALIDATION_FAILED']);
  expect(codesOf(await create('bob', {}))).toEqual(['BAD_USER_INPUT']);
  const other = await pdf('bob');
  expect(rowIn(await update('bob', { id, scan: other }))).toMatchObject({ scan: { id: other } });
});

test('a list names each file once, and no more files than the schema says', async () => {
  const [scan, picture] = [await pdf('bob'), await png('bob')];
  const twice = await create('bob', { scan, pictures: [picture, picture] });
  expect(codesOf(twice)).toEqual(['VALIDATION_FAILED']);
  expect(messagesOf(twice)).toEqual(['Field pictures of type Paper must name each file once']);
  const four = await create('bob', { scan, pictures: [picture, 'b', 'c', 'd'] });
  expect(messagesOf(four)).toEqual(['Field pictures of type Paper must have at most 3 files']);
  expect(rowIn(await create('bob', { scan, pictures: [picture] }))).toMatchObject({
    pictures: [{ id: picture }],
  });
});

test('a file of another field, row, user or tenant is refused like one that never existed', async () => {
  const taken = await pdf('bob');
  await create('bob', { scan: taken });
  const others = [
    taken,
    await pdf('bob', 'secret'),
    await pdf('alice'),
    await pdf('dave'),
    'x',
    '',
    '00000000-0000-7000-8000-000000000000',
  ];
  for (const scan of others) {
    const answer = await create('bob', { scan });
    expect([codesOf(answer), messagesOf(answer)]).toEqual([['DANGLING_REFERENCE'], refusal('scan')]);
  }
});

test('the rules of a field guard its file, for readers and for writers', async () => {
  const secret = await pdf('bob', 'secret');
  const { id } = rowIn(await create('bob', { scan: await pdf('bob'), secret }));
  expect(dataOf(await get('bob', id, 'secret { id }'))).toEqual({ getPaper: { secret: { id: secret } } });
  const read = await get('alice', id, 'scan { name } secret { id url }');
  expect(read.data).toEqual({ getPaper: { scan: { name: 'plan.pdf' }, secret: null } });
  expect(messagesOf(read)).toEqual(['Not Authorized to access secret on type Paper']);
  // Alice reads the row, but may not change it.
  expect(codesOf(await update('alice', { id, scan: await pdf('alice') }))).toEqual(['FORBIDDEN']);
});

test('a field with a feature that the plan lacks shows no file and takes none', async () => {
  const { createCard } = dataOf(await api.ask('bob', 'mutation { createCard(input: {}) { id } }'));
  const { id } = createCard as { id: string };
  const shown = await api.ask('bob', '{ listCards { items { id picture { id } } } }');
  expect([shown.data, codesOf(shown)]).toEqual([
    { listCards: { items: [{ id, picture: null }] } },
    ['FEATURE_DISABLED'],
  ]);
  const input = inputFor(PDF, { type: 'Card', field: 'picture' });
  expect(codesOf(await api.ask('bob', CREATE, { input }))).toEqual(['FEATURE_DISABLED']);
});

test('a file is in no filter, condition, key or order', async () => {
  const named = async (name: string): Promise<readonly string[]> => {
    const { __type } = dataOf(await api.ask('bob', `{ __type(name: "${name}") { inputFields { name } } }`));
    return (__type as { inputFields: { name: string }[] }).inputFields.map((field) => field.name);
  };
  const names = await Promise.all(
    ['ModelPaperFilterInput', 'ModelPaperConditionInput', 'ModelSubscriptionPaperFilterInput'].map(named),
  );
  for (const fields of names) {
    expect(fields).toContain('owner');
    expect(fields.filter((name) => ['scan', 'pictures', 'secret'].includes(name))).toEqual([]);
  }
});

test('a resolver gives files to rows by their ids, also in a transaction', async () => {
  const [scan, picture] = [await pdf('bob'), await png('bob')];
  const file =
    'mutation ($scan: ID!, $pictures: [ID!]) { file(scan: $scan, pictures: $pictures) { scan { id } pictures { id } } }';
  const made = rowIn(await api.ask('bob', file, { scan, pictures: [picture] }));
  expect(made).toEqual({ scan: { id: scan }, pictures: [{ id: picture }] });
  // Code that skips the rules gives away no file of another user.
  expect(codesOf(await api.ask('bob', file, { scan: await pdf('alice') }))).toEqual(['DANGLING_REFERENCE']);

  const two = 'mutation ($scans: [ID!]!) { fileTwo(scans: $scans) }';
  const scans = [await pdf('bob'), await pdf('bob')];
  expect(dataOf(await api.ask('bob', two, { scans }))).toEqual({ fileTwo: true });
  const again = await pdf('bob');
  expect(codesOf(await api.ask('bob', two, { scans: [again, again] }))).toEqual(['DANGLING_REFERENCE']);
  expect(rowIn(await create('bob', { scan: again }))).toMatchObject({ scan: { id: again } });
});

test('a batch gives each row its file, all or none', async () => {
  const batch = 'mutation ($input: [CreatePaperInput!]!) { createPapers(input: $input) { scan { id } } }';
  const [one, two] = [await pdf('bob'), await pdf('bob')];
  const refused = await api.ask('bob', batch, { input: [{ scan: one }, { scan: 'no' }] });
  expect(codesOf(refused)).toEqual(['DANGLING_REFERENCE']);
  const { createPapers } = dataOf(await api.ask('bob', batch, { input: [{ scan: one }, { scan: two }] }));
  expect(createPapers).toEqual([{ scan: { id: one } }, { scan: { id: two } }]);
});

test('the delete of a row deletes the files of the rows below it', async () => {
  const { createFolder } = dataOf(await api.ask('bob', 'mutation { createFolder(input: {}) { id } }'));
  const { id: folderPapersId } = createFolder as { id: string };
  const scan = await pdf('bob');
  const { id } = rowIn(await create('bob', { scan, folderPapersId }));
  const remove = 'mutation ($id: ID!) { deleteFolder(input: { id: $id }) { id } }';
  dataOf(await api.ask('bob', remove, { id: folderPapersId }));
  await behind.settle();
  expect(dataOf(await get('bob', id, 'id'))).toEqual({ getPaper: null });
  expect(messagesOf(await create('bob', { scan }))).toEqual(refusal('scan'));
});

test('the answer of a delete shows the file that goes with the row', async () => {
  const scan = await pdf('bob');
  const { id } = rowIn(await create('bob', { scan }));
  const remove = 'mutation ($id: ID!) { deletePaper(input: { id: $id }) { id scan { id status url } } }';
  expect(rowIn(await api.ask('bob', remove, { id }))).toEqual({
    id,
    scan: { id: scan, status: 'REMOVED', url: null },
  });
});

test('a row without its file says so if the file is required, and leaves it out of a list', async () => {
  const made = rowIn(await create('bob', { scan: await pdf('bob'), pictures: [await png('bob')] }));
  const id = made['id'] as string;
  const { Item } = await api.direct({
    name: 'GetItem',
    input: { Key: { __pk: partitionOf('acme', 'Paper', api.model), __sk: `${id}#` } },
  });
  await api.direct({ name: 'PutItem', input: { Item: { ...Item, scan: 'lost', pictures: ['lost'] } } });
  expect(dataOf(await get('bob', id, 'pictures { id }'))).toEqual({ getPaper: { pictures: [] } });
  const answer = await get('bob', id, 'scan { id }');
  expect([answer.data, codesOf(answer), messagesOf(answer)]).toEqual([
    { getPaper: null },
    ['DANGLING_REFERENCE'],
    ['"scan" of Paper is required, but its file is gone.'],
  ]);
});
