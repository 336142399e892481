import { getNamedType, isLeafType } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { readModel } from '../../src/model/index.ts';
import { newApiKey } from '../../src/tenant/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { selectionOf } from '../isolation/operations.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const schema = compile(readModel(readSources('schema/operator')).model);

/** Every field of the operators' plane, each in a query that is valid by the schema. */
const fields = (['Query', 'Mutation'] as const).flatMap((root) => {
  const all = (root === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {};
  return Object.values(all).map(({ name, args, type }) => {
    const declared = args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
    const passed = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
    const selection = isLeafType(getNamedType(type)) ? '' : selectionOf(schema, type, 1);
    const parameters = args.length > 0 ? [`(${declared})`, `(${passed})`] : ['', ''];
    return [
      name,
      `${root.toLowerCase()} Q${parameters[0]} { ${name}${parameters[1]} ${selection} }`,
    ] as const;
  });
});

test.each(fields)(
  'the operators’ plane refuses %s to an owner of a tenant, whose token is of another pool',
  async (_name, query) => {
    const { status, data, errors } = await api.askOperatorAs(await api.token('olga'), query);
    expect([status, data, errors.map(({ extensions }) => extensions['code'])]).toEqual([
      401,
      null,
      ['UNAUTHENTICATED'],
    ]);
  },
);

test('the operators’ plane refuses an API key of a tenant, and a request without a token', async () => {
  for (const credential of [newApiKey().text, ''])
    expect((await api.askOperatorAs(credential, '{ tenants { items { id } } }')).status).toBe(401);
});

test('the tenants’ plane refuses an operator’s token for every query', async () => {
  const token = await api.operatorToken('opal');
  for (const query of [
    '{ me { id } }',
    '{ tenant { id } }',
    '{ listTasks { items { id } } }',
    '{ __typename }',
  ])
    expect([query, (await api.askAs(token, query)).status]).toEqual([query, 401]);
});

test('no field of the tenants’ plane has a tenant as its argument', () => {
  const own = compile(api.model);
  const named = [own.getQueryType(), own.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}).flatMap(({ name, args }) =>
      args.filter((argument) => /tenant/i.test(argument.name)).map((argument) => `${name}(${argument.name})`),
    ),
  );
  expect(named).toEqual([]);
});

test('SUPPORT can read tenants and cannot change them', async () => {
  const { errors } = await api.askOperator(
    'sid',
    '{ tenants { items { id name } } tenant(id: "acme") { plan } }',
  );
  expect(errors).toEqual([]);
  const barred = [
    'createTenant(input: { name: "X", plan: "free", ownerEmail: "x@example.test" }) { tenant { id } }',
    'abandonTenant(id: "acme") { id }',
    'inviteOwner(id: "acme", email: "x@example.test") { id }',
    'suspendTenant(id: "acme", mode: BLOCKED, reason: "x") { id }',
    'resumeTenant(id: "acme") { id }',
    'changePlan(id: "acme", plan: "team") { id }',
    'overrideLimits(id: "acme") { id }',
    'offboardTenant(id: "acme", reason: "x") { id }',
    'cancelOffboarding(id: "acme") { id }',
  ];
  const before = await api.control.get('tenant', { id: 'acme' });
  for (const field of barred) {
    const answer = await api.askOperator('sid', `mutation { ${field} }`);
    expect([field, answer.errors.map(({ extensions }) => extensions['code'])]).toEqual([
      field,
      ['FORBIDDEN'],
    ]);
  }
  expect(await api.control.get('tenant', { id: 'acme' })).toEqual(before);
});
