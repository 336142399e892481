import { randomUUID } from 'node:crypto';

import { GraphQLError } from 'graphql';

import type { CustomResolvers, ResolverTable } from '../../src/engine/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump } from '../platform/dump.ts';
import { codesOf, dataOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Ticket @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    number: Int
    title: String! @validate(type: minLength, value: "1")
    state: State
      @default(value: "OPEN")
      @index(name: "byState", sortKeyFields: ["number"], queryField: "ticketsByState")
    shout(times: Int = 2, mark: Mark = BANG): String
    twin: Ticket
    mood: Mood @index(name: "valueOf", queryField: "ticketsByMood")
  }
  enum Mood {
    constructor
    toString
    hasOwnProperty
  }
  enum State {
    OPEN
    SHUT
  }
  enum Mark {
    BANG
    QUERY
  }
  type Stats {
    count: Int!
    note(prefix: String!): String
  }
  type Pair {
    first: Ticket!
    all: [Ticket]
  }
  input Span {
    from: Int! = 1
    to: Int
    states: [State!] = [OPEN]
  }
  type Query {
    echo(text: String!, span: Span = { to: 5 }): String
    stats: Stats
    pair: Pair
    secret: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    mine: String @aws_auth(cognito_groups: ["MEMBER"])
    everybodys(id: ID!): Ticket
    counts: [Int!]
    broken: String
    deliberate: String
    foreign: String
  }
  type Mutation {
    issue(title: String!): Ticket
    issueMany(titles: [String!]!, gapless: Boolean! = false): [Ticket!]
    swap(a: ID!, b: ID!): Boolean
    shut(id: ID!): Ticket
    shout(text: String!): Shouted
  }
  type Shouted {
    text: String
    at: AWSDateTime
  }
  type Subscription {
    changed: Ticket @aws_subscribe(mutations: ["updateTicket"])
    shouted(text: String): Shouted @aws_subscribe(mutations: ["shout"])
  }
`;

const tickets = (tables: Readonly<Record<string, ResolverTable>>): ResolverTable =>
  tables['Ticket'] as ResolverTable;

/** How often the resolver of "shout" has run to its end. */
let shouts = 0;

const resolvers: CustomResolvers = {
  Ticket: {
    shout: ({ title }: { title: string }, { times, mark }: { times: number; mark: string }) =>
      title.toUpperCase() + (mark === 'BANG' ? '!' : '?').repeat(times),
    twin: ({ id }: { id: string }, _args, { store }) => tickets(store).get({ id: `${id}-twin` }),
  },
  Stats: {
    note: ({ count }: { count: number }, { prefix }: { prefix: string }) => `${prefix} ${count}`,
  },
  Query: {
    echo: (_root, { text, span }: { text: string; span: object }) => `${text} ${JSON.stringify(span)}`,
    stats: () => ({ count: 3 }),
    pair: async (_root, _args, { store }) => {
      const first = await tickets(store.trusted).get({ id: 't1' });
      return { first, all: [first, null] };
    },
    secret: () => 'hush',
    mine: () => 'yours',
    everybodys: (_root, key: { id: string }, { store }) => tickets(store.trusted).get(key),
    counts: async (_root, _args, { store }) => {
      const own = await tickets(store).query('byState', { state: 'OPEN' }, { limit: 1000 });
      const all = await tickets(store.trusted).list({ limit: 1000 });
      return [own.rows.length, all.rows.length];
    },
    broken: () => {
      throw new TypeError('Cannot read T#acme#Ticket of table data-1');
    },
    deliberate: () => {
      throw new GraphQLError('The shop is closed on Sundays.', {
        extensions: { code: 'CLOSED', inner: 'x' },
      });
    },
    foreign: () => Promise.reject(Object.assign(new Error('leak'), { extensions: { code: 'FORBIDDEN' } })),
  },
  Mutation: {
    issue: (_root, { title }: { title: string }, { store }) =>
      store.transact(async (tables) => {
        const number = await tables.next('Ticket');
        return tickets(tables).create({ title, number });
      }),
    issueMany: (_root, { titles, gapless }: { titles: readonly string[]; gapless: boolean }, { store }) =>
      store.transact(async (tables) => {
        const made: unknown[] = [];
        for (const title of titles) {
          made.push(
            await tickets(tables).create({ title, number: await tables.next('Ticket', { gapless }) }),
          );
        }
        return made;
      }),
    swap: (_root, { a, b }: { a: string; b: string }, { store }) =>
      store.transact(async (tables) => {
        const table = tickets(tables);
        const [first, second] = await Promise.all([table.get({ id: a }), table.get({ id: b })]);
        await table.update({ id: a, title: second?.['title'] ?? '' });
        await table.update({ id: b, title: first?.['title'] ?? '' });
        return true;
      }),
    shout: (_root, { text }: { text: string }) => {
      if (text === '') throw new GraphQLError('Nothing to shout.', { extensions: { code: 'SILENT' } });
      shouts += 1;
      return { text, at: new Date('2026-01-01T00:00:00Z') };
    },
    shut: (_root, { id }: { id: string }, { store }) =>
      tickets(store).update({ id, state: 'SHUT' }, { when: { state: { eq: 'OPEN' } } }),
  },
};
const rows = {
  Ticket: [
    { id: 't1', title: 'one', owner: 'bob', number: 1000 },
    { id: 't1-twin', title: 'uno', owner: 'bob', number: 1001 },
    { id: 't2', title: 'two', owner: 'sam', number: 1002 },
  ],
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, resolvers, seed: { rows: { acme: rows } } });
});
afterAll(() => api.close());

const query = (user: string, text: string) => api.ask(user, `{ ${text} }`);
const mutate = (user: string, text: string) => api.ask(user, `mutation { ${text} }`);

test('an enum value and an index may have a name that every JavaScript object has', async () => {
  const create = 'mutation ($i: CreateTicketInput!) { createTicket(input: $i) { mood } }';
  const made = await api.ask('sam', create, { i: { id: 'moody', title: 'm', mood: 'constructor' } });
  expect(dataOf(made)).toEqual({ createTicket: { mood: 'constructor' } });
  expect(
    dataOf(await api.ask('sam', create, { i: { id: 'moodier', title: 'm', mood: 'toString' } })),
  ).toEqual({
    createTicket: { mood: 'toString' },
  });
  const update = 'mutation ($i: UpdateTicketInput!) { updateTicket(input: $i) { mood } }';
  const changed = await api.ask('sam', update, { i: { id: 'moody', mood: 'hasOwnProperty' } });
  expect(dataOf(changed)).toEqual({ updateTicket: { mood: 'hasOwnProperty' } });
  const read = `query ($m: Mood!, $f: ModelTicketFilterInput) {
    ticketsByMood(mood: $m) { items { mood } }
    listTickets(filter: $f) { items { mood } }
    countTickets(filter: $f)
  }`;
  const answer = await api.ask('sam', read, { m: 'toString', f: { mood: { in: ['hasOwnProperty'] } } });
  expect(dataOf(answer)).toEqual({
    ticketsByMood: { items: [{ mood: 'toString' }] },
    listTickets: { items: [{ mood: 'hasOwnProperty' }] },
    countTickets: 1,
  });
  const gone =
    'mutation { a: deleteTicket(input: { id: "moody" }) { id } b: deleteTicket(input: { id: "moodier" }) { id } }';
  expect(dataOf(await api.ask('sam', gone))).toEqual({ a: { id: 'moody' }, b: { id: 'moodier' } });
});

test('a custom field gets its arguments with the defaults of the schema', async () => {
  expect(dataOf(await query('bob', 'echo(text: "a")'))).toEqual({
    echo: 'a {"from":1,"to":5,"states":["OPEN"]}',
  });
  expect(dataOf(await query('bob', 'echo(text: "a", span: { from: 2, states: [SHUT] })'))).toEqual({
    echo: 'a {"from":2,"states":["SHUT"]}',
  });
});

test('a custom field on a model or a plain type gets the object that it belongs to', async () => {
  const data = dataOf(
    await query(
      'bob',
      'getTicket(id: "t1") { shout twice: shout(times: 1, mark: QUERY) twin { title } } stats { count note(prefix: "n") }',
    ),
  );
  expect(data).toEqual({
    getTicket: { shout: 'ONE!!', twice: 'ONE?', twin: { title: 'uno' } },
    stats: { count: 3, note: 'n 3' },
  });
});

test('a plain type gives the rows that its own resolver put into it', async () => {
  const row = { title: 'one', shout: 'ONE!!' };
  expect(dataOf(await query('bob', 'pair { first { title shout } all { title shout } }'))).toEqual({
    pair: { first: row, all: [row, null] },
  });
});

test('a rule on a custom field is enforced, and a field without rules is open to every member', async () => {
  expect(dataOf(await query('alice', 'secret'))).toEqual({ secret: 'hush' });
  const answer = await query('bob', 'secret mine');
  expect(answer.data).toEqual({ secret: null, mine: 'yours' });
  expect(messagesOf(answer)).toEqual(['Not Authorized to access secret on type Query']);
  expect(codesOf(await query('alice', 'mine'))).toEqual(['FORBIDDEN']);
});

test('the store of a resolver obeys the rules; store.trusted skips them but stays in the tenant', async () => {
  expect(dataOf(await query('bob', 'everybodys(id: "t2") { title }'))).toEqual({
    everybodys: { title: 'two' },
  });
  expect(dataOf(await query('carol', 'everybodys(id: "t2") { title } counts'))).toEqual({
    everybodys: null,
    counts: [0, 0],
  });
  expect(dataOf(await query('sam', 'counts'))).toEqual({ counts: [1, 3] });
  expect(messagesOf(await mutate('bob', 'shut(id: "t2") { id }'))).toEqual([
    'Not Authorized to access shut on type Mutation',
  ]);
});

test('when three callers make the same conditional update concurrently, exactly one succeeds', async () => {
  dataOf(await mutate('alice', 'createTicket(input: { id: "race", title: "x", number: 7 }) { id }'));
  const answers = await Promise.all([1, 2, 3].map(() => mutate('alice', 'shut(id: "race") { state }')));
  expect(answers.flatMap(codesOf)).toEqual(['CONDITION_FAILED', 'CONDITION_FAILED']);
});

test('20 concurrent transactions number their rows without a duplicate, and without a gap if none fails', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => mutate('bob', `issue(title: "t${n}") { number owner }`)),
  );
  const numbers = answers.map((answer) => (dataOf(answer)['issue'] as { number: number }).number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

test('two tenants do not share a sequence', async () => {
  expect(dataOf(await mutate('carol', 'issue(title: "first") { number }'))).toEqual({ issue: { number: 1 } });
});

test('a transaction writes all or nothing, and takes gapless numbers only when it commits', async () => {
  const before = (dataOf(await mutate('sam', 'issue(title: "a") { number }'))['issue'] as { number: number })
    .number;
  const failed = await mutate('sam', 'issueMany(titles: ["b", "c", ""], gapless: true) { number }');
  expect(codesOf(failed)).toEqual(['VALIDATION_FAILED']);
  const { issueMany } = dataOf(await mutate('sam', 'issueMany(titles: ["b", "c"]) { number owner }'));
  expect(issueMany).toEqual([
    { number: before + 1, owner: 'sam' },
    { number: before + 2, owner: 'sam' },
  ]);
  expect(codesOf(await mutate('sam', 'swap(a: "t2", b: "t1")'))).toEqual(['FORBIDDEN']);
  expect(dataOf(await query('sam', 'getTicket(id: "t2") { title }'))).toEqual({
    getTicket: { title: 'two' },
  });
  dataOf(await mutate('bob', 'swap(a: "t1", b: "t1-twin")'));
  const data = dataOf(
    await query('bob', 'a: getTicket(id: "t1") { title } b: getTicket(id: "t1-twin") { title }'),
  );
  expect(data).toEqual({ a: { title: 'uno' }, b: { title: 'one' } });
});

test('an unexpected error of a resolver is masked in the answer and logged in full', async () => {
  for (const field of ['broken', 'foreign']) {
    const answer = await query('bob', field);
    expect(answer.data).toEqual({ [field]: null });
    expect(codesOf(answer)).toEqual(['INTERNAL']);
    expect(JSON.stringify(answer.errors)).not.toMatch(/Cannot read|T#|leak|stack/);
  }
  expect(JSON.stringify(api.log)).toContain('Cannot read T#acme#Ticket');
});

test('a GraphQLError that a resolver throws on purpose reaches the client', async () => {
  const answer = await query('bob', 'deliberate');
  expect(messagesOf(answer)).toEqual(['The shop is closed on Sundays.']);
  expect(answer.errors[0]?.path).toEqual(['deliberate']);
  expect(JSON.stringify(answer.errors)).not.toContain('inner');
});

describe('a mutation that a subscription names', () => {
  /** Returns what mutations have announced, the oldest first. */
  const announced = async () => {
    const events = (await dump(api)).filter(({ key }) => key.includes('#EVENT#'));
    const texts = events.map(({ key, item }) => [
      key.split('#', 3).join('#'),
      item['mutation']?.S,
      item['answer']?.S,
    ]);
    return texts.toSorted(([, , one = ''], [, , other = '']) => one.localeCompare(other));
  };

  it('announces its answer in its own tenant, once for an idempotency key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const token = await api.token('bob');
    const shout = () => api.askAs(token, 'mutation { shout(text: "hey") { text at } }', {}, key);
    const answer = { shout: { text: 'hey', at: '2026-01-01T00:00:00.000Z' } };
    expect(dataOf(await shout())).toEqual(answer);
    expect(dataOf(await shout())).toEqual(answer);
    expect(shouts).toBe(1);
    expect(await announced()).toEqual([
      ['data T#acme#EVENT', 'shout', '{"text":"hey","at":"2026-01-01T00:00:00.000Z"}'],
    ]);
  });

  it('announces nothing if it fails, if no subscription names it, or if the change of its row reports it', async () => {
    const before = await announced();
    expect(codesOf(await mutate('bob', 'shout(text: "") { text }'))).toEqual(['SILENT']);
    dataOf(await mutate('bob', 'createTicket(input: { id: "t9", title: "nine" }) { id }'));
    dataOf(await mutate('bob', 'shut(id: "t9") { id }'));
    dataOf(await mutate('bob', 'updateTicket(input: { id: "t9", title: "neun" }) { id }'));
    expect(await announced()).toEqual(before);
  });
});
