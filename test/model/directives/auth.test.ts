import { expectProblems, read, readAnyway } from '../harness.ts';

const every = ['get', 'list', 'listen', 'create', 'update', 'delete'];
const withRules = (rules: string, fields = 'id: ID!') =>
  `type Task @model @auth(rules: [${rules}]) {\n${fields}\n}`;
const rulesOf = (rules: string, fields?: string) => read(withRules(rules, fields)).models['Task']?.rules;

describe('@auth', () => {
  it('adds the owner field when the type does not declare it', () => {
    const { Task } = read(withRules('{ allow: owner }')).models;
    expect(Task?.fields['owner']).toMatchObject({
      type: { name: 'String', required: false },
      kind: { is: 'implicit' },
      declared: false,
    });
    expect(Task?.rules).toEqual([
      { allow: 'owner', operations: every, field: 'owner', many: false, identityClaim: 'sub::username' },
    ]);
  });

  it('adds the owner field that a rule on a field needs', () => {
    const { Task } = read(
      'type Task @model { id: ID! note: String @auth(rules: [{ allow: owner }]) }',
    ).models;
    expect(Task?.fields['owner']?.kind.is).toBe('implicit');
    expect(Task?.fields['note']?.rules?.[0]?.allow).toBe('owner');
  });

  it('accepts a list as owner field', () => {
    expect(
      rulesOf('{ allow: owner, ownerField: "editors", identityClaim: "email" }', 'editors: [String]'),
    ).toEqual([{ allow: 'owner', operations: every, field: 'editors', many: true, identityClaim: 'email' }]);
  });

  it('accepts named groups and groups in a field', () => {
    const rules = '{ allow: groups, groups: ["ADMIN"] }, { allow: groups, groupClaim: "roles" }';
    expect(rulesOf(rules, 'groups: [String]')).toEqual([
      { allow: 'groups', operations: every, groups: ['ADMIN'], groupClaim: 'cognito:groups' },
      { allow: 'dynamicGroups', operations: every, field: 'groups', many: true, groupClaim: 'roles' },
    ]);
  });

  it('expands "read" to get, list and listen and drops operations that the API does not have', () => {
    expect(rulesOf('{ allow: private, operations: [read] }')?.[0]?.operations).toEqual([
      'get',
      'list',
      'listen',
    ]);
    expect(rulesOf('{ allow: private, operations: [get] }')?.[0]?.operations).toEqual(['get']);
    expect(rulesOf('{ allow: private, operations: [sync, listen, create] }')?.[0]?.operations).toEqual([
      'listen',
      'create',
    ]);
    expect(rulesOf('{ allow: private, operations: [search] }')).toEqual([]);
  });

  it.each([
    ['allow: public', 'unsupported-auth'],
    ['allow: custom', 'unsupported-auth'],
    ['allow: private, provider: iam', 'unsupported-auth'],
    ['allow: owner, provider: oidc', 'unsupported-auth'],
    ['allow: groups, groupsField: "teams"', 'unknown-field'],
    ['allow: groups, groups: ["A"], groupsField: "id"', 'auth-argument'],
    ['allow: groups, groups: []', 'auth-argument'],
    ['allow: private, ownerField: "id"', 'auth-argument'],
    ['allow: owner, ownerField: "count"', 'auth-field'],
    ['allow: owner, ownerField: "an owner"', 'invalid-name'],
    ['allow: private, operations: [read, get]', 'auth-operations'],
    ['allow: everyone', 'invalid-argument'],
    ['allow: owner, ownerFeld: "id"', 'invalid-argument'],
    ['provider: userPools', 'invalid-argument'],
  ])('rejects { %s }', (rule, code) => {
    expectProblems(withRules(`{ ${rule} }`, 'id: ID!\n count: Int'), [`1 ${code}`]);
  });

  it('keeps the owner field of a rejected rule', () => {
    const { Task } = readAnyway(withRules('{ allow: owner, provider: oidc, ownerField: "author" }')).models;
    expect(Task?.fields['author']?.kind.is).toBe('implicit');
    expect(Task?.rules).toEqual([]);
  });

  it('warns of an owner field that looks misspelt', () => {
    const [problem] = expectProblems(withRules('{ allow: owner, ownerField: "auther" }', 'author: String'), [
      '1 suspicious-owner',
    ]);
    expect(problem).toMatchObject({ severity: 'warning', hint: 'Did you mean "author"?' });
  });

  it('rejects rules that need a row on a field of Query', () => {
    const sdl = (rule: string) => `type Query { a: Int @auth(rules: [{ ${rule} }]) }`;
    expectProblems(sdl('allow: owner'), ['1 auth-place']);
    expectProblems(sdl('allow: groups, groupsField: "a"'), ['1 auth-place']);
    expect(read(sdl('allow: groups, groups: ["ADMIN"]')).queries['a']?.rules).toHaveLength(1);
  });

  it('rejects rules on a type without @model', () => {
    expectProblems(
      `${withRules('{ allow: private }')}\ntype Note @auth(rules: [{ allow: private }]) { a: Int }`,
      ['4 auth-place'],
    );
  });
});

describe('@auth with "and"', () => {
  it('requires all joined rules to hold for the operations of the whole rule', () => {
    const rules =
      '{ and: [{ allow: owner }, { allow: groups, groups: ["Editor"] }], operations: [read, update] }';
    const operations = ['get', 'list', 'listen', 'update'];
    expect(rulesOf(`{ allow: groups, groups: ["ADMIN"] }, ${rules}`)).toEqual([
      { allow: 'groups', operations: every, groups: ['ADMIN'], groupClaim: 'cognito:groups' },
      {
        allow: 'all',
        operations,
        rules: [
          { allow: 'owner', operations, field: 'owner', many: false, identityClaim: 'sub::username' },
          { allow: 'groups', operations, groups: ['Editor'], groupClaim: 'cognito:groups' },
        ],
      },
    ]);
  });

  it('covers every operation when it names none', () => {
    expect(rulesOf('{ and: [{ allow: private }, { allow: owner }] }')).toMatchObject([{ operations: every }]);
  });

  it('adds the owner field that a joined rule needs', () => {
    const { Task } = read(
      withRules('{ and: [{ allow: owner, ownerField: "author" }, { allow: private }] }'),
    ).models;
    expect(Task?.fields['author']?.kind).toEqual({ is: 'implicit' });
  });

  it('is accepted on fields', () => {
    const { Task } = read(
      `type Task @model @auth(rules: [{ allow: private }]) { teams: [String]
        note: String @auth(rules: [{ and: [{ allow: groups, groupsField: "teams" }, { allow: groups, groups: ["Lead"] }] }]) }`,
    ).models;
    expect(Task?.fields['note']?.rules).toMatchObject([
      { allow: 'all', rules: [{ allow: 'dynamicGroups' }, { allow: 'groups' }] },
    ]);
  });

  it.each([
    ['allow: private, and: [{ allow: owner }, { allow: private }]', ['auth-argument']],
    ['operations: [read]', ['invalid-argument']],
    ['and: []', ['auth-argument']],
    ['and: [{ allow: owner }]', ['auth-argument']],
    ['and: [{ allow: owner }, { operations: [read] }]', ['auth-operations', 'invalid-argument']],
    ['and: [{ allow: owner }, { allow: private, operations: [read] }]', ['auth-operations']],
    ['and: [{ allow: owner }, { and: [{ allow: private }, { allow: owner }] }]', ['auth-argument']],
    ['and: [{ allow: owner }, { allow: private }], ownerField: "a"', ['auth-argument']],
    ['and: [{ allow: owner }, { allow: private }], provider: userPools', ['auth-argument']],
    ['and: [{ allow: owner }, { allow: public }]', ['unsupported-auth']],
    ['and: [{ allow: owner }, { allow: everyone }]', ['invalid-argument']],
    ['and: [{ allow: owner }, { allow: groups, groups: [] }]', ['auth-argument']],
  ])('rejects { %s }', (rule, codes) => {
    expectProblems(
      withRules(`{ ${rule} }`),
      codes.map((code) => `1 ${code}`),
    );
  });

  it('drops the whole rule when one of its parts is rejected', () => {
    const rules = (and: string) =>
      readAnyway(withRules(`{ and: [{ allow: private }, ${and}] }`)).models['Task']?.rules;
    expect(rules('{ allow: public }')).toEqual([]);
    expect(rules('{ allow: everyone }')).toEqual([]);
    expect(rules('{ and: [{ allow: owner }, { allow: private }] }')).toEqual([]);
  });

  it('leaves a rule out of a join model when a link cannot satisfy it', () => {
    const model = read(`
      type A @model @auth(rules: [{ and: [{ allow: groups, groupsField: "teams" }, { allow: private }] }, { and: [{ allow: owner, ownerField: "owners" }, { allow: private }] }]) { teams: [String] owners: [String] bs: [B] @manyToMany(relationName: "AB") }
      type B @model @auth(rules: [{ allow: groups, groupsField: "teams" }]) { teams: [String] as: [A] @manyToMany(relationName: "AB") }`);
    expect(model.models['AB']?.rules).toMatchObject([
      { allow: 'all', rules: [{ allow: 'owner', field: 'owners', many: false }, { allow: 'private' }] },
    ]);
  });
});

describe('@auth with "reassignable"', () => {
  it('marks rules for owners and for groups in a field', () => {
    const rules =
      '{ allow: owner, reassignable: true }, { allow: groups, groupsField: "teams", reassignable: true }';
    expect(rulesOf(rules, 'owner: String teams: [String]')).toMatchObject([
      { allow: 'owner', reassignable: true },
      { allow: 'dynamicGroups', reassignable: true },
    ]);
    expect(rulesOf('{ allow: owner, reassignable: false }')?.[0]).not.toHaveProperty('reassignable');
  });

  it('puts an owner field that the schema does not declare into the inputs', () => {
    const kind = (rule: string) => read(withRules(`{ ${rule} }`)).models['Task']?.fields['owner']?.kind.is;
    expect(kind('allow: owner')).toBe('implicit');
    expect(kind('allow: owner, reassignable: true')).toBe('stored');
    expect(kind('and: [{ allow: private }, { allow: owner, reassignable: true }]')).toBe('stored');
  });

  it.each(['allow: private', 'allow: groups, groups: ["A"]', 'and: [{ allow: owner }, { allow: private }]'])(
    'is rejected together with "%s"',
    (rule) => {
      expectProblems(withRules(`{ ${rule}, reassignable: true }`), ['1 auth-argument']);
    },
  );
});

describe('@aws_auth and @aws_cognito_user_pools', () => {
  it('allow the named groups or every member', () => {
    const model = read(`type Query {
      a: Int @aws_auth(cognito_groups: ["ADMIN"])
      b: Int @aws_cognito_user_pools
      c: Int
    }`);
    expect(model.queries['a']?.rules).toEqual([
      { allow: 'groups', operations: every, groups: ['ADMIN'], groupClaim: 'cognito:groups' },
    ]);
    expect(model.queries['b']?.rules).toEqual([{ allow: 'private', operations: every }]);
    expect(model.queries['c']?.rules).toBeNull();
  });

  it('apply on a type to its fields without rules of their own', () => {
    const { objects } = read(`
      type Query { note: Note }
      type Note @aws_auth(cognito_groups: ["Staff"]) { text: String secret: String @aws_auth(cognito_groups: ["ADMIN"]) }`);
    expect(objects['Note']?.fields['text']?.rules).toMatchObject([{ groups: ['Staff'] }]);
    expect(objects['Note']?.fields['secret']?.rules).toMatchObject([{ groups: ['ADMIN'] }]);
  });

  it('apply on a model', () => {
    const { Task } = read('type Task @model @aws_cognito_user_pools { id: ID! }').models;
    expect(Task?.rules).toEqual([{ allow: 'private', operations: every }]);
  });
});
