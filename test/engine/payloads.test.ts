import type { Context } from '../../src/engine/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';

const ADMIN = '@auth(rules: [{ allow: groups, groups: ["ADMIN"] }])';
const OWNER = '@auth(rules: [{ allow: owner, ownerField: "keeper" }])';
const PRIVATE = '@auth(rules: [{ allow: private }])';

const SDL = `
type Doc @model ${PRIVATE} { id: ID! text: String note: String ${ADMIN} price: Int! ${ADMIN} }
type Case @model ${PRIVATE} { id: ID! doc: Doc! @belongsTo(fields: ["docId"]) docId: ID! text: String }
type Secret @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }
type Link @model ${PRIVATE} { id: ID! secretId: ID! secret: Secret! @belongsTo(fields: ["secretId"]) }
type Line @model ${PRIVATE} { id: ID! linkId: ID! link: Link! @belongsTo(fields: ["linkId"]) }
type Vault @model ${PRIVATE} { id: ID! safeId: ID! safe: Safe! @belongsTo(fields: ["safeId"]) }
type Loop @model ${PRIVATE} { id: ID! nextId: ID! next: Loop! @belongsTo(fields: ["nextId"]) text: String }
type Team @model ${PRIVATE} { id: ID! n: Int coach: Coach! @hasOne(references: ["teamId"], onDelete: CASCADE) }
type Coach @model ${PRIVATE} { id: ID! teamId: ID team: Team @belongsTo(references: ["teamId"]) name: String }
type Safe @model ${PRIVATE} { id: ID! keeper: String code: String! ${OWNER} hint: String ${OWNER} }
type Drop @model @auth(rules: [{ allow: private, operations: [create, update, delete] }, { allow: groups, groups: ["ADMIN"] }]) {
  id: ID! title: String! body: String rev: Int @version
}
type Own @model @auth(rules: [{ allow: private, operations: [create, update, delete] }, { allow: owner, reassignable: true }]) {
  id: ID! owner: String title: String!
}
type Emp @model @auth(rules: [{ allow: owner, ownerField: "who" }, { allow: groups, groups: ["ADMIN"] }]) {
  id: ID! who: String locked: Boolean ${ADMIN}
}
type Mutation { reprice(id: ID!): Doc, link(id: ID!): Link }
`;

let api: TestApi;
let ran = 0;
beforeAll(async () => {
  api = await openTestApi({
    sdl: SDL,
    resolvers: {
      Mutation: {
        reprice: (_root: unknown, { id }: { id: string }, { store }: Context) => {
          ran += 1;
          return store.trusted['Doc']?.update({ id, price: 9 });
        },
        link: (_root: unknown, { id }: { id: string }, { store }: Context) =>
          store['Link']?.create({ id, secretId: 'x' }),
      },
    },
  });
  await done('alice', 'createDoc(input: { id: "1", text: "a", note: "n", price: 3 }) { id }');
  await done('alice', 'createDrop(input: { id: "1", title: "T", body: "SECRET" }) { id }');
});
afterAll(() => api.close());

/** bob is a MEMBER, alice an ADMIN. */
const mutate = (user: string, fields: string): Promise<Answer> => api.ask(user, `mutation { ${fields} }`);
async function done(user: string, fields: string): Promise<Answer['data']> {
  const { data, errors } = await mutate(user, fields);
  expect(errors).toEqual([]);
  return data;
}
const outcomeOf = ({ data, errors }: Answer): unknown => [
  data,
  errors.map(({ message, path, extensions }) => [path?.join('.'), extensions['code'], message]),
];
const refused = (field: string, message: string): unknown => [
  { [field]: null },
  [[field, 'FORBIDDEN', message]],
];
const PRICE = 'Not Authorized to access price on type Doc';

describe('a mutation that selects a required field which its caller may never read', () => {
  test.each([
    ['update', 'updateDoc', 'updateDoc(input: { id: "1", text: "by bob" }) { id text price }'],
    ['delete', 'deleteDoc', 'deleteDoc(input: { id: "1" }) { price }'],
    ['create', 'createCase', 'createCase(input: { id: "9", docId: "1" }) { id doc { text price } }'],
    [
      'batch',
      'updateDocs',
      'updateDocs(input: [{ id: "1", text: "by bob" }]) { ...f } } fragment f on Doc { price',
    ],
  ])('is refused before a %s writes', async (_what, field, document) => {
    const answer = await mutate('bob', document);
    const [data, errors] = outcomeOf(answer) as [unknown, unknown[][]];
    expect([data, errors[0]?.slice(0, 2)]).toEqual([{ [field]: null }, [field, 'FORBIDDEN']]);
    expect((await api.ask('alice', '{ getDoc(id: "1") { text } getCase(id: "9") { id } }')).data).toEqual({
      getDoc: { text: 'a' },
      getCase: null,
    });
  });

  test('is refused before the resolver of a custom mutation runs', async () => {
    expect(outcomeOf(await mutate('bob', 'reprice(id: "1") { id price }'))).toEqual(
      refused('reprice', PRICE),
    );
    expect(ran).toBe(0);
    expect(await done('bob', 'reprice(id: "1") { id }')).toEqual({ reprice: { id: '1' } });
  });

  test('passes if @skip leaves the field out', async () => {
    const query = 'updateDoc(input: { id: "1", text: "a" }) { id price @skip(if: true) }';
    expect(await done('bob', query)).toEqual({ updateDoc: { id: '1' } });
  });
});

test('a mutation that selects a nullable field which its caller may not read writes, and answers the other fields', async () => {
  const answer = await mutate('bob', 'updateDoc(input: { id: "1", text: "b" }) { text note }');
  expect(outcomeOf(answer)).toEqual([
    { updateDoc: { text: 'b', note: null } },
    [['updateDoc.note', 'FORBIDDEN', 'Not Authorized to access note on type Doc']],
  ]);
});

describe('a required field that only the owner of the row may read', () => {
  test('is decided with the row that a create will write', async () => {
    const query = (keeper: string): string =>
      `createSafe(input: { id: "s-${keeper}", keeper: "${keeper}", code: "1" }) { id code }`;
    expect(outcomeOf(await mutate('bob', query('alice')))).toEqual([
      { createSafe: null },
      [['createSafe', 'FORBIDDEN', expect.stringContaining('code')]],
    ]);
    expect(await done('bob', query('bob'))).toEqual({ createSafe: { id: 's-bob', code: '1' } });
  });

  test('is a condition of an update, so that a refused one wrote nothing', async () => {
    await done('bob', 'createSafe(input: { id: "s", keeper: "bob", code: "1", hint: "h" }) { id }');
    const update = 'updateSafe(input: { id: "s", keeper: "bob" }) { id code }';
    expect(outcomeOf(await mutate('alice', 'deleteSafe(input: { id: "s" }) { code }'))).toEqual([
      { deleteSafe: null },
      [['deleteSafe', 'FORBIDDEN', expect.any(String)]],
    ]);
    expect((await api.ask('bob', '{ getSafe(id: "s") { code } }')).data).toEqual({ getSafe: { code: '1' } });
    expect(await done('bob', update)).toEqual({ updateSafe: { id: 's', code: '1' } });
  });
});

describe('a caller who may write a row and not get it', () => {
  const BODY = 'Not Authorized to access body on type Drop';

  test('sees the key of an updated row, and FORBIDDEN at the other fields', async () => {
    const answer = await mutate('bob', 'updateDrop(input: { id: "1", title: "U" }) { id body }');
    expect(outcomeOf(answer)).toEqual([
      { updateDrop: { id: '1', body: null } },
      [['updateDrop.body', 'FORBIDDEN', BODY]],
    ]);
    expect((await api.ask('alice', '{ getDrop(id: "1") { title } }')).data).toEqual({
      getDrop: { title: 'U' },
    });
  });

  test('is refused before the write if it selects a required field', async () => {
    const answer = await mutate('bob', 'deleteDrop(input: { id: "1" }) { id title }');
    expect(outcomeOf(answer)).toEqual(refused('deleteDrop', 'Not Authorized to access title on type Drop'));
    expect((await api.ask('alice', '{ getDrop(id: "1") { id } }')).data).toEqual({ getDrop: { id: '1' } });
  });

  test('learns nothing from a condition', async () => {
    const query = 'updateDrop(input: { id: "1" }, condition: { body: { beginsWith: "S" } }) { id }';
    expect(outcomeOf(await mutate('bob', query))).toEqual(refused('updateDrop', BODY));
  });

  test('learns nothing from a version conflict', async () => {
    const answer = await mutate('bob', 'updateDrop(input: { id: "1", expectedVersion: 99 }) { id }');
    const [error] = answer.errors;
    expect(error?.extensions).toMatchObject({ code: 'VERSION_CONFLICT', current: { id: '1' } });
    expect(Object.keys(error?.extensions['current'] as object)).toEqual(['id']);
  });

  test('may see the row that it hands over', async () => {
    await done('bob', 'createOwn(input: { id: "o", title: "mine" }) { id }');
    const handed = await done('bob', 'updateOwn(input: { id: "o", owner: "alice" }) { id title }');
    expect(handed).toEqual({ updateOwn: { id: 'o', title: 'mine' } });
    const answer = await mutate('bob', 'updateOwn(input: { id: "o", owner: "bob" }) { id title }');
    expect(answer.data).toEqual({ updateOwn: null });
    expect((await api.ask('alice', '{ getOwn(id: "o") { title } }')).data).toEqual({
      getOwn: { title: 'mine' },
    });
  });
});

test('a delete needs the right to delete each field that has rules of its own', async () => {
  await done('alice', 'createEmp(input: { id: "e", who: "bob" }) { id }');
  expect(outcomeOf(await mutate('bob', 'deleteEmp(input: { id: "e" }) { id }'))).toEqual(
    refused('deleteEmp', 'Unauthorized on [locked]'),
  );
  expect(await done('alice', 'deleteEmp(input: { id: "e" }) { id }')).toEqual({ deleteEmp: { id: 'e' } });
});

describe('a required relation to a row that the caller may not get', () => {
  const SECRET = 'Not Authorized to access secret on type Link';
  beforeAll(async () => {
    await done('alice', 'createSecret(input: { id: "x", text: "of alice" }) { id }');
    await done('bob', 'createLink(input: { id: "k", secretId: "x" }) { id }');
    await done('bob', 'createLine(input: { id: "j", linkId: "k" }) { id }');
    await done('alice', 'createSafe(input: { id: "v", keeper: "alice", code: "1" }) { id }');
  });

  test.each([
    ['createLink', 'createLink(input: { id: "n", secretId: "x" }) { id secret { id } }', SECRET],
    ['updateLink', 'updateLink(input: { id: "k", secretId: "x" }) { id secret { id } }', SECRET],
    ['deleteLink', 'deleteLink(input: { id: "k" }) { secret { text } }', SECRET],
    ['createLinks', 'createLinks(input: [{ id: "n", secretId: "x" }]) { id secret { id } }', SECRET],
    ['deleteLinks', 'deleteLinks(input: [{ id: "k" }]) { id secret { id } }', SECRET],
    ['deleteLine', 'deleteLine(input: { id: "j" }) { link { secret { id } } }', SECRET],
    [
      'createVault',
      'createVault(input: { id: "n", safeId: "v" }) { safe { code } }',
      'Not Authorized to access code on type Safe',
    ],
  ])('lets %s write nothing if it is selected', async (field, document, message) => {
    expect(outcomeOf(await mutate('bob', document))).toEqual(refused(field, message));
    const query =
      '{ n: getLink(id: "n") { id } k: getLink(id: "k") { id } getLine(id: "j") { id } getVault(id: "n") { id } }';
    expect((await api.ask('bob', query)).data).toEqual({
      n: null,
      k: { id: 'k' },
      getLine: { id: 'j' },
      getVault: null,
    });
  });
});

describe('a required relation to a row that is not there', () => {
  test('lets a create write nothing if it is selected', async () => {
    const answer = await mutate('bob', 'createTeam(input: { id: "t" }) { id coach { name } }');
    expect(outcomeOf(answer)).toEqual([
      { createTeam: null },
      [['createTeam', 'DANGLING_REFERENCE', '"coach" of Team is required, but no Coach refers to the row.']],
    ]);
    expect((await api.ask('bob', '{ getTeam(id: "t") { id } }')).data).toEqual({ getTeam: null });
  });

  test('is shown as it was by the delete that deletes it too', async () => {
    await done('bob', 'createTeam(input: { id: "t2" }) { id }');
    await done('bob', 'createCoach(input: { id: "c", teamId: "t2", name: "Ada" }) { id }');
    expect(await done('bob', 'deleteTeam(input: { id: "t2" }) { id coach { name } }')).toEqual({
      deleteTeam: { id: 't2', coach: { name: 'Ada' } },
    });
    const create = 'createLoop(input: { id: "1", nextId: "1", text: "own" }) { next { next { text } } }';
    expect(await done('bob', create)).toEqual({ createLoop: { next: { next: { text: 'own' } } } });
    const update = 'updateLoop(input: { id: "1", text: "new" }) { next { text } }';
    expect(await done('bob', update)).toEqual({ updateLoop: { next: { text: 'new' } } });
    expect(await done('bob', 'deleteLoops(input: [{ id: "1" }]) { id next { text } }')).toEqual({
      deleteLoops: [{ id: '1', next: { text: 'new' } }],
    });
  });
});

test('a mutation whose answer is lost by what only a read could show says that it was written', async () => {
  const answer = await mutate('bob', 'link(id: "l") { id secret { text } }');
  expect(answer.data).toEqual({ link: null });
  expect(answer.errors).toMatchObject([
    {
      message:
        'Not Authorized to access secret on type Link. The mutation "link" wrote its data before that.',
      path: ['link', 'secret'],
      extensions: { code: 'FORBIDDEN', written: ['link'] },
    },
  ]);
  expect((await api.ask('bob', '{ getLink(id: "l") { id } }')).data).toEqual({ getLink: { id: 'l' } });
});
