import { readFileSync } from 'node:fs';

import { type GraphQLInputObjectType, isInputObjectType, printSchema, type GraphQLSchema } from 'graphql';

import { openTestApi, type TestApi } from '../api.ts';
import { compile } from '../../src/engine/index.ts';
import { readModel } from '../../src/model/index.ts';

const sdl = /* GraphQL */ `
  type Garden @model @auth(rules: [{ allow: private }, { allow: owner }]) {
    name: String!
    beds: [Bed]! @hasMany
  }
  type Bed @model @auth(rules: [{ allow: private }]) {
    code: String! @primaryKey(sortKeyFields: ["row"])
    row: Int!
    sown: Boolean
    soil: Soil!
    price: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  enum Soil {
    CLAY
    SAND
    LOAM
  }
`;

const read = (text: string) => readModel([{ file: 'test', text }]);
const api = (compat: boolean): GraphQLSchema => compile(read(sdl).model, {}, { compat });
const inputFields = (schema: GraphQLSchema, name: string): string[] =>
  Object.keys((schema.getType(name) as GraphQLInputObjectType).getFields());
const names = (schema: GraphQLSchema): string[] => Object.keys(schema.getTypeMap());

describe('the quirks of Amplify, by their number in docs/amplify.md', () => {
  test.each([false, true])('Q1: the API has no types of AI conversations (compat %s)', (compat) => {
    expect(names(api(compat)).filter((name) => name.startsWith('AmplifyAI'))).toEqual([]);
  });

  test.each([false, true])(
    'Q2: only the exact API of Amplify has the key of the child in the filter of the parent (compat %s)',
    (compat) => {
      const [parent, child] = ['Garden', 'Bed'].map((type) =>
        inputFields(api(compat), `ModelSubscription${type}FilterInput`).includes('gardenBedsId'),
      );
      expect([parent, child]).toEqual([compat, !compat]);
    },
  );

  test.each([false, true])(
    'Q4: the owner in a subscription filter has the operators of lists (compat %s)',
    (compat) => {
      const { owner, name } = (
        api(compat).getType('ModelSubscriptionGardenFilterInput') as GraphQLInputObjectType
      ).getFields();
      expect([String(owner?.type), String(name?.type)]).toEqual([
        'ModelStringInput',
        'ModelSubscriptionStringInput',
      ]);
    },
  );

  test.each([false, true])(
    'Q3: the filter of a type without "id" has one only in the exact API of Amplify (compat %s)',
    (compat) => {
      const fields = ['code', 'row', 'sown', 'soil', 'price'];
      expect(inputFields(api(compat), 'ModelBedFilterInput')).toEqual(expect.arrayContaining(fields));
      expect(inputFields(api(compat), 'ModelBedFilterInput').includes('id')).toBe(compat);
      expect(inputFields(api(compat), 'ModelGardenFilterInput')).toContain('id');
    },
  );

  test('Q5: all filters of lists but that of Boolean have "in", and in the exact API of Amplify no filter has it', () => {
    const withIn = (schema: GraphQLSchema): string[] =>
      Object.values(schema.getTypeMap())
        // Amplify has it in the filters of subscriptions.
        .filter(({ name }) => !name.startsWith('ModelSubscription'))
        .filter((type) => isInputObjectType(type) && 'in' in type.getFields())
        .map(({ name }) => name);
    expect(withIn(api(false)).sort()).toEqual([
      'ModelIDInput',
      'ModelIntInput',
      'ModelSoilInput',
      'ModelStringInput',
    ]);
    expect(withIn(api(true))).toEqual([]);
  });

  test('Q5: readModel rejects a Boolean sort field', () => {
    const { problems } = read(sdl.replace('["row"]', '["sown"]').replace('sown: Boolean', 'sown: Boolean!'));
    expect(problems.map(({ code }) => code)).toEqual(['invalid-key']);
  });

  test.each([false, true])(
    'Q8: a key "id: Int!" is an Int! wherever it names a row (compat %s)',
    (compat) => {
      const text = 'type Ticket @model @auth(rules: [{ allow: private }]) { id: Int! }';
      const printed = printSchema(compile(read(text).model, {}, { compat }));
      expect(printed).toContain('getTicket(id: Int!): Ticket');
      expect(printed).toMatch(/input DeleteTicketInput \{\s+id: Int!/);
    },
  );

  test.each([false, true])(
    'Q9: @hasMany without fields has no argument for the sort fields of the child (compat %s)',
    (compat) => {
      const printed = printSchema(api(compat));
      expect(printed).toMatch(/beds\(filter: ModelBedFilterInput, sortDirection/);
    },
  );

  test.each([false, true])('Q6: a required @hasMany is a nullable connection (compat %s)', (compat) => {
    expect(printSchema(api(compat))).toMatch(/beds\([^)]*\): ModelBedConnection\n/);
  });
});

describe('the quirks of Amplify in answers', () => {
  let asked: TestApi;
  const bed = (row: number, soil: string) => ({ code: 'A', row, soil, price: 10 * row });
  beforeAll(async () => {
    asked = await openTestApi({
      sdl,
      seed: { rows: { acme: { Bed: [bed(1, 'CLAY'), bed(2, 'SAND'), bed(3, 'LOAM')] } } },
    });
  });
  afterAll(() => asked.close());

  test('Q5: "in" matches rows with one of the values', async () => {
    const { data, errors } = await asked.ask(
      'alice',
      '{ a: listBeds(filter: { soil: { in: [CLAY, LOAM] } }) { items { row } } b: listBeds(filter: { row: { in: [2, 9] } }) { items { row } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ a: { items: [{ row: 1 }, { row: 3 }] }, b: { items: [{ row: 2 }] } });
  });

  test('Q7: a rule on one field needs no rules on the other required fields and is enforced', async () => {
    expect(read(sdl).problems).toEqual([]);
    const query = '{ getBed(code: "A", row: 1) { soil price } }';
    expect((await asked.ask('alice', query)).data).toEqual({ getBed: { soil: 'CLAY', price: 10 } });
    const member = await asked.ask('bob', query);
    expect(member.data).toEqual({ getBed: { soil: 'CLAY', price: null } });
    expect(member.errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
  });
});

test('an error has the form of AppSync only when the client sends the header', async () => {
  const asked = await openTestApi({ sdl });
  const answer = async (headers: object): Promise<object> => {
    const { body } = await asked.handle({
      headers: {
        authorization: `Bearer ${await asked.token('alice')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify({ query: 'mutation { deleteGarden(input: { id: "none" }) { id } }' }),
    });
    return (JSON.parse(body) as { errors: [object] }).errors[0];
  };
  const plain = await answer({});
  const appsync = await answer({ 'x-error-format': 'appsync' });
  await asked.close();
  const errorType = 'DynamoDB:ConditionalCheckFailedException';
  expect(plain).toMatchObject({ extensions: { code: 'NOT_FOUND', errorType, errorInfo: null } });
  expect(plain).not.toHaveProperty('errorType');
  expect(appsync).toMatchObject({
    errorType,
    errorInfo: null,
    data: null,
    locations: [{ sourceName: null }],
    extensions: { code: 'NOT_FOUND', errorType },
  });
});

test('docs/amplify.md lists all nine quirks', () => {
  const told = [...readFileSync('docs/amplify.md', 'utf8').matchAll(/^\| (Q\d) /gm)].map(([, name]) => name);
  expect(told).toEqual(['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8', 'Q9']);
});
