import { isInputObjectType } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { readModel } from '../../src/model/index.ts';
import { cognitoIdentities } from '../../src/lambda/index.ts';
import { inProcess } from '../../src/local-cloud/cognito/index.ts';
import { withPlatform } from '../platform/audit-reader.ts';
import { keysOf } from '../platform/keys.ts';
import { openTestApi, POOL, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from './answers.ts';
import { documented, examples, sdl } from './owner-schemas.ts';

let api: TestApi;
/** The look-ups of members by name or id. */
let lookUps = 0;
beforeAll(async () => {
  api = await openTestApi({
    sdl: withPlatform(sdl + documented),
    throughControl: (send) => (command, options) => {
      if (/"NAME#/.test(JSON.stringify(command.input))) lookUps++;
      return send(command, options);
    },
  });
  await join('zoe', 'acme');
  await join('carol', 'globex');
});
afterAll(() => api.close());

/** Sends an operation with a new token, because a later user may have the name of a former one. */
const ask = async (user: string, text: string): Promise<Answer> => api.askAs(await api.token(user), text);
const query = (user: string, text: string): Promise<Answer> => ask(user, `{ ${text} }`);
const mutate = (user: string, text: string): Promise<Answer> => ask(user, `mutation { ${text} }`);
const sub = (username: string): string => api.cognito.user(username)?.sub ?? '';

/** Makes a user, and a member of a tenant. */
async function join(username: string, tenantId: string): Promise<string> {
  const email = `user${Math.random().toString(36).slice(2)}@example.test`;
  const { sub: userId } = await api.cognito.putUser({ username, email, password: 'a password' });
  await api.register.putMembership({ tenantId, userId, username, email });
  return userId;
}

/** Ends the membership of a user and deletes the user, so that the name is free. */
async function free(username: string): Promise<void> {
  await api.register.removeMembership('acme', sub(username));
  await cognitoIdentities({ ...POOL, client: inProcess(api.cognito) }).remove(username);
}

describe('an owner', () => {
  it('is compared by user id, so that no username imitates it', async () => {
    dataOf(await mutate('bob', 'createNote(input: { id: "secret", text: "private" }) { id }'));
    dataOf(await mutate('bob', 'createByName(input: { id: "secret" }) { id }'));
    for (const name of [`${sub('bob')}::bob`, 'x::bob', 'key:bob', `x::${sub('bob')}::bob`]) {
      await join(name, 'acme');
      expect(idsOf(await query(name, 'listNotes { items { id } }'))).toEqual([]);
      expect(idsOf(await query(name, 'listByNames { items { id } }'))).toEqual([]);
      expect(codesOf(await query(name, 'getNote(id: "secret") { text }'))).toEqual(['FORBIDDEN']);
      const update = await mutate(name, 'updateNote(input: { id: "secret", text: "mine" }) { id }');
      expect(codesOf(update)).toEqual(['FORBIDDEN']);
      expect(codesOf(await mutate(name, 'deleteNote(input: { id: "secret" }) { id }'))).toEqual([
        'FORBIDDEN',
      ]);
    }
    expect(idsOf(await query('bob', 'listByNames { items { id } }'))).toEqual(['secret']);
  });

  it('is shown by the whole username, also if it contains the mark', async () => {
    await join('u::v', 'acme');
    const created = dataOf(await mutate('u::v', 'createMemo(input: { id: "uv" }) { owner }'));
    expect(created['createMemo']).toEqual({ owner: 'u::v' });
    expect(idsOf(await query('u::v', 'memosByOwner(owner: "u::v") { items { id } }'))).toEqual(['uv']);
    expect(idsOf(await query('bob', 'listMemos(filter: { owner: { eq: "v" } }) { items { id } }'))).toEqual(
      [],
    );
  });

  it('loses nothing to a later user of the same name', async () => {
    await join('temp', 'acme');
    dataOf(await mutate('temp', 'createMemo(input: { id: "former", owner: "temp" }) { id }'));
    dataOf(
      await mutate('alice', 'createDoc(input: { id: "former", author: "alice", editors: ["temp"] }) { id }'),
    );
    await free('temp');
    await join('temp', 'acme');
    expect(codesOf(await mutate('temp', 'updateMemo(input: { id: "former", text: "x" }) { id }'))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await query('temp', 'getDoc(id: "former") { id }'))).toEqual(['FORBIDDEN']);
    expect(idsOf(await query('temp', 'memosByOwner(owner: "temp") { items { id } }'))).toEqual([]);
    const shown = dataOf(await query('temp', 'getMemo(id: "former") { owner }'));
    expect(shown['getMemo']).toEqual({ owner: 'temp' });
    expect(
      idsOf(await query('bob', 'listMemos(filter: { owner: { eq: "temp" } }) { items { id } }')),
    ).toEqual(['former']);
    const kept = await mutate(
      'alice',
      'updateDoc(input: { id: "former", author: "alice", editors: ["temp"], title: "t" }) { editors }',
    );
    expect(dataOf(kept)['updateDoc']).toEqual({ editors: ['temp'] });
    expect(codesOf(await query('temp', 'getDoc(id: "former") { id }'))).toEqual(['FORBIDDEN']);
  });

  it('that is an API key is shown and found by its id', async () => {
    const key = await keysOf(() => api).makeKey({ name: 'bob', roles: ['MEMBER'] });
    const name = `key:${key.id}`;
    const created = await api.askAs(key.text, 'mutation { createMemo(input: { id: "by-key" }) { owner } }');
    expect(dataOf(created)['createMemo']).toEqual({ owner: name });
    expect(idsOf(await query('bob', `memosByOwner(owner: "${name}") { items { id } }`))).toEqual(['by-key']);
    dataOf(
      await mutate('alice', `createDoc(input: { id: "k", author: "alice", editors: ["${name}"] }) { id }`),
    );
    expect(codesOf(await api.askAs(key.text, '{ getDoc(id: "k") { id } }'))).toEqual([]);
    const unknown = await mutate(
      'alice',
      'createDoc(input: { author: "alice", editors: ["key:none"] }) { id }',
    );
    expect(codesOf(unknown)).toEqual(['VALIDATION_FAILED']);
  });
});

describe('the name of an owner', () => {
  beforeAll(async () => {
    dataOf(await mutate('bob', 'createMemo(input: { id: "m1", text: "x" }) { owner }'));
    dataOf(await mutate('bob', 'createMemo(input: { id: "m2", text: "y", owner: "bob" }) { owner }'));
    dataOf(await mutate('zoe', 'createMemo(input: { id: "z" }) { owner }'));
    dataOf(await mutate('bob', 'createDoc(input: { id: "d", editors: ["bob", "zoe"] }) { id }'));
  });

  it('finds rows by an index, however the owner was given', async () => {
    for (const user of ['bob', 'zoe', 'alice'])
      expect(idsOf(await query(user, 'memosByOwner(owner: "bob") { items { id } }'))).toEqual(['m1', 'm2']);
    expect(idsOf(await query('zoe', `memosByOwner(owner: "${sub('bob')}") { items { id } }`))).toEqual([
      'm1',
      'm2',
    ]);
    expect(idsOf(await query('bob', 'memosByOwner(owner: "carol") { items { id } }'))).toEqual([]);
    expect(idsOf(await query('bob', 'memosByOwner(owner: "no one") { items { id } }'))).toEqual([]);
  });

  it.each([
    ['eq: "bob"', ['m1', 'm2']],
    ['ne: "bob"', ['z']],
    ['in: ["bob", "none"]', ['m1', 'm2']],
    ['beginsWith: "bo"', ['m1', 'm2']],
    ['contains: "o"', ['m1', 'm2', 'z']],
    ['notContains: "ob"', ['z']],
    ['between: ["a", "c"]', ['m1', 'm2']],
    ['gt: "bob"', ['z']],
    ['le: "bob"', ['m1', 'm2']],
    ['size: { eq: 3 }', ['m1', 'm2', 'z']],
    ['attributeExists: false', []],
    ['attributeType: string', ['m1', 'm2', 'z']],
  ])('is what the filter %s compares, in lists, counts and totals', async (filter, expected) => {
    const all = `{ and: [{ owner: { ${filter} } }, { id: { in: ["m1", "m2", "z"] } }] }`;
    expect(idsOf(await query('zoe', `listMemos(filter: ${all}) { items { id } }`))).toEqual(expected);
    const counted = dataOf(
      await query('zoe', `countMemos(filter: ${all}) listMemos(filter: ${all}) { totalCount }`),
    );
    expect(counted).toEqual({ countMemos: expected.length, listMemos: { totalCount: expected.length } });
  });

  it('is compared in an or and a not, next to other fields, page by page', async () => {
    const filter =
      '{ or: [{ not: { owner: { eq: "bob" } } }, { text: { eq: "y" } }], id: { in: ["m1", "m2", "z"] } }';
    const first = await query('bob', `listMemos(filter: ${filter}, limit: 1) { items { id } nextToken }`);
    const { items, nextToken } = dataOf(first)['listMemos'] as { items: unknown; nextToken: string };
    expect(items).toEqual([{ id: 'm2' }]);
    const second = `listMemos(filter: ${filter}, limit: 1, nextToken: "${nextToken}") { items { id } }`;
    expect(idsOf(await query('bob', second))).toEqual(['z']);
  });

  it('is compared in a list of owners', async () => {
    for (const [filter, found] of [
      ['contains: "zoe"', true],
      ['contains: "zo"', false],
      [`contains: "${sub('zoe')}"`, true],
      ['notContains: "zoe"', false],
      ['size: { eq: 2 }', true],
    ] as const)
      expect(
        idsOf(await query('bob', `listDocs(filter: { editors: { ${filter} } }) { items { id } }`)),
      ).toEqual(found ? ['d'] : []);
  });

  it('is compared in the condition of a write', async () => {
    const update = (condition: string): Promise<Answer> =>
      mutate(
        'bob',
        `updateMemo(input: { id: "m1", text: "x" }, condition: { owner: { ${condition} } }) { owner }`,
      );
    for (const condition of ['eq: "bob"', 'beginsWith: "bo"', 'in: ["bob"]', 'ne: "zoe"'])
      expect(dataOf(await update(condition))['updateMemo']).toEqual({ owner: 'bob' });
    for (const condition of ['eq: "zoe"', 'ne: "bob"', 'beginsWith: "z"', 'attributeExists: false'])
      expect(codesOf(await update(condition))).toEqual(['CONDITION_FAILED']);
    const remove = 'deleteMemo(input: { id: "m1" }, condition: { owner: { contains: "z" } }) { id }';
    expect(codesOf(await mutate('bob', remove))).toEqual(['CONDITION_FAILED']);
    const create = 'createMemo(input: { id: "m3" }, condition: { owner: { eq: "bob" } }) { id }';
    expect(codesOf(await mutate('bob', create))).toEqual(['CONDITION_FAILED']);
  });

  it('makes a list of editors, whom later users of the name do not follow', async () => {
    const [editor] = [await join('editor', 'acme')];
    dataOf(
      await mutate(
        'alice',
        'createDoc(input: { id: "e", author: "alice", editors: ["editor"] }) { editors }',
      ),
    );
    expect(dataOf(await query('editor', 'getDoc(id: "e") { editors }'))['getDoc']).toEqual({
      editors: ['editor'],
    });
    const byId = `createDoc(input: { id: "e2", author: "alice", editors: ["${editor}"] }) { editors }`;
    expect(dataOf(await mutate('alice', byId))['createDoc']).toEqual({ editors: ['editor'] });
    await free('editor');
    await join('editor', 'acme');
    expect(idsOf(await query('editor', 'listDocs { items { id } }'))).toEqual([]);
  });

  it('must be of a member: a user of another tenant is refused as one who does not exist', async () => {
    const answers = [];
    for (const name of ['carol', 'no one', sub('carol'), `${sub('carol')}::zoe`]) {
      const answer = await mutate(
        'alice',
        `createDoc(input: { id: "f", author: "alice", editors: ["alice", "${name}"] }) { id }`,
      );
      expect(codesOf(answer)).toEqual(['VALIDATION_FAILED']);
      answers.push(messagesOf(answer)[0]?.replace(name, 'NAME'));
    }
    expect(new Set(answers)).toEqual(
      new Set(['Field editors of type Doc names "NAME", who is no member of this tenant.']),
    );
  });

  it('is looked up for at most 100 other members in a request', async () => {
    const names = JSON.stringify(Array.from({ length: 300 }, (_, n) => `no one ${n}`));
    lookUps = 0;
    const answer = await mutate('alice', `createDoc(input: { author: "alice", editors: ${names} }) { id }`);
    expect(messagesOf(answer)).toEqual(['A request may name at most 100 other members.']);
    expect(lookUps).toBe(100);
  });

  it('costs a look-up only for other users, each once in a request', async () => {
    lookUps = 0;
    dataOf(
      await mutate(
        'bob',
        'a: createMemo(input: { id: "c1", owner: "bob" }) { id } b: updateMemo(input: { id: "c1", owner: "bob" }) { id } c: deleteMemo(input: { id: "c1" }) { id }',
      ),
    );
    dataOf(
      await query(
        'bob',
        'memosByOwner(owner: "bob") { items { owner } } listMemos(filter: { owner: { eq: "zoe" } }) { items { id } }',
      ),
    );
    expect(lookUps).toBe(0);
    dataOf(
      await query(
        'bob',
        'a: memosByOwner(owner: "zoe") { nextToken } b: memosByOwner(owner: "zoe") { totalCount }',
      ),
    );
    expect(lookUps).toBe(1);
  });
});

describe('members of two tenants with one name', () => {
  const OTHER = '00000000-0000-4000-8000-00000000000f';
  beforeAll(() => api.register.putMembership({ tenantId: 'globex', userId: OTHER, username: 'zoe' }));

  it('are distinct: a name means the member of the tenant of the caller', async () => {
    const create = (user: string, id: string) =>
      mutate(user, `createVault(input: { id: "${id}", userId: "zoe" }) { userId }`);
    expect(dataOf(await create('bob', 'ours'))['createVault']).toEqual({ userId: sub('zoe') });
    expect(dataOf(await create('dave', 'theirs'))['createVault']).toEqual({ userId: OTHER });
    for (const user of ['bob', 'zoe', 'alice'])
      expect(
        idsOf(await query(user, 'listVaults(filter: { id: { beginsWith: "the" } }) { items { id } }')),
      ).toEqual([]);
  });

  it('leave no name behind when a membership ends', async () => {
    await api.register.removeMembership('globex', OTHER);
    const answer = await mutate('dave', 'createVault(input: { userId: "zoe" }) { userId }');
    expect(codesOf(answer)).toEqual(['VALIDATION_FAILED']);
  });
});

describe('docs/schema.md on owners', () => {
  it('shows operations with the data that the API returns', async () => {
    expect(examples).toHaveLength(2);
    for (const [, operation = '', data = ''] of examples)
      expect(dataOf(await ask('alice', operation))).toEqual(JSON.parse(data));
  });
});

describe('an owner field', () => {
  it('may be the primary key', async () => {
    dataOf(await mutate('bob', 'createDesk(input: { who: "bob", color: "red" }) { who }'));
    expect(messagesOf(await mutate('bob', 'createDesk(input: { who: "bob" }) { who }'))).toEqual([
      'The Desk with who "bob" exists already.',
    ]);
    expect(codesOf(await mutate('zoe', 'createDesk(input: { who: "bob" }) { who }'))).toEqual(['FORBIDDEN']);
    const desk = { who: 'bob', color: 'red' };
    expect(dataOf(await query('zoe', 'getDesk(who: "bob") { who color }'))['getDesk']).toEqual(desk);
    expect(dataOf(await query('zoe', 'listDesks(who: "bob") { items { who color } }'))['listDesks']).toEqual({
      items: [desk],
    });
    dataOf(
      await mutate(
        'bob',
        'updateDesk(input: { who: "bob", color: "blue" }, condition: { who: { eq: "bob" } }) { who }',
      ),
    );
    expect(codesOf(await mutate('zoe', 'updateDesk(input: { who: "bob", color: "x" }) { who }'))).toEqual([
      'FORBIDDEN',
    ]);
    expect(dataOf(await query('bob', 'getDesk(who: "carol") { who }'))['getDesk']).toBeNull();
  });

  it('that is a key is text in conditions, as in Amplify', () => {
    const { model } = readModel([{ file: 'test', text: sdl }]);
    for (const compat of [false, true]) {
      const { ModelDeskConditionInput: condition } = compile(model, {}, { compat }).getTypeMap();
      expect(condition && isInputObjectType(condition) && String(condition.getFields()['who']?.type)).toBe(
        'ModelStringInput',
      );
    }
  });

  it('is joined by relations in the same form', async () => {
    dataOf(await mutate('zoe', 'createDesk(input: { who: "zoe" }) { who }'));
    const drawer = dataOf(
      await mutate('bob', 'createDrawer(input: { id: "1", deskWho: "zoe" }) { deskWho desk { who } }'),
    );
    expect(drawer['createDrawer']).toEqual({ deskWho: 'zoe', desk: { who: 'zoe' } });
    const desk = dataOf(await query('bob', 'getDesk(who: "zoe") { drawers { items { id deskWho } } }'));
    expect(desk['getDesk']).toEqual({ drawers: { items: [{ id: '1', deskWho: 'zoe' }] } });
    expect(codesOf(await mutate('bob', 'createDrawer(input: { id: "2", deskWho: "carol" }) { id }'))).toEqual(
      ['DANGLING_REFERENCE'],
    );
    expect(
      idsOf(await query('bob', 'listDrawers(filter: { deskWho: { eq: "zoe" } }) { items { id } }')),
    ).toEqual(['1']);
  });

  it('is unique by user, and searched by name in an index', async () => {
    dataOf(await mutate('bob', 'createSeat(input: { id: "s1", room: "r" }) { id }'));
    expect(
      codesOf(await mutate('bob', 'createSeat(input: { id: "s2", room: "r", owner: "bob" }) { id }')),
    ).toEqual(['NOT_UNIQUE']);
    dataOf(await mutate('zoe', 'createSeat(input: { id: "s3", room: "r" }) { id }'));
    const seats = (condition: string): Promise<Answer> =>
      query('bob', `seatsByRoom(room: "r", owner: { ${condition} }) { items { id } }`);
    expect(idsOf(await seats('eq: "zoe"'))).toEqual(['s3']);
    expect(idsOf(await seats('beginsWith: "bo"'))).toEqual(['s1']);
    expect(idsOf(await seats('between: ["a", "c"]'))).toEqual(['s1']);
  });

  it('with identityClaim "sub" shows and takes user ids', async () => {
    const created = dataOf(await mutate('bob', 'createVault(input: { id: "v" }) { userId }'));
    expect(created['createVault']).toEqual({ userId: sub('bob') });
    expect(
      codesOf(await mutate('bob', `createVault(input: { id: "w", userId: "${sub('carol')}" }) { id }`)),
    ).toEqual(['VALIDATION_FAILED']);
    dataOf(await mutate('bob', `createVault(input: { id: "x", userId: "${sub('zoe')}" }) { id }`));
    expect(
      idsOf(
        await query(
          'bob',
          `listVaults(filter: { id: { eq: "x" }, userId: { eq: "${sub('zoe')}" } }) { items { id } }`,
        ),
      ),
    ).toEqual(['x']);
    dataOf(await mutate('zoe', 'deleteVault(input: { id: "x" }) { id }'));
  });

  it('with identityClaim "email" shows and takes addresses', async () => {
    const sent = await mutate('alice', 'createMail(input: { id: "1", to: "Bob@acme.test" }) { id }');
    expect(codesOf(sent)).toEqual([]);
    expect(dataOf(await query('bob', 'listMail { items { id to } }'))).toEqual({
      listMail: { items: [{ id: '1', to: 'bob@acme.test' }] },
    });
    expect(idsOf(await query('zoe', 'listMail { items { id } }'))).toEqual([]);
    expect(codesOf(await mutate('alice', 'createMail(input: { id: "2", to: "x@y.test" }) { id }'))).toEqual([
      'VALIDATION_FAILED',
    ]);
  });

  it('shows the name in conflicts and in the audit', async () => {
    dataOf(await mutate('bob', 'createLog(input: { id: "l" }) { id }'));
    const stale = await mutate('bob', 'updateLog(input: { id: "l", expectedVersion: 7 }) { id }');
    expect(stale.errors[0]?.extensions['current']).toMatchObject({ owner: 'bob' });
    const events = dataOf(
      await query('alice', 'auditEvents(filter: { entityId: "l" }) { items { detail } }'),
    );
    expect(JSON.stringify(events)).toContain('bob');
    expect(JSON.stringify(events)).not.toContain('::bob');
  });
});
