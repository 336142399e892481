import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Form @model @auth(rules: [{ allow: private }]) {
    id: ID!
    gt: Int @validate(type: gt, value: "5")
    lt: Float @validate(type: lt, value: "1.5")
    gte: Int @validate(type: gte, value: "5")
    lte: Float @validate(type: lte, value: "-1")
    minLength: String @validate(type: minLength, value: "3")
    maxLength: String @validate(type: maxLength, value: "3")
    startsWith: String @validate(type: startsWith, value: "ab")
    endsWith: String @validate(type: endsWith, value: "yz")
    matches: String @validate(type: matches, value: "^[a-z]+$")
    code: String
      @validate(type: minLength, value: "2", errorMessage: "A code is longer.")
      @validate(type: matches, value: "^[A-Z]*$", errorMessage: "A code is upper-case.")
    slow: String @validate(type: matches, value: "^(a+)+$")
    end: String @validate(type: matches, value: "[0-9]+$")
    filled: String @default(value: "x") @validate(type: minLength, value: "2")
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const create = (input: object) =>
  api.ask('alice', 'mutation ($input: CreateFormInput!) { createForm(input: $input) { id } }', {
    input: { filled: 'long', ...input },
  });
const update = (input: object) =>
  api.ask('alice', 'mutation ($input: UpdateFormInput!) { updateForm(input: $input) { id } }', { input });

test.each([
  [{ gt: 6 }, { gt: 5 }, 'Field gt of type Form must be greater than 5'],
  [{ lt: 1.4 }, { lt: 1.5 }, 'Field lt of type Form must be less than 1.5'],
  [{ gte: 5 }, { gte: 4 }, 'Field gte of type Form must be greater than or equal to 5'],
  [{ lte: -1 }, { lte: 0 }, 'Field lte of type Form must be less than or equal to -1'],
  [{ minLength: 'abc' }, { minLength: 'ab' }, 'Field minLength of type Form must have a minimum length of 3'],
  [
    { maxLength: 'abc' },
    { maxLength: 'abcd' },
    'Field maxLength of type Form must have a maximum length of 3',
  ],
  [{ startsWith: 'abc' }, { startsWith: 'bab' }, 'Field startsWith of type Form must start with "ab"'],
  [{ endsWith: 'xyz' }, { endsWith: 'yzx' }, 'Field endsWith of type Form must end with "yz"'],
  [{ matches: 'abc' }, { matches: 'aBc' }, 'Field matches of type Form must match the pattern ^[a-z]+$'],
])('@validate accepts %j and rejects %j', async (good, bad, message) => {
  const { createForm } = dataOf(await create(good));
  const { id } = createForm as { id: string };
  const [rule] = Object.keys(bad);
  for (const answer of [await create(bad), await update({ id, ...bad })]) {
    expect(codesOf(answer)).toEqual(['VALIDATION_FAILED']);
    expect(messagesOf(answer)).toEqual([message]);
    expect(answer.errors[0]?.extensions['errorInfo']).toEqual({
      fields: [{ path: ['input', rule], rule, message }],
    });
    expect(answer.calls).toEqual([]);
  }
});

test('one error lists all failed checks in the order of the schema, with the messages of the schema', async () => {
  const answer = await create({ code: 'a', gt: 1, minLength: 'x' });
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors[0]?.extensions['errorInfo']).toEqual({
    fields: [
      { path: ['input', 'gt'], rule: 'gt', message: 'Field gt of type Form must be greater than 5' },
      {
        path: ['input', 'minLength'],
        rule: 'minLength',
        message: 'Field minLength of type Form must have a minimum length of 3',
      },
      { path: ['input', 'code'], rule: 'minLength', message: 'A code is longer.' },
      { path: ['input', 'code'], rule: 'matches', message: 'A code is upper-case.' },
    ],
  });
  expect(answer.errors[0]?.message).toContain('A code is longer. A code is upper-case.');
});

test('@validate accepts null and absent values', async () => {
  dataOf(await create({ gt: null, minLength: null }));
});

test('@validate checks a default like any other value', async () => {
  expect(messagesOf(await create({ filled: null }))).toEqual([
    'Field filled of type Form must have a minimum length of 2',
  ]);
});

test('a caller who may not write gets FORBIDDEN and learns nothing about the value', async () => {
  const closed = await openTestApi({
    sdl: 'type Shut @model @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) { id: ID! n: Int @validate(type: gt, value: "5") }',
  });
  const write = (user: string, mutation: string) => closed.ask(user, `mutation { ${mutation} { id } }`);
  expect(codesOf(await write('alice', 'createShut(input: { n: 1 })'))).toEqual(['VALIDATION_FAILED']);
  expect(codesOf(await write('bob', 'createShut(input: { n: 1 })'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await write('bob', 'updateShut(input: { id: "x", n: 1 })'))).toEqual(['FORBIDDEN']);
  await closed.close();
});

test('a pattern that would take years is stopped, and the text is refused', async () => {
  expect(codesOf(await create({ slow: `${'a'.repeat(60)}!` }))).toEqual(['VALIDATION_FAILED']);
  expect(codesOf(await create({ end: `${'1'.repeat(300_000)}!` }))).toEqual(['VALIDATION_FAILED']);
  dataOf(await create({ slow: 'aaaa', end: '1'.repeat(300_000) }));
});
