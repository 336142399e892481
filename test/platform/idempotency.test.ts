import { dropAllExpired } from '../../src/local/drop-all-expired.ts';
import type { Answer } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { partitionKeys } from '../golden/partition-keys.ts';
import { dump } from './dump.ts';
import { CREATE, isReplay, openIdempotencyRig, type IdempotencyRig } from './idempotency-rig.ts';

const HOUR = 3_600_000;

let rig: IdempotencyRig;
beforeAll(async () => {
  rig = await openIdempotencyRig();
});
afterAll(() => rig.api.close());
beforeEach(() => {
  Object.assign(rig, { ahead: 0, runs: 0, isLost: () => false });
});

describe('a mutation with an idempotency key', () => {
  it('has its effect once, and a repeat gets the first answer and says so', async () => {
    const key = rig.newKey();
    const first = await rig.tag(key, 'once');
    const second = await rig.tag(key, 'once');
    expect(dataOf(second)).toEqual(dataOf(first));
    expect(isReplay(first)).toEqual([undefined, undefined]);
    expect(isReplay(second)).toEqual(['true', ['createTag']]);
    expect(await rig.named('Tag', 'once')).toBe(1);
    expect(dataOf(await rig.tag(null, 'once'))).not.toEqual(dataOf(first));
  });

  it('gets the first answer also after the row has changed, and after it was deleted', async () => {
    const [create, update, remove] = [rig.newKey(), rig.newKey(), rig.newKey()];
    const { id } = dataOf(await rig.tag(create, 'old'))['createTag'] as { id: string };
    const set = 'mutation ($id: ID!) { updateTag(input: { id: $id, name: "new" }) { name } }';
    const drop = 'mutation ($id: ID!) { deleteTag(input: { id: $id }) { id name } }';
    for (const _attempt of [1, 2]) {
      expect(dataOf(await rig.ask('alice', update, set, { id }))).toEqual({ updateTag: { name: 'new' } });
      expect(dataOf(await rig.tag(create, 'old'))).toEqual({ createTag: { id, name: 'old' } });
    }
    for (const _attempt of [1, 2])
      expect(dataOf(await rig.ask('alice', remove, drop, { id }))).toEqual({
        deleteTag: { id, name: 'new' },
      });
    expect(dataOf(await rig.ask('alice', update, set, { id }))).toEqual({ updateTag: { name: 'new' } });
    expect(codesOf(await rig.ask('alice', rig.newKey(), drop, { id }))).toEqual(['NOT_FOUND']);
  });

  it('counts a version once, and its repeat writes no second audit event', async () => {
    const key = rig.newKey();
    const { data } = await rig.ask(
      'alice',
      rig.newKey(),
      'mutation { createNote(input: { text: "a" }) { id } }',
    );
    const { id } = data?.['createNote'] as { id: string };
    const set = `mutation ($id: ID!) { updateNote(input: { id: $id, text: "b", expectedVersion: 1 }) { revision } }`;
    for (const _attempt of [1, 2, 3])
      expect(dataOf(await rig.ask('alice', key, set, { id }))).toEqual({ updateNote: { revision: 2 } });
    const stored = await dump(rig.api);
    expect(JSON.stringify(stored).split('Note.updated')).toHaveLength(2);
  });

  it.each([
    ['other arguments', 'mutation { createTag(input: { name: "other" }) { id } }'],
    ['another mutation', 'mutation { createTag: createNote(input: { text: "x" }) { id } }'],
    ['another name in the answer', 'mutation { other: createTag(input: { name: "reused" }) { id } }'],
    [
      'a further mutation',
      'mutation { createTag(input: { name: "reused" }) { id } more: createTag(input: { name: "reused" }) { id } }',
    ],
  ])('is refused for good with %s under the same key, and writes nothing', async (_title, query) => {
    const key = rig.newKey();
    await rig.tag(key, 'reused');
    const before = await rig.named('Tag', 'reused');
    const answer = await rig.ask('alice', key, query);
    expect(new Set(codesOf(answer))).toEqual(new Set(['IDEMPOTENCY_KEY_REUSED']));
    expect(answer.errors[0]?.extensions).not.toHaveProperty('retryable');
    expect(await rig.named('Tag', 'reused')).toBe(before);
    expect(await rig.named('Tag', 'other')).toBe(0);
  });

  it('takes the same arguments as variables, as literals, in another order and with another selection', async () => {
    const key = rig.newKey();
    const first = await rig.ask('alice', key, CREATE, { input: { name: 'same', id: 'same' } });
    const query = 'mutation { createTag(input: { id: "same", name: "same" }) { name } }';
    const second = await rig.ask('alice', key, query);
    expect([dataOf(first), dataOf(second)]).toEqual([
      { createTag: { id: 'same', name: 'same' } },
      { createTag: { name: 'same' } },
    ]);
  });

  it('answers each mutation of a request with several', async () => {
    const key = rig.newKey();
    const query = `mutation {
      a: createTag(input: { name: "several" }) { id }
      b: createTag(input: { name: "several" }) { id }
    }`;
    const first = await rig.ask('alice', key, query);
    const second = await rig.ask('alice', key, query);
    expect(dataOf(second)).toEqual(dataOf(first));
    expect(isReplay(second)).toEqual(['true', ['a', 'b']]);
    expect(await rig.named('Tag', 'several')).toBe(2);
  });

  it('is another one if another user, another API key or another tenant sends the same key', async () => {
    const key = rig.newKey();
    const make = 'mutation { createApiKey(input: { name: "robot", roles: ["ADMIN"] }) { text } }';
    const texts = [];
    for (const one of [rig.newKey(), rig.newKey()])
      texts.push((dataOf(await rig.ask('alice', one, make))['createApiKey'] as { text: string }).text);
    const answers = [await rig.tag(key, 'callers'), await rig.tag(key, 'callers', 'bob')];
    for (const text of texts)
      answers.push(
        await rig.api.askAs(text, CREATE, { input: { name: 'callers' } }, { 'idempotency-key': key }),
      );
    expect(new Set(answers.map((answer) => JSON.stringify(dataOf(answer)))).size).toBe(4);
    expect(await rig.named('Tag', 'callers')).toBe(4);
    expect(isReplay(await rig.tag(key, 'callers', 'dave'))).toEqual([undefined, undefined]);
    expect([await rig.named('Tag', 'callers'), await rig.named('Tag', 'callers', 'dave')]).toEqual([4, 1]);
  });

  it('is another one in another tenant of the same user, and reaches only the partitions of its tenant', async () => {
    const key = { 'idempotency-key': rig.newKey() };
    const answers = [];
    for (const tenant of ['acme', 'globex', 'acme', 'globex'])
      answers.push(
        await rig.api.askAs(await rig.api.token('sam', tenant), CREATE, { input: { name: 'sam' } }, key),
      );
    const [acme, globex, again, globexAgain] = answers.map(dataOf);
    expect([again, globexAgain]).toEqual([acme, globex]);
    expect(acme).not.toEqual(globex);
    const partitions = answers.map(({ calls }) => calls.flatMap(({ command }) => partitionKeys(command)));
    for (const [at, tenant] of ['acme', 'globex', 'acme', 'globex'].entries())
      expect(partitions[at]?.filter((partition) => !partition.startsWith(`T#${tenant}#`))).toEqual([]);
  });

  it('runs again after 24 hours', async () => {
    const key = rig.newKey();
    const first = await rig.tag(key, 'expired');
    rig.ahead = 24 * HOUR - 60_000;
    expect(dataOf(await rig.tag(key, 'expired'))).toEqual(dataOf(first));
    rig.ahead = 24 * HOUR + 60_000;
    expect(dataOf(await rig.tag(key, 'expired'))).not.toEqual(dataOf(first));
  });

  it('leaves nothing once its answer has expired and the laptop has dropped it', async () => {
    const of = ({ key }: { readonly key: string }): boolean => key.includes('ANSWER');
    await rig.tag(rig.newKey(), 'dropped');
    const query = 'mutation { createRole(input: { name: "DROPPED", permissions: ["Tag:read"] }) { name } }';
    dataOf(await rig.ask('alice', rig.newKey(), query));
    const before = (await dump(rig.api)).filter(of).length;
    expect(await dropAllExpired(rig.api.jobParts)).toBe(0);
    rig.ahead = 72 * HOUR;
    expect(await dropAllExpired(rig.api.jobParts)).toBe(before);
    expect([before > 2, (await dump(rig.api)).filter(of)]).toEqual([true, []]);
  });

  it('runs again if it was refused, because it wrote nothing', async () => {
    const key = rig.newKey();
    const set = 'mutation { updateTag(input: { id: "later", name: "x" }) { name } }';
    expect(codesOf(await rig.ask('alice', key, set))).toEqual(['NOT_FOUND']);
    await rig.ask('alice', null, CREATE, { input: { id: 'later', name: 'y' } });
    expect(dataOf(await rig.ask('alice', key, set))).toEqual({ updateTag: { name: 'x' } });
  });

  it('makes one row of 20 requests at once, which get equal answers', async () => {
    for (const query of [
      'mutation { createTag(input: { name: "race" }) { id } }',
      'mutation { createTicket(input: { title: "race" }) { id } }',
      'mutation { createTags(input: [{ name: "race of many" }, { name: "race of many" }]) { id } }',
    ]) {
      const key = rig.newKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => rig.ask('alice', key, query)));
      expect(new Set(answers.map((answer) => JSON.stringify(dataOf(answer)))).size).toBe(1);
    }
    expect([await rig.named('Tag', 'race'), await rig.named('Ticket', 'race')]).toEqual([3, 1]);
  });

  it.each(['', ' ', 'two words', 'ä', 'x'.repeat(256)])('is refused if its key is %j', async (key) => {
    const answer = await rig.tag(key, 'malformed');
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
    expect(answer.errors[0]?.message).toContain('"idempotency-key"');
    expect(await rig.named('Tag', 'malformed')).toBe(0);
  });

  it('is refused if it has two keys', async () => {
    const answer = await rig.api.handle({
      headers: {
        authorization: `Bearer ${await rig.api.token('alice')}`,
        'content-type': 'application/json',
      },
      multiValueHeaders: { 'Idempotency-Key': ['a', 'b'] },
      body: JSON.stringify({ query: 'mutation { createTag(input: { name: "two" }) { id } }' }),
    });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });
});

describe('the cost of a key', () => {
  const callsOf = ({ calls }: Answer): string[] => calls.map(({ command }) => command.name);

  it('is no call without it, and one item of a transaction with it', async () => {
    expect(callsOf(await rig.tag(null, 'cost'))).toEqual(['PutItem']);
    const key = rig.newKey();
    const first = await rig.tag(key, 'cost');
    expect(callsOf(first)).toEqual(['TransactWriteItems']);
    expect(first.calls[0]?.command).toMatchObject({ input: { TransactItems: { length: 2 } } });
    expect(callsOf(await rig.tag(key, 'cost'))).toEqual(['TransactWriteItems']);
    const query = '{ listTags(limit: 1) { items { id } } }';
    expect(callsOf(await rig.ask('alice', rig.newKey(), query))).toEqual(
      callsOf(await rig.ask('alice', null, query)),
    );
  });

  it('is one read of what is kept if the repeat fails before it writes', async () => {
    const { id } = dataOf(await rig.tag(rig.newKey(), 'gone'))['createTag'] as { id: string };
    const key = rig.newKey();
    const drop = 'mutation ($id: ID!) { deleteTag(input: { id: $id }) { id } }';
    expect(callsOf(await rig.ask('alice', key, drop, { id }))).toEqual(['GetItem', 'TransactWriteItems']);
    expect(callsOf(await rig.ask('alice', key, drop, { id }))).toEqual(['GetItem', 'GetItem']);
  });
});

// The last tests: the gate then remembers members of a later time.
describe('a mutation with the key of a request that was carried out', () => {
  let later = 30 * HOUR;
  it.each([
    'createTag(input: { name: "closed" }) { id }',
    'twoSteps(name: "closed", then: "") { id }',
    'addTicket(title: "closed") { id }',
    'createApiKey(input: { name: "closed", roles: ["ADMIN"] }) { text }',
  ])('is refused while its tenant is read-only, and answered after that: %s', async (mutation) => {
    rig.ahead = later += HOUR;
    const key = rig.newKey();
    const first = dataOf(await rig.ask('alice', key, `mutation { ${mutation} }`));
    const operate = async (command: string): Promise<unknown> =>
      dataOf(await rig.api.askOperator('opal', `mutation { ${command} { id } }`));
    await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: "unpaid")');
    rig.ahead += 10_000;
    expect(codesOf(await rig.ask('alice', key, `mutation { ${mutation} }`))).toEqual(['READ_ONLY']);
    await operate('resumeTenant(id: "acme")');
    rig.ahead += 10_000;
    expect(dataOf(await rig.ask('alice', key, `mutation { ${mutation} }`))).toEqual(first);
  });
});

describe('a mutation with the key of a caller who has lost the right to make it', () => {
  it('is not answered', async () => {
    rig.ahead = 48 * HOUR;
    const key = rig.newKey();
    const query = 'mutation { createTicket(input: { title: "rights" }) { id title } }';
    await rig.ask('alice', key, query);
    const userId = rig.api.cognito.user('alice')?.sub ?? '';
    await rig.api.register.putMembership({ tenantId: 'acme', userId, username: 'alice', roles: ['MEMBER'] });
    rig.ahead += 10_000;
    const answer = await rig.ask('alice', key, query);
    expect([codesOf(answer), answer.data]).toEqual([['FORBIDDEN'], { createTicket: null }]);
  });
});
