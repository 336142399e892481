import { execute, parse, validate } from 'graphql';

import { rightsOf, type Caller, type TenantId } from '../../src/tenant/index.ts';
import type { Json } from '../../src/model/index.ts';
import {
  compile,
  planSubscription,
  requireListen,
  wants,
  type Context,
  type SubscriptionEvent,
} from '../../src/engine/index.ts';
import type { Row } from '../../src/store/index.ts';
import { read } from '../model/harness.ts';

const model = read(/* GraphQL */ `
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    points: Int
    tags: [String]
    due: AWSDateTime
    cost: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    secret: String! @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    project: Project @belongsTo
    badge: Badge @hasOne(references: ["taskId"])
    marks: [Mark] @hasMany(references: ["taskId"])
    labels: [Label] @manyToMany(relationName: "TaskLabel")
  }
  type Badge
    @model
    @auth(rules: [{ allow: private, operations: [get, listen] }, { allow: owner, operations: [list] }]) {
    id: ID!
    taskId: ID
    task: Task @belongsTo(references: ["taskId"])
  }
  type Mark @model @auth(rules: [{ allow: private }]) {
    id: ID!
    taskId: ID @auth(rules: [{ allow: owner }])
    task: Task @belongsTo(references: ["taskId"])
  }
  type Label @model @auth(rules: [{ allow: private }]) {
    id: ID!
    secret: String @auth(rules: [{ allow: owner }])
    tasks: [Task] @manyToMany(relationName: "TaskLabel")
  }
  type Project
    @model(subscriptions: { replay: "1h", onCreate: ["projectChanged"], onUpdate: ["projectChanged"] })
    @auth(rules: [{ allow: private, operations: [read] }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    name: String
    tasks: [Task] @hasMany
    notes: [Note] @hasMany
  }
  type Note
    @model
    @auth(rules: [{ allow: owner }, { allow: groups, groups: ["ADMIN"], operations: [read] }]) {
    id: ID!
    text: String
  }
  type Post
    @model
    @auth(
      rules: [{ allow: owner }, { allow: private, operations: [read] }, { allow: groups, groups: ["ADMIN"] }]
    ) {
    id: ID!
    mood: String @auth(rules: [{ allow: private, operations: [create] }, { allow: owner }])
    teams: [Team] @hasMany
  }
  type Team @model @auth(rules: [{ allow: groups, groupsField: "groups" }]) {
    id: ID!
    groups: [String]
  }
  type Gone @model @auth(rules: [{ allow: private, operations: [get, list] }]) {
    id: ID!
  }
  type Paid @model @feature(flag: "paid") @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Report {
    name: String
    lines: Int
    task: Task
    hidden: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  type Mutation {
    close(id: ID!): Task
    report: Report
    swap: [Note]
  }
  type Subscription {
    closed(title: String, points: Int, due: AWSDateTime): Task
      @aws_subscribe(mutations: ["close", "updateTask"])
    reported(name: String): Report @aws_subscribe(mutations: ["report"])
    adminsOnly: Report
      @aws_subscribe(mutations: ["report"])
      @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    granted: Report @aws_subscribe(mutations: ["report"]) @permission(needs: "Report:listen")
    swapped: [Note] @aws_subscribe(mutations: ["swap"])
  }
`);
const schema = compile(model);

const contextOf = (groups: readonly string[] = ['MEMBER'], more: Partial<Caller> = {}): Context => {
  const caller: Caller = {
    tenantId: 'acme' as TenantId,
    userId: 'u-ann',
    username: 'ann',
    groups,
    claims: {},
    expiresAt: Infinity,
    actor: { type: 'user', id: 'u-ann', name: 'ann' },
    rights: rightsOf(groups, { roles: {} }),
    readOnly: null,
    features: [],
    ...more,
  };
  return { scope: { caller } } as unknown as Context;
};
const member = contextOf();
const admin = contextOf(['ADMIN']);

const plan = (
  query: string,
  variables: Record<string, unknown> = {},
  operationName: string | null = null,
) => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return planSubscription(schema, model, document, operationName, variables);
};
const row = (type: string, is: 'create' | 'update' | 'delete', values: Row): SubscriptionEvent => ({
  is: 'row',
  type,
  event: { is, row: values },
});
const answer = (mutation: string, value: Json): SubscriptionEvent => ({
  is: 'announced',
  announced: { mutation, answer: value },
});
const refusal = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return null;
};

describe('the plan of a subscription', () => {
  it.each([
    ['{ onCreateTask { id } }', ['Task'], null],
    ['{ projectChanged { id } }', ['Project'], 3600],
    ['{ onDeleteProject { id } }', ['Project'], 3600],
    ['{ closed { id } }', ['Mutation.close', 'Task'], null],
    ['{ reported { name } }', ['Mutation.report'], null],
  ])('of %s names its topics, and how long events are kept', (query, topics, replay) => {
    expect(plan(`subscription ${query}`)).toMatchObject({ topics, replay });
  });

  it('holds the arguments that the client sent, of which null is none that was omitted', () => {
    const query = 'subscription ($a: String, $b: Int) { closed(title: $a, points: $b) { id } }';
    expect(plan(query, { b: null }).args).toEqual({ points: null });
    expect(plan('subscription { f: closed(title: "x") { id } }').args).toEqual({ title: 'x' });
  });

  it.each([
    ['query { getTask(id: "1") { id } }', {}, null],
    ['mutation { deleteTask(input: { id: "1" }) { id } }', {}, null],
    ['subscription A { onCreateTask { id } } subscription B { onCreateTask { id } }', {}, null],
    ['subscription A { onCreateTask { id } }', {}, 'B'],
    ['subscription ($no: Boolean = false) { onCreateTask @include(if: $no) { id } }', {}, null],
  ])('refuses %s', (query, variables, name) => {
    const refused = refusal(() => planSubscription(schema, model, parse(query), name, variables));
    expect(refused).toBe('BAD_REQUEST');
  });

  it('refuses a second field, also under another name', () => {
    const query = 'subscription { a: onCreateTask { id } b: onCreateTask { id } }';
    expect(refusal(() => planSubscription(schema, model, parse(query), null, {}))).toBe('BAD_REQUEST');
  });

  it('finds its field through fragments and merges what they select', () => {
    const query =
      'subscription { ...F onCreateTask { title } } fragment F on Subscription { onCreateTask { id } }';
    expect(plan(query).selected.fieldNodes).toHaveLength(2);
  });

  it('refuses a wrong variable', () => {
    const query = 'subscription ($a: Int!) { closed(points: $a) { id } }';
    expect(refusal(() => plan(query, { a: 'x' }))).toBe('INVALID_ARGUMENTS');
    expect(refusal(() => plan(query))).toBe('INVALID_ARGUMENTS');
  });

  it.each([
    ['onCreateTask { id title cost secret }', 'roles'],
    [
      'onCreateTask(filter: { title: { eq: "a" } }) { id project { name tasks { items { title } } } }',
      'roles',
    ],
    ['onCreateTeam { id groups }', 'roles'],
    ['reported { name }', 'roles'],
    ['closed { id }', 'roles'],
    ['onCreateNote { text }', 'caller'],
    ['onUpdateProject: projectChanged { notes { items { text } } }', 'caller'],
    ['projectChanged { ... on Project { notes(filter: { text: { eq: "a" } }) { nextToken } } }', 'caller'],
    ['reported { task { id } }', 'caller'],
    ['swapped { id }', 'caller'],
    ['onCreatePost { id owner teams { items { id } } }', 'roles'],
    ['onCreatePost { mood }', 'caller'],
    ['onCreateTask { badge { id } }', 'caller'],
    ['onCreateBadge { task { id } }', 'roles'],
    ['onCreateTask { marks { nextToken } }', 'caller'],
    ['onCreateTask { labels { items { id label { id } } } }', 'roles'],
    ['onCreateTask { labels { items { label { secret } } } }', 'caller'],
  ])('says for whom the answers of %s are the same', (field, whom) => {
    expect(plan(`subscription { ${field} }`).sameFor).toBe(whom);
  });
});

describe('the arming of a subscription', () => {
  const arm = (field: string, context: Context) =>
    refusal(() => {
      requireListen(model, plan(`subscription { ${field} }`), context);
    });

  it.each([
    ['onCreateTask { id }', null],
    ['onCreateNote { id }', null],
    ['onCreateGone { id }', 'FORBIDDEN'],
    ['onCreatePaid { id }', 'FEATURE_DISABLED'],
    ['onCreateTask { secret }', 'FORBIDDEN'],
    ['onCreateTask { cost }', null],
    ['onCreateTask(filter: { cost: { gt: 1 } }) { id }', 'FORBIDDEN'],
    ['onCreateTask(filter: { or: [{ title: { eq: "a" } }, { cost: { gt: 1 } }] }) { id }', 'FORBIDDEN'],
    ['onCreateTask(filter: { title: { between: ["a"] } }) { id }', 'INVALID_ARGUMENTS'],
    ['adminsOnly { name }', 'FORBIDDEN'],
    ['granted { name }', 'FORBIDDEN'],
    ['reported { name }', null],
  ])('of %s answers a member %s', (field, code) => {
    expect(arm(field, member)).toBe(code);
  });

  it('follows the scopes of an API key', () => {
    const key = (scopes: readonly string[]) =>
      contextOf(['MEMBER'], { rights: rightsOf(['MEMBER'], { roles: {} }, scopes) });
    expect(arm('onCreateTask { id }', key(['Task:read']))).toBeNull();
    expect(arm('onCreateTask { id }', key(['Project:read', 'Task:update']))).toBe('FORBIDDEN');
    expect(arm('reported { name }', key(['Subscription:reported']))).toBeNull();
    expect(arm('reported { name }', key(['*:read']))).toBeNull();
    expect(arm('reported { name }', key(['Mutation:report', 'Query:reported']))).toBe('FORBIDDEN');
  });
});

describe('an event', () => {
  const task = { id: '1', title: 'Anvil', points: 3, tags: ['a', 'b'], cost: 9, due: '2026-01-01T00:00:00Z' };
  const isWanted = (field: string, event: SubscriptionEvent, context: Context = member, variables = {}) =>
    wants(
      model,
      plan(field.startsWith('subscription') ? field : `subscription { ${field} }`, variables),
      event,
      context,
    );

  it('is an answer of the fields of its kind and type alone', () => {
    const created = row('Task', 'create', task);
    expect(isWanted('onCreateTask { id }', created)).toBe(true);
    expect(isWanted('onUpdateTask { id }', created)).toBe(false);
    expect(isWanted('onCreateNote { id }', created)).toBe(false);
    expect(isWanted('projectChanged { id }', row('Project', 'update', { id: '1' }))).toBe(true);
    expect(isWanted('projectChanged { id }', row('Project', 'delete', { id: '1' }))).toBe(false);
    expect(isWanted('closed { id }', row('Task', 'update', task))).toBe(true);
    expect(isWanted('closed { id }', created)).toBe(false);
  });

  it.each([
    ['title: { eq: "Anvil" }', true],
    ['title: { ne: "Anvil" }', false],
    ['title: { lt: "B" }', true],
    ['title: { le: "Anvil" }', true],
    ['title: { gt: "Anvil" }', false],
    ['title: { ge: "Anvil" }', true],
    ['title: { contains: "nvi" }', true],
    ['title: { notContains: "nvi" }', false],
    ['title: { beginsWith: "An" }', true],
    ['title: { between: ["A", "B"] }', true],
    ['title: { in: ["Bolt", "Anvil"] }', true],
    ['title: { notIn: ["Bolt", "Anvil"] }', false],
    ['title: { notIn: ["Bolt"] }', true],
    ['title: { eq: null }', false],
    ['points: { ge: 3, lt: 4 }', true],
    ['points: { in: [1, 2] }', false],
    ['points: { notIn: [1, 2] }', true],
    ['points: { between: [4, 5] }', false],
    ['tags: { contains: "a" }', true],
    ['tags: { notContains: "a" }', false],
    ['due: { eq: "2026-01-01T01:00:00+01:00" }', true],
    ['and: [{ title: { beginsWith: "A" } }, { points: { gt: 5 } }]', false],
    ['or: [{ title: { beginsWith: "B" } }, { points: { lt: 5 } }]', true],
  ])('meets the filter { %s }: %s', (filter, met) => {
    expect(isWanted(`onCreateTask(filter: { ${filter} }) { id }`, row('Task', 'create', task))).toBe(met);
  });

  it('equals the arguments of a declared field, of which null asks for no value', () => {
    const query =
      'subscription ($t: String, $p: Int, $d: AWSDateTime) { closed(title: $t, points: $p, due: $d) { id } }';
    const updated = row('Task', 'update', task);
    const bare = row('Task', 'update', { id: '2' });
    const cases = [
      [{}, true, true],
      [{ t: 'Anvil', p: 3 }, true, false],
      [{ t: 'Anvil', p: 4 }, false, false],
      [{ d: '2026-01-01T02:00:00+02:00' }, true, false],
      [{ t: null }, false, true],
    ] as const;
    for (const [variables, full, empty] of cases) {
      expect([variables, isWanted(query, updated, member, variables)]).toEqual([variables, full]);
      expect([variables, isWanted(query, bare, member, variables)]).toEqual([variables, empty]);
    }
  });

  it('is hidden by the rules of its row, and seen by its owner', () => {
    const note = (owner: string) => row('Note', 'create', { id: '1', owner });
    expect(isWanted('onCreateNote { id }', note('u-ann::ann'))).toBe(true);
    expect(isWanted('onCreateNote { id }', note('u-bob::bob'))).toBe(false);
    expect(isWanted('onCreateNote { id }', note('u-bob::bob'), admin)).toBe(true);
    const team = row('Team', 'update', { id: '1', groups: ['red'] });
    expect(isWanted('onUpdateTeam { id }', team, contextOf(['red']))).toBe(true);
    expect(isWanted('onUpdateTeam { id }', team)).toBe(false);
  });

  it('is compared with the owner that a client sees', () => {
    const note = row('Note', 'create', { id: '1', owner: 'u-bob::bob' });
    expect(isWanted('onCreateNote(owner: "bob") { id }', note, admin)).toBe(true);
    expect(isWanted('onCreateNote(owner: "ann") { id }', note, admin)).toBe(false);
    expect(isWanted('onCreateNote(filter: { owner: { beginsWith: "bo" } }) { id }', note, admin)).toBe(true);
  });

  it('is no answer for a caller that has lost its right since', () => {
    const read = row('Task', 'create', task);
    const filtered = 'onCreateTask(filter: { cost: { gt: 1 } }) { id }';
    expect(isWanted(filtered, read, admin)).toBe(true);
    expect(isWanted(filtered, read, member)).toBe(false);
    expect(isWanted('adminsOnly { name }', answer('report', {}), member)).toBe(false);
    expect(
      isWanted(
        'onCreatePaid { id }',
        row('Paid', 'create', { id: '1' }),
        contextOf([], { features: ['paid'] }),
      ),
    ).toBe(true);
    expect(isWanted('onCreatePaid { id }', row('Paid', 'create', { id: '1' }))).toBe(false);
  });

  it('of a mutation is an answer of the fields that name it, with the values of their arguments', () => {
    const report = answer('report', { name: 'daily', lines: 3 });
    expect(isWanted('reported { name }', report)).toBe(true);
    expect(isWanted('reported(name: "daily") { name }', report)).toBe(true);
    expect(isWanted('reported(name: "weekly") { name }', report)).toBe(false);
    expect(isWanted('reported(name: null) { name }', report)).toBe(false);
    expect(isWanted('reported { name }', answer('other', { name: 'daily' }))).toBe(false);
    expect(isWanted('closed(title: "Anvil") { id }', answer('close', task))).toBe(true);
    expect(isWanted('closed(title: "Bolt") { id }', answer('close', task))).toBe(false);
  });

  it('of a mutation is hidden if it holds a row that the rules hide', () => {
    const swap = (...owners: readonly string[]) =>
      answer(
        'swap',
        owners.map((owner) => ({ id: owner, owner })),
      );
    expect(isWanted('swapped { id }', swap('u-ann::ann'))).toBe(true);
    expect(isWanted('swapped { id }', swap('u-ann::ann', 'u-bob::bob'))).toBe(false);
    expect(isWanted('swapped { id }', swap('u-ann::ann', 'u-bob::bob'), admin)).toBe(true);
  });

  it('of an answer that was not kept is for all who may listen to some row of it, whatever their arguments', () => {
    const lost = (mutation: string): SubscriptionEvent => ({
      is: 'announced',
      announced: { mutation, answer: null, tooLarge: true },
    });
    expect(isWanted('reported(name: "daily") { name }', lost('report'))).toBe(true);
    expect(isWanted('swapped { id }', lost('swap'))).toBe(true);
    expect(isWanted('reported { name }', lost('other'))).toBe(false);
  });

  it('is the root value of an execution that answers its row or its answer', async () => {
    const run = (query: string, rootValue: SubscriptionEvent) =>
      execute({ schema, document: parse(query), rootValue, contextValue: admin });
    expect(await run('subscription { onCreateTask { id title } }', row('Task', 'create', task))).toEqual({
      data: { onCreateTask: { id: '1', title: 'Anvil' } },
    });
    expect(
      await run('subscription { reported { name hidden } }', answer('report', { name: 'daily' })),
    ).toEqual({
      data: { reported: { name: 'daily', hidden: null } },
    });
  });
});
