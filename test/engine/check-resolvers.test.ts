import {
  checkResolvers,
  customFields,
  type CustomResolver,
  type CustomResolvers,
} from '../../src/engine/index.ts';
import { readModel } from '../../src/model/index.ts';

const { model } = readModel([
  {
    file: 'test',
    text: /* GraphQL */ `
      type Task @model @auth(rules: [{ allow: private }]) {
        id: ID!
        title: String
        age(unit: String): Int
        child: Task
      }
      type Stats {
        count: Int
        share(of: Int!): Float
      }
      extend type Query {
        stats: Stats
      }
      extend type Mutation {
        reset: Boolean
      }
    `,
  },
]);
const answer: CustomResolver = () => null;
const all: CustomResolvers = {
  Query: { stats: answer },
  Mutation: { reset: answer },
  Task: { age: answer, child: answer },
  Stats: { share: answer },
};

test('the custom fields are those that the schema leaves to src/resolvers', () => {
  expect(Object.fromEntries(customFields(model))).toEqual({
    Query: ['stats'],
    Mutation: ['reset'],
    Task: ['age', 'child'],
    Stats: ['share'],
  });
});

test('a resolver for each custom field, and none beside, is no problem', () => {
  expect(checkResolvers(model, all)).toEqual([]);
});

test('each custom field without a resolver is a problem that tells where to write it', () => {
  const problems = checkResolvers(model, { ...all, Task: { age: answer }, Stats: {} });
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['missing-resolver', 'Task.child: the schema declares this field, and no resolver answers it.'],
    ['missing-resolver', 'Stats.share: the schema declares this field, and no resolver answers it.'],
  ]);
  expect(problems[0]?.hint).toContain('src/resolvers/Task.ts');
});

test('each resolver without a custom field is a problem: a generated field cannot be taken over', () => {
  const problems = checkResolvers(model, {
    ...all,
    Query: { stats: answer, getTask: answer },
    Task: { age: answer, child: answer, title: answer },
    Tsk: { age: answer },
  });
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['unknown-resolver', 'Query.getTask: src/resolvers answers a field that the schema does not declare.'],
    ['unknown-resolver', 'Task.title: src/resolvers answers a field that the schema does not declare.'],
    ['unknown-resolver', 'Tsk.age: src/resolvers answers a field that the schema does not declare.'],
  ]);
});

test('names that every object has are no custom fields', () => {
  expect(checkResolvers(model, { ...all, constructor: { name: answer } }).map(({ code }) => code)).toEqual([
    'unknown-resolver',
  ]);
});
