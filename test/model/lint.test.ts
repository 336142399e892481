import { lintModel } from '../../src/model/index.ts';
import { read, readAnyway } from './harness.ts';
import { found, open, withRules } from './lint-harness.ts';

describe('lintModel on a schema that needs no warning', () => {
  it('returns no warning', () => {
    expect(
      found(`
        type Project @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }]) {
          name: String! tasks: [Task] @hasMany(onDelete: CASCADE) lead: Lead @hasOne(references: ["projectId"])
        }
        type Task @model(mutations: { delete: null }) @auth(rules: [{ allow: private }]) {
          title: String! place: Place project: Project @belongsTo
        }
        type Lead ${open} { projectId: ID project: Project @belongsTo(references: ["projectId"]) }
        type Place { city: String }`),
    ).toEqual([]);
  });

  it('leaves a type without rules to the no-auth warning', () => {
    expect(lintModel(readAnyway('type Task @model { password: String }'))).toEqual([]);
  });

  it('returns no warning for a join model, whose rows clients never write', () => {
    expect(
      found(`
        type A @model @auth(rules: [{ allow: private }]) { bs: [B] @manyToMany(relationName: "AB") }
        type B @model @auth(rules: [{ allow: owner }]) { as: [A] @manyToMany(relationName: "AB") }`),
    ).toEqual([]);
  });
});

describe('open-secret', () => {
  it.each([
    'password',
    'apiKey',
    'API_KEY',
    'refreshToken',
    'ssn',
    'monthlySalary',
    'secrets',
    'creditCardNumber',
  ])('warns of a field named %s', (name) => {
    expect(found(withRules('{ allow: private }', `${name}: String`))).toEqual([`open-secret: Task.${name}`]);
  });

  it.each([
    'secretary: String',
    'tokenCount: Int',
    'hasPassword: Boolean',
    'passwordChangedAt: AWSDateTime',
    'key: ID',
  ])('does not warn of %s', (field) => {
    expect(found(withRules('{ allow: private }', field))).toEqual([]);
  });

  it('warns of fields of types that are embedded in the row', () => {
    const account = 'type Account { iban: String parent: Account safe: String }';
    expect(found(`${withRules('{ allow: private }', 'account: [Account]')}\n${account}`)).toEqual([
      'open-secret: Account.iban',
    ]);
  });

  it('warns of a file whose name is that of a secret', () => {
    const file = (name: string): readonly string[] =>
      found(
        `${withRules('{ allow: private }', `${name}: File @file(types: ["*/*"])`)} type File { name: String }`,
      );
    expect([file('passport'), file('scan')]).toEqual([['open-secret: Task.passport'], []]);
  });

  it('does not warn when a rule guards the field or only owners may read the type', () => {
    const guarded = 'password: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])';
    expect(found(withRules('{ allow: private }', guarded))).toEqual([]);
    expect(
      found(withRules('{ allow: owner }, { allow: private, operations: [create] }', 'password: String')),
    ).toEqual([]);
    expect(found(withRules('{ and: [{ allow: owner }, { allow: private }] }', 'password: String'))).toEqual(
      [],
    );
  });
});

describe('deaf-webhook', () => {
  it('warns of a type with @webhook whose rules let no caller listen', () => {
    const sdl = (operations: string) =>
      `type Task @model @webhook @auth(rules: [{ allow: private, operations: [${operations}] }]) { id: ID! }`;
    expect(found(sdl('create, get, list'))).toEqual(['deaf-webhook: Task']);
    expect(found(sdl('create, read'))).toEqual([]);
    expect(found(sdl('listen'))).toEqual([]);
  });
});

describe('dead-rule', () => {
  it.each([
    ['a rule that lists no group', 'type Task @model @aws_auth(cognito_groups: []) { id: ID! }', 'Task'],
    [
      'an owner field that no create operation fills',
      withRules('{ allow: owner, operations: [read, update] }'),
      'Task',
    ],
    [
      'an owner field that only a rule on a field names',
      withRules('{ allow: private }', 'note: String @auth(rules: [{ allow: owner }])'),
      'Task.note',
    ],
    [
      'two owner fields of which one is never filled',
      withRules(
        '{ allow: owner, operations: [create] }, { and: [{ allow: owner }, { allow: owner, ownerField: "editor" }], operations: [read] }',
      ),
      'Task',
    ],
    [
      'an owner by a claim that no access token carries',
      withRules('{ allow: owner, identityClaim: "custom:employee" }'),
      'Task',
    ],
    [
      'groups of a claim that no access token carries',
      withRules('{ allow: groups, groups: ["A"], groupClaim: "roles" }'),
      'Task',
    ],
    [
      'a groups field that a resolver answers',
      withRules('{ allow: groups, groupsField: "teams" }', 'teams(all: Boolean): [String]'),
      'Task',
    ],
  ])('warns of %s', (_what, sdl, name) => {
    expect(found(sdl)).toEqual([`dead-rule: ${name}`]);
  });

  it.each([
    'sub',
    'username',
    'cognito:username',
    'sub::username',
    'email',
    'custom:email',
    'custom:tenants',
  ])('does not warn of the claim %s', (claim) => {
    expect(found(withRules(`{ allow: owner, identityClaim: "${claim}" }`))).toEqual([]);
  });

  it('does not warn when one rule fills the owner field that another reads', () => {
    expect(
      found(withRules('{ allow: owner, operations: [create] }, { allow: owner, operations: [read] }')),
    ).toEqual([]);
    expect(found(withRules('{ and: [{ allow: owner }, { allow: groups, groups: ["A"] }] }'))).toEqual([]);
  });

  it('does not warn when clients can fill an owner field that the schema declares', () => {
    expect(
      found(withRules('{ allow: owner, ownerField: "editor", operations: [read] }', 'editor: String')),
    ).toEqual([]);
  });
});

describe('open-owner', () => {
  const ANY = '{ allow: private, operations: [create, read] }';

  it('warns of a declared owner whom any member may name in a create', () => {
    expect(found(withRules(`{ allow: owner }, ${ANY}`, 'owner: String'))).toContain('open-owner: Task.owner');
    const editors = '{ allow: owner, ownerField: "editors", operations: [read, update] }';
    expect(found(withRules(`${editors}, ${ANY}`, 'editors: [String]'))).toContain('open-owner: Task.editors');
  });

  it('does not warn of an owner that no client can name, or of owners that only owners create', () => {
    expect(found(withRules(`{ allow: owner }, ${ANY}`))).not.toContain('open-owner: Task.owner');
    const readers = '{ allow: private, operations: [read] }';
    expect(found(withRules(`{ allow: owner }, ${readers}`, 'owner: String'))).toEqual([]);
  });
});

describe('superfluous-rule', () => {
  it.each([
    [
      'an owner rule next to a private rule',
      '{ allow: private }, { allow: owner }',
      'ownerField: "owner" } adds',
    ],
    [
      'a group that another rule already lists',
      '{ allow: groups, groups: ["A", "B"] }, { allow: groups, groups: ["B"] }',
      '["B"] } adds',
    ],
    ['the same rule twice', '{ allow: private }, { allow: private, operations: [read] }', 'private } adds'],
    [
      'an "and" rule of which another rule allows one part alone',
      '{ and: [{ allow: owner }, { allow: groups, groups: ["A"] }] }, { allow: groups, groups: ["A"] }',
      'and: [',
    ],
  ])('warns of %s', (_what, rules, said) => {
    const problems = lintModel(read(withRules(rules)));
    expect(problems.map(({ code }) => code)).toEqual(['superfluous-rule']);
    expect(problems[0]?.message).toContain(said);
  });

  it.each([
    '{ allow: private, operations: [read, create] }, { allow: owner }',
    '{ allow: private }, { allow: owner, operations: [create] }',
    '{ allow: groups, groups: ["A"] }, { allow: groups, groups: ["A"], groupClaim: "custom:tenants" }',
    '{ allow: groups, groups: ["A"] }, { allow: groups, groups: ["A", "B"], operations: [read] }',
    '{ and: [{ allow: owner }, { allow: groups, groups: ["A"] }] }, { allow: groups, groups: ["B"] }',
  ])('does not warn of %s', (rules) => {
    expect(found(withRules(rules))).toEqual([]);
  });
});

describe('unused-operation', () => {
  const model = '@model(mutations: { delete: null })';

  it('warns of a rule that names a mutation when the model switches that mutation off', () => {
    expect(found(withRules('{ allow: private, operations: [read, delete] }', 'id: ID!', model))).toEqual([
      'unused-operation: Task',
    ]);
  });

  it('does not warn of a rule for every operation, nor of a rule for reads', () => {
    expect(found(withRules('{ allow: private }', 'id: ID!', model))).toEqual([]);
    const reads = '@model(queries: { get: null })';
    expect(found(withRules('{ allow: private, operations: [read] }', 'id: ID!', reads))).toEqual([]);
  });
});

describe('hot-index', () => {
  const sdl = (field: string) => `${withRules('{ allow: private }', `${field}\ndue: AWSDate!`)}
    enum Few { A B C }
    enum Many { A B C D }
    type Query { few: Few many: Many }`;

  it.each(['done: Boolean @index', 'state: Few @index'])('warns of %s', (field) => {
    expect(found(sdl(field))).toEqual([`hot-index: Task.${field.split(':')[0]}`]);
  });

  it.each(['state: Many @index', 'name: String @index', 'state: Few @index(sortKeyFields: ["due"])'])(
    'does not warn of %s',
    (field) => {
      expect(found(sdl(field))).toEqual([]);
    },
  );
});

describe('textual-key', () => {
  const other = 'name: String other: Int @index(sortKeyFields: ["name"])';
  it.each([
    ['startsAt', 'startsAt: String @unique'],
    ['dueDate', 'state: Int @index(sortKeyFields: ["dueDate"]) dueDate: String'],
    ['email', 'email: String! @primaryKey'],
    ['homePhone', 'homePhone: String @index'],
  ])('warns of the String %s', (name, fields) => {
    expect(found(withRules('{ allow: private }', fields))).toEqual([`textual-key: Task.${name}`]);
  });

  it.each([
    ['startsAt: AWSDateTime @unique'],
    ['startsAt: String'],
    ['createdAt: String state: Int @index(sortKeyFields: ["createdAt"])'],
    ['format: String @unique'],
    [other],
  ])('does not warn of %s', (fields) => {
    expect(found(withRules('{ allow: private }', fields))).toEqual([]);
  });
});

describe('redundant-index', () => {
  const task = (directives: string) =>
    withRules('{ allow: private }', `projectId: ID ${directives}\ndue: AWSDate!\nnote: String`);

  it('warns of an index when another has the same key or extends it by sort fields', () => {
    expect(found(task('@index(name: "a11") @index(name: "b11", sortKeyFields: ["due"])'))).toHaveLength(1);
    expect(found(task('@index(name: "a11", queryField: "a") @index(name: "b11", queryField: "b")'))).toEqual([
      'redundant-index: Task.projectId',
    ]);
  });

  it('warns of an index that repeats the primary key', () => {
    expect(found(withRules('{ allow: private }', 'code: ID! @primaryKey @index'))).toEqual([
      'redundant-index: Task.code',
    ]);
  });

  it('warns of an index when a relation creates the same one', () => {
    expect(
      found(`
        type Project ${open} { id: ID! tasks: [Task] @hasMany(references: ["projectId"]) }
        type Task ${open} { projectId: ID @index project: Project @belongsTo(references: ["projectId"]) }`),
    ).toEqual(['redundant-index: Task.projectId']);
  });

  it('does not warn when the longer index omits rows whose sort field is null', () => {
    expect(found(task('@index(name: "a11") @index(name: "b11", sortKeyFields: ["note"])'))).toEqual([]);
  });
});

describe('superfluous-unique', () => {
  it('warns of a combination that contains another one or the primary key', () => {
    expect(found(withRules('{ allow: private }', 'a: ID @unique @unique(fields: ["b"])\nb: ID'))).toEqual([
      'superfluous-unique: Task.a',
    ]);
    expect(found(withRules('{ allow: private }', 'id: ID! @unique(fields: ["b"])\nb: ID'))).toEqual([
      'superfluous-unique: Task.id',
    ]);
    expect(
      found(
        withRules('{ allow: private }', 'a: ID @unique(fields: ["b"])\nb: ID @unique(fields: ["c"])\nc: ID'),
      ),
    ).toEqual([]);
  });
});

describe('unindexed-reference', () => {
  const sdl = (index: string) => `
    type Person ${open} { id: ID! }
    type Task ${open} { authorId: ID ${index} author: Person @belongsTo(fields: ["authorId"]) }`;

  it('warns of a @belongsTo when no index has its foreign key', () => {
    expect(found(sdl(''))).toEqual(['unindexed-reference: Task.author']);
    expect(found(sdl('@index'))).toEqual([]);
  });

  it('lists in the hint every field that the index needs', () => {
    const [problem] = lintModel(
      read(`
        type Team ${open} { code: ID! @primaryKey(sortKeyFields: ["year"]) year: Int! }
        type Task ${open} { team: ID season: Int of: Team @belongsTo(fields: ["team", "season"]) }`),
    );
    expect(problem?.hint).toContain('@index(sortKeyFields: ["season"]) on Task.team');
  });
});

describe('partial-relation', () => {
  it('warns of a relation by part of a primary key, which mixes rows of several parents', () => {
    const sdl = (fields: string) => `
      type Team ${open} { code: ID! @primaryKey(sortKeyFields: ["year"]) year: Int! tasks: [Task] @hasMany(indexName: "byTeam", fields: ${fields}) }
      type Task ${open} { team: ID @index(name: "byTeam", sortKeyFields: ["season"]) season: Int }`;
    expect(found(sdl('["code"]'))).toEqual(['partial-relation: Team.tasks']);
    expect(found(sdl('["code", "year"]'))).toEqual([]);
  });
});

describe('unused-type', () => {
  it('warns of every kind of type that no query or model uses', () => {
    expect(
      found(`${withRules('{ allow: private }')}
        type A { b: B }
        enum B { X }
        interface C { x: Int }
        union D = A
        input E { x: Int }`),
    ).toEqual(
      ['type "A"', 'interface "C"', 'union "D"', 'input "E"', 'enum "B"'].map(
        (name) => `unused-type: The ${name}`,
      ),
    );
  });

  it('finds types in use through fields, arguments, interfaces, unions and inputs', () => {
    expect(
      found(`
        type Query { find(by: Search): Thing all: [Named] }
        input Search { near: Point }
        input Point { unit: Unit }
        enum Unit { KM }
        union Thing = Place | Task
        type Place { level: Level }
        enum Level { HIGH }
        interface Named { name: String }
        type Person implements Named { name: String home: Home }
        type Home { x: Int }
        type Task ${open} { spot: Spot }
        type Spot { x: Int }
        input SpotInput { x: Int }`),
    ).toEqual([]);
  });
});

describe('absent-relation', () => {
  it('warns of a required relation whose key may be null, or that the other row holds', () => {
    expect(
      found(`
        type Order ${open} { buyerId: ID buyer: Buyer! @belongsTo(references: ["buyerId"]) note: Note! @hasOne(references: ["orderId"]) }
        type Buyer ${open} { orders: [Order] @hasMany(references: ["buyerId"]) }
        type Note ${open} { orderId: ID! order: Order @belongsTo(references: ["orderId"]) }`),
    ).toEqual(['absent-relation: Order.buyer', 'absent-relation: Order.note']);
  });

  it('accepts a required relation whose key is required, because the delete of the other row is refused', () => {
    expect(
      found(`
        type Order ${open} { buyer: Buyer! @belongsTo }
        type Buyer ${open} { orders: [Order!]! @hasMany }`),
    ).toEqual([]);
  });
});
