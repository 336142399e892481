import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { sweepLater } from '../shared/sweep.ts';
import { startFaultProxy, type FaultProxy } from '../store/fault-proxy.ts';
import { partitionOf } from '../shared/partition-of.ts';

// An index of DynamoDB shows a write later than the table does. Truth is what the rows of a whole type say.

const sdl = /* GraphQL */ `
  type Account @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tickets: [Ticket] @hasMany(onDelete: CASCADE)
    visits: [Visit] @hasMany(onDelete: SET_NULL)
    tags: [Tag] @manyToMany(relationName: "AccountTag")
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    accounts: [Account] @manyToMany(relationName: "AccountTag")
  }
  type Ticket @model @auth(rules: [{ allow: private }]) {
    id: ID!
    replies: [Reply] @hasMany(onDelete: CASCADE)
  }
  type Reply @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Visit @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Vault @model @auth(rules: [{ allow: private }]) {
    id: ID!
    seals: [Seal] @hasMany(onDelete: RESTRICT)
    coins: [Coin] @hasMany(onDelete: CASCADE)
  }
  type Seal @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Coin @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Bank @model @auth(rules: [{ allow: private }]) {
    id: ID!
    vaults: [Vault] @hasMany(onDelete: CASCADE)
  }
  type Box @model @auth(rules: [{ allow: private }]) {
    id: ID!
    inner: [Box] @hasMany(indexName: "byOuter", fields: ["id"], onDelete: RESTRICT)
    things: [Thing] @hasMany(onDelete: CASCADE)
    labels: [Label] @hasMany(indexName: "byBox", fields: ["id"], onDelete: RESTRICT)
    outerId: ID @index(name: "byOuter")
  }
  type Thing @model @auth(rules: [{ allow: private }]) {
    id: ID!
    labels: [Label] @hasMany(indexName: "byThing", fields: ["id"], onDelete: CASCADE)
  }
  type Label @model @auth(rules: [{ allow: private }]) {
    id: ID!
    boxId: ID! @index(name: "byBox")
    thingId: ID @index(name: "byThing")
  }
  type Mutation {
    close(id: ID!): Boolean @auth(rules: [{ allow: private }])
  }
`;

let api: TestApi;
let proxy: FaultProxy;
/** In milliseconds. With Infinity, the indexes stay as they are. */
let lag = 0;
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    resolvers: {
      Mutation: {
        close: async (_root, { id }, { store }) => {
          await store.transact(async (tables) => {
            await tables.Account?.delete({ id: String(id) });
          });
          return true;
        },
      },
    },
    behind: async (endpoint) => {
      proxy = await startFaultProxy(endpoint, () => null, { indexLag: () => lag });
      return proxy.endpoint;
    },
  });
});
afterAll(async () => {
  proxy.stop();
  await api.close();
});
beforeEach(() => {
  lag = 0;
});

const mutate = (field: string): Promise<Answer> => api.ask('alice', `mutation { ${field} }`);
const create = async (type: string, id: string, values = ''): Promise<unknown> =>
  dataOf(await mutate(`create${type}(input: { id: "${id}", ${values} }) { id }`));
const createAll = async (plural: string, ids: readonly string[], values: string) => {
  for (let at = 0; at < ids.length; at += 40) {
    const rows = ids.slice(at, at + 40).map((id) => `{ id: "${id}", ${values} }`);
    dataOf(await mutate(`create${plural}(input: [${rows.join(' ')}]) { id }`));
  }
};
const remove = (type: string, id: string): Promise<Answer> =>
  mutate(`delete${type}(input: { id: "${id}" }) { id }`);
/** Brings the index up to date for the rows of a list. */
const showInIndex = async (type: string, id: string, list: string): Promise<unknown> =>
  dataOf(await api.ask('alice', `{ get${type}(id: "${id}") { ${list}(limit: 1) { items { id } } } }`));
const numbered = (prefix: string, length: number): string[] =>
  Array.from({ length }, (_, at) => `${prefix}-${at}`);

/** Returns the items of a type whose id begins so, as stored. */
async function stored(type: string, prefix: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { Items = [] } = await api.direct({
    name: 'Query',
    input: {
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': '__pk' },
      ExpressionAttributeValues: {
        ':pk': type.endsWith('#') ? `T#acme#${type}` : partitionOf('acme', type, api.model),
      },
      ScanIndexForward: true,
      ConsistentRead: true,
    },
  });
  return Items.filter(({ id }) => typeof id === 'string' && id.startsWith(prefix));
}

describe.each([50, 500, 1000, 3000])('with an index that lags %i ms', (milliseconds) => {
  test('a row is deleted at once, and a sweep deletes all that was created for it just before, six times of six', async () => {
    const ids = numbered(`l${milliseconds}`, 6);
    await create('Tag', `l${milliseconds}`);
    lag = milliseconds;
    const answers = await Promise.all(
      ids.map(async (id) => {
        await create('Account', id);
        await create('Ticket', id, `accountTicketsId: "${id}"`);
        await create('Reply', id, `ticketRepliesId: "${id}"`);
        await create('Visit', id, `accountVisitsId: "${id}"`);
        await create('AccountTag', id, `accountId: "${id}", tagId: "l${milliseconds}"`);
        return remove('Account', id);
      }),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await stored('Account', `l${milliseconds}-`)).toEqual([]);
    lag = 0;
    await sweepLater(api);
    for (const type of ['Ticket', 'Reply', 'AccountTag'])
      expect([type, await stored(type, `l${milliseconds}-`)]).toEqual([type, []]);
    const visits = await stored('Visit', `l${milliseconds}-`);
    expect(visits.map(({ accountVisitsId = null }) => accountVisitsId)).toEqual(Array(6).fill(null));
    for (const partition of ['JOB#', 'SWEEP#']) expect(await stored(partition, '')).toEqual([]);
  });
});

describe('while an index shows nothing new', () => {
  test('a row that RESTRICT protects since a moment ago is not deleted', async () => {
    await create('Vault', 'v1');
    lag = Infinity;
    await create('Seal', 'v1', 'vaultSealsId: "v1"');
    expect(codesOf(await remove('Vault', 'v1'))).toEqual(['STILL_REFERENCED']);
    expect(await stored('Vault', 'v1')).toHaveLength(1);
  });

  test.each([
    ['deleted', 'deleteSeal(input: { id: "v2" }) { id }'],
    ['moved', 'updateSeal(input: { id: "v2", vaultSealsId: "v3" }) { id }'],
  ])('a row is deleted whose RESTRICT row was %s a moment ago', async (_how, change) => {
    await create('Vault', 'v2');
    await create('Vault', 'v3');
    await create('Seal', 'v2', 'vaultSealsId: "v2"');
    lag = Infinity;
    dataOf(await mutate(change));
    expect(codesOf(await remove('Vault', 'v2'))).toEqual([]);
    expect(await stored('Vault', 'v2')).toEqual([]);
    lag = 0;
    await mutate('deleteSeal(input: { id: "v2" }) { id }');
    dataOf(await remove('Vault', 'v3'));
  });

  test('a delete that a grandchild restricts since a moment ago is refused', async () => {
    await create('Bank', 'b');
    await create('Vault', 'b', 'bankVaultsId: "b"');
    lag = Infinity;
    await create('Seal', 'b', 'vaultSealsId: "b"');
    expect(codesOf(await remove('Bank', 'b'))).toEqual(['STILL_REFERENCED']);
    expect(await stored('Bank', 'b')).toHaveLength(1);
  });

  test('a delete is refused that a new grandchild of a new child restricts', async () => {
    await create('Bank', 'new');
    lag = Infinity;
    await create('Vault', 'new', 'bankVaultsId: "new"');
    await create('Seal', 'new', 'vaultSealsId: "new"');
    expect(codesOf(await remove('Bank', 'new'))).toEqual(['STILL_REFERENCED']);
    dataOf(await mutate('deleteSeal(input: { id: "new" }) { id }'));
    dataOf(await remove('Bank', 'new'));
    expect(await stored('Vault', 'new')).toEqual([]);
  });

  test('a large delete is refused that a row restricts since a moment ago', async () => {
    await create('Vault', 'large');
    await create('Vault', 'other');
    await createAll('Coins', numbered('large', 120), 'vaultCoinsId: "large"');
    await showInIndex('Vault', 'large', 'coins');
    lag = Infinity;
    dataOf(await mutate('updateCoin(input: { id: "large-0", vaultCoinsId: "other" }) { id }'));
    await create('Seal', 'large', 'vaultSealsId: "large"');
    expect(codesOf(await remove('Vault', 'large'))).toEqual(['STILL_REFERENCED']);
    expect(await stored('Vault', 'large')).toHaveLength(1);
    expect(await stored('Coin', 'large')).toHaveLength(120);
    dataOf(await mutate('deleteSeal(input: { id: "large" }) { id }'));
    lag = 0;
    dataOf(await remove('Vault', 'large'));
    expect(await stored('Coin', 'large')).toHaveLength(1);
  });

  test('a large delete is refused that a grandchild restricts since a moment ago', async () => {
    await create('Bank', 'large');
    await createAll('Vaults', numbered('of-large', 100), 'bankVaultsId: "large"');
    await showInIndex('Bank', 'large', 'vaults');
    lag = Infinity;
    await create('Seal', 'of-large', 'vaultSealsId: "of-large-7"');
    expect(codesOf(await remove('Bank', 'large'))).toEqual(['STILL_REFERENCED']);
    dataOf(await mutate('deleteSeal(input: { id: "of-large" }) { id }'));
    await create('Vault', 'of-large-new', 'bankVaultsId: "large"');
    await create('Seal', 'of-large', 'vaultSealsId: "of-large-new"');
    expect(codesOf(await remove('Bank', 'large'))).toEqual(['STILL_REFERENCED']);
    expect(await stored('Vault', 'of-large')).toHaveLength(101);
    lag = 0;
    dataOf(await mutate('deleteSeal(input: { id: "of-large" }) { id }'));
    dataOf(await remove('Bank', 'large'));
    expect(await stored('Vault', 'of-large')).toEqual([]);
  });

  test.each([0, 120])(
    'a row with %i children is deleted that only rows restrict which go with it',
    async (things) => {
      const id = `box-${things}`;
      await create('Box', id);
      await createAll('Things', numbered(id, things + 1), `boxThingsId: "${id}"`);
      await create('Label', id, `boxId: "${id}", thingId: "${id}-0"`);
      await showInIndex('Box', id, 'things');
      lag = Infinity;
      dataOf(await mutate(`updateBox(input: { id: "${id}", outerId: "${id}" }) { id }`));
      dataOf(await remove('Box', id));
      lag = 0;
      for (const type of ['Box', 'Thing', 'Label'])
        expect([type, await stored(type, id)]).toEqual([type, []]);
    },
  );

  test.each([1, 120])(
    'a child that moved to another parent outlives the old one with %i other children',
    async (others) => {
      await create('Account', `old-${others}`);
      await create('Account', `new-${others}`);
      const toOld = `accountTicketsId: "old-${others}"`;
      await createAll('Tickets', numbered(`stays-${others}`, others), toOld);
      await create('Ticket', `moves-${others}`, toOld);
      await create('Visit', `moves-${others}`, `accountVisitsId: "old-${others}"`);
      for (const list of ['tickets', 'visits']) await showInIndex('Account', `old-${others}`, list);
      lag = Infinity;
      dataOf(
        await mutate(
          `updateTicket(input: { id: "moves-${others}", accountTicketsId: "new-${others}" }) { id }`,
        ),
      );
      dataOf(
        await mutate(
          `updateVisit(input: { id: "moves-${others}", accountVisitsId: "new-${others}" }) { id }`,
        ),
      );
      await create('Ticket', `comes-${others}`, toOld);
      dataOf(await remove('Account', `old-${others}`));
      const [ticket] = await stored('Ticket', `moves-${others}`);
      expect(ticket).toMatchObject({ accountTicketsId: `new-${others}` });
      expect(await stored('Visit', `moves-${others}`)).toMatchObject([{ accountVisitsId: `new-${others}` }]);
      expect(await stored('Ticket', `stays-${others}`)).toEqual([]);
      lag = 0;
      await sweepLater(api);
      expect(await stored('Ticket', `comes-${others}`)).toEqual([]);
      dataOf(await remove('Account', `new-${others}`));
      expect(await stored('Ticket', `moves-${others}`)).toEqual([]);
    },
  );

  test('a transaction of a resolver deletes such a row, and a sweep deletes what was created for it', async () => {
    await create('Account', 'closed');
    lag = Infinity;
    await create('Ticket', 'closed', 'accountTicketsId: "closed"');
    dataOf(await mutate('close(id: "closed")'));
    lag = 0;
    await sweepLater(api);
    expect(await stored('Ticket', 'closed')).toEqual([]);
  });
});

test('a number of referrers that an earlier version counted in a row is ignored', async () => {
  await create('Account', 'counted');
  await create('Ticket', 'counted', 'accountTicketsId: "counted"');
  await api.direct({
    name: 'UpdateItem',
    input: {
      Key: { __pk: partitionOf('acme', 'Account', api.model), __sk: 'counted#' },
      UpdateExpression: 'ADD #n :by',
      ExpressionAttributeNames: { '#n': '__referrers' },
      ExpressionAttributeValues: { ':by': 3 },
    },
  });
  dataOf(await remove('Account', 'counted'));
  for (const type of ['Account', 'Ticket']) expect(await stored(type, 'counted')).toEqual([]);
});
