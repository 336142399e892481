import { buildSchema, parse } from 'graphql';

import { createExecutor, withDirect } from '../../src/executor/index.ts';

const schema = buildSchema(`
  interface Named { name: String }
  type Person implements Named { name: String }
  type Query { one: Named, person(n: Int = 1): Person, title: String! }
  type Subscription { person: Person }
`);
const rootValue = {
  one: { __typename: 'Person', name: 'Ann' },
  person: { name: 'Ann' },
  title: 'A title',
};
const run = createExecutor(schema, { maxCoercionErrors: 10, planAt: 1 });
const ask = async (text: string, variableValues: Record<string, unknown> = {}): Promise<unknown> =>
  JSON.parse(
    JSON.stringify(await run({ document: parse(text), variableValues, rootValue, contextValue: {} })),
  );

describe('an executor', () => {
  test('answers an abstract type by the type of its value', async () => {
    expect(await ask('{ one { __typename name } }')).toEqual({
      data: { one: { __typename: 'Person', name: 'Ann' } },
    });
  });

  test('answers introspection', async () => {
    expect(await ask('{ __type(name: "Person") { name } title }')).toEqual({
      data: { __type: { name: 'Person' }, title: 'A title' },
    });
  });

  test('answers a subscription from its root value', async () => {
    expect(await ask('subscription { person { __typename } }')).toEqual({
      data: { person: { __typename: 'Person' } },
    });
  });

  test('refuses a condition that is null', async () => {
    expect(await ask('query ($c: Boolean = true) { title @skip(if: $c) }', { c: null })).toMatchObject({
      errors: [{ message: 'Argument "if" of non-null type "Boolean!" must not be null.' }],
    });
  });

  test('refuses a document of two operations without the name of one', async () => {
    expect(await ask('query A { title } query B { title }')).toEqual({
      errors: [{ message: 'Must provide operation name if query contains multiple operations.' }],
    });
  });

  test('answers each set of conditions of one document by its own fields', async () => {
    const document = parse(
      'query ($c: Boolean!) { title @skip(if: $c) person @include(if: $c) { __typename } }',
    );
    const answers: unknown[] = [];
    for (const c of [true, false, true])
      answers.push(await run({ document, rootValue, contextValue: {}, variableValues: { c } }));
    expect(JSON.stringify(answers)).toBe(
      '[{"data":{"person":{"__typename":"Person"}}},{"data":{"title":"A title"}},{"data":{"person":{"__typename":"Person"}}}]',
    );
  });

  test('calls the resolver of a field that something wrapped after its rule was compiled', async () => {
    const guarded = buildSchema('type Query { secret: String }');
    const field = guarded.getQueryType()?.getFields()['secret'];
    if (!field) throw new Error('The field is missing.');
    const inner = (): string => 'open';
    field.extensions = { ...withDirect(inner, {}) };
    field.resolve = () => {
      throw new Error('refused');
    };
    const execute = createExecutor(guarded, { maxCoercionErrors: 10, planAt: 1 });
    const result = await execute({
      document: parse('{ secret }'),
      rootValue: { secret: 'open' },
      contextValue: {},
    });
    expect(result.errors).toMatchObject([{ message: 'refused' }]);
  });
});
