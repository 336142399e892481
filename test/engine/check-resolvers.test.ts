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

test('customFields returns the fields that the schema leaves to src/resolvers', () => {
  expect(Object.fromEntries(customFields(model))).toEqual({
    Query: ['stats'],
    Mutation: ['reset'],
    Task: ['age', 'child'],
    Stats: ['share'],
  });
});

test('checkResolvers finds no problem when exactly the custom fields have resolvers', () => {
  expect(checkResolvers(model, all)).toEqual([]);
});

test('checkResolvers reports each custom field without a resolver and names the file to write it in', () => {
  const problems = checkResolvers(model, { ...all, Task: { age: answer }, Stats: {} });
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['missing-resolver', 'Task.child: the schema declares this field, and no resolver answers it.'],
    ['missing-resolver', 'Stats.share: the schema declares this field, and no resolver answers it.'],
  ]);
  expect(problems[0]?.hint).toContain('src/resolvers/Task.ts');
  expect(problems[0]?.hint).toContain('Write "child: Task @belongsTo" or @hasOne if it is a relation');
  expect(problems[1]?.hint).not.toContain('@');
});

test('checkResolvers demands no resolver for a row in a plain object, unless rows store the object', () => {
  const { model: own } = readModel([
    {
      file: 'test',
      text: /* GraphQL */ `
        type Doctor @model @auth(rules: [{ allow: private }]) {
          id: ID!
          desk: Desk
        }
        type Desk {
          drawer: Drawer
        }
        type Drawer {
          owner: Doctor
        }
        type Load {
          doctor: Doctor!
          others: [Doctor!]
          next(after: Int): Doctor
        }
        type Query {
          load: Load
        }
      `,
    },
  ]);
  const query = { Query: { load: answer } };
  const problems = checkResolvers(own, query);
  expect(problems.map(({ message }) => message.split(':')[0])).toEqual(['Drawer.owner', 'Load.next']);
  const given = { Drawer: { owner: answer }, Load: { next: answer, doctor: answer } };
  expect(checkResolvers(own, { ...query, ...given })).toEqual([]);
});

test('checkResolvers reports each resolver without a custom field, also for a generated field', () => {
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

test('checkResolvers does not take properties that every object has for custom fields', () => {
  expect(checkResolvers(model, { ...all, constructor: { name: answer } }).map(({ code }) => code)).toEqual([
    'unknown-resolver',
  ]);
});

test('checkResolvers refuses the resolver of a subscription, which its mutations answer', () => {
  const found = checkResolvers(model, { ...all, Subscription: { onCreateTask: answer } });
  expect(found.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    [
      'unknown-resolver',
      'Subscription.onCreateTask: src/resolvers answers a subscription.',
      'Remove the resolver: a subscription answers what its mutations answer.',
    ],
  ]);
});
