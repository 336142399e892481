import { expectProblems, read, readAnyway } from '../harness.ts';

const every = ['get', 'list', 'create', 'update', 'delete'];
const withRules = (rules: string, fields = 'id: ID!') =>
  `type Task @model @auth(rules: [${rules}]) {\n${fields}\n}`;
const rulesOf = (rules: string, fields?: string) => read(withRules(rules, fields)).models['Task']?.rules;

describe('@auth', () => {
  it('adds the owner field that a type does not declare', () => {
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

  it('adds the owner field of a rule on a field', () => {
    const { Task } = read(
      'type Task @model { id: ID! note: String @auth(rules: [{ allow: owner }]) }',
    ).models;
    expect(Task?.fields['owner']?.kind.is).toBe('implicit');
    expect(Task?.fields['note']?.rules?.[0]?.allow).toBe('owner');
  });

  it('reads a list of owners', () => {
    expect(
      rulesOf('{ allow: owner, ownerField: "editors", identityClaim: "email" }', 'editors: [String]'),
    ).toEqual([{ allow: 'owner', operations: every, field: 'editors', many: true, identityClaim: 'email' }]);
  });

  it('reads groups, named or in a field', () => {
    const rules = '{ allow: groups, groups: ["Admin"] }, { allow: groups, groupClaim: "roles" }';
    expect(rulesOf(rules, 'groups: [String]')).toEqual([
      { allow: 'groups', operations: every, groups: ['Admin'], groupClaim: 'cognito:groups' },
      { allow: 'dynamicGroups', operations: every, field: 'groups', many: true, groupClaim: 'roles' },
    ]);
  });

  it('reads "read" as get and list, and drops operations that the API does not have', () => {
    expect(rulesOf('{ allow: private, operations: [read] }')?.[0]?.operations).toEqual(['get', 'list']);
    expect(rulesOf('{ allow: private, operations: [sync, listen, create] }')?.[0]?.operations).toEqual([
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
  ])('refuses { %s }', (rule, code) => {
    expectProblems(withRules(`{ ${rule} }`, 'id: ID!\n count: Int'), [`1 ${code}`]);
  });

  it('keeps the owner field of a rule that it refuses', () => {
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

  it('refuses rules that read a row where there is none', () => {
    const sdl = (rule: string) => `type Query { a: Int @auth(rules: [{ ${rule} }]) }`;
    expectProblems(sdl('allow: owner'), ['1 auth-place']);
    expectProblems(sdl('allow: groups, groupsField: "a"'), ['1 auth-place']);
    expect(read(sdl('allow: groups, groups: ["Admin"]')).queries['a']?.rules).toHaveLength(1);
  });

  it('refuses rules on a type without @model', () => {
    expectProblems(
      `${withRules('{ allow: private }')}\ntype Note @auth(rules: [{ allow: private }]) { a: Int }`,
      ['4 auth-place'],
    );
  });
});

describe('@aws_auth and @aws_cognito_user_pools', () => {
  it('let named groups in, or every member', () => {
    const model = read(`type Query {
      a: Int @aws_auth(cognito_groups: ["Admin"])
      b: Int @aws_cognito_user_pools
      c: Int
    }`);
    expect(model.queries['a']?.rules).toEqual([
      { allow: 'groups', operations: every, groups: ['Admin'], groupClaim: 'cognito:groups' },
    ]);
    expect(model.queries['b']?.rules).toEqual([{ allow: 'private', operations: every }]);
    expect(model.queries['c']?.rules).toBeNull();
  });

  it('hold on a type for its fields without rules of their own', () => {
    const { objects } = read(`
      type Query { note: Note }
      type Note @aws_auth(cognito_groups: ["Staff"]) { text: String secret: String @aws_auth(cognito_groups: ["Admin"]) }`);
    expect(objects['Note']?.fields['text']?.rules).toMatchObject([{ groups: ['Staff'] }]);
    expect(objects['Note']?.fields['secret']?.rules).toMatchObject([{ groups: ['Admin'] }]);
  });

  it('hold on a model', () => {
    const { Task } = read('type Task @model @aws_cognito_user_pools { id: ID! }').models;
    expect(Task?.rules).toEqual([{ allow: 'private', operations: every }]);
  });
});
