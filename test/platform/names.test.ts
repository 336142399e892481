import { readSources } from '../../src/app/schema-sources.ts';
import { parse, print, printSchema } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { ownModel } from '../../src/model/index.ts';
import { rowSubject } from '../../src/tenant/index.ts';
import { tenantTabs } from '../../src/local/platform-tabs.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';

const sources = [
  ...readSources('schema/platform').map((source) => ({ ...source, platform: true as const })),
  {
    file: 'app.graphql',
    text: /* GraphQL */ `
      type Tenant @model @auth(rules: [{ allow: owner }]) {
        name: String!
      }
      type Me @model @auth(rules: [{ allow: owner }]) {
        name: String!
      }
      type Role @model @auth(rules: [{ allow: private }]) {
        name: String!
      }
      type Job @model(queries: { get: "job", list: "jobs" }) @auth(rules: [{ allow: private }]) {
        name: String!
      }
      type ApiKey @model @auth(rules: [{ allow: private }]) {
        name: String!
      }
      type Query {
        me: String
      }
    `,
  },
];

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sources, resolvers: { Query: { me: () => 'the app’s own' } } });
});
afterAll(() => api.close());

describe('an app with the names Tenant, Me, Role, Job, ApiKey and Query.me', () => {
  test('is served next to the platform, whose names have a prefix', async () => {
    const made = await api.ask(
      'alice',
      `mutation {
        createRole(input: { name: "own" }) { name }
        createJob(input: { id: "j", name: "print" }) { name }
        createApiKey(input: { name: "own" }) { name }
        platformCreateRole(input: { name: "Editor", permissions: ["Role:*"] }) { name permissions }
        platformCreateApiKey(input: { name: "k", roles: ["MEMBER"], scopes: ["app.Tenant:read"] }) { apiKey { scopes } }
      }`,
    );
    expect(dataOf(made)).toMatchObject({
      createRole: { name: 'own' },
      platformCreateRole: { name: 'Editor' },
      platformCreateApiKey: { apiKey: { scopes: ['app.Tenant:read'] } },
    });
    const read =
      '{ me job(id: "j") { name } platformMe { __typename username } platformTenant { __typename id plan { name } } }';
    expect(dataOf(await api.ask('alice', read))).toEqual({
      me: 'the app’s own',
      job: { name: 'print' },
      platformMe: { __typename: 'PlatformMe', username: 'alice' },
      platformTenant: { __typename: 'PlatformTenant', id: 'acme', plan: { name: 'enterprise' } },
    });
  });

  test('keeps rows of Tenant and Me for their owners, whatever the platform permits on its own', async () => {
    const create =
      'mutation { createTenant(input: { id: "t", name: "t" }) { id } createMe(input: { id: "m", name: "m" }) { id } }';
    dataOf(await api.ask('bob', create));
    const list = '{ listTenants { items { id } } listUs { items { id } } }';
    expect(dataOf(await api.ask('alice', list))).toEqual({
      listTenants: { items: [] },
      listUs: { items: [] },
    });
    const reach =
      'mutation { updateTenant(input: { id: "t", name: "x" }) { id } deleteMe(input: { id: "m" }) { id } }';
    expect(codesOf(await api.ask('alice', reach))).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(dataOf(await api.ask('bob', list))).toMatchObject({ listTenants: { items: [{ id: 't' }] } });
  });

  test('names its own rows in permissions as app.Tenant, apart from those of the platform', async () => {
    const { platformMe } = dataOf(await api.ask('alice', '{ platformMe { permissions } }')) as {
      platformMe: { permissions: readonly string[] };
    };
    expect(platformMe.permissions).toEqual(
      expect.arrayContaining(['Tenant:read', 'Tenant:update', 'Role:read']),
    );
    expect(platformMe.permissions).not.toContain('app.Tenant:read');
  });

  test('has tabs of GraphiQL that fit its names', async () => {
    for (const { query } of tenantTabs('2026-11-24', api.model.platformPrefix)) {
      const [first] = parse(query).definitions;
      expect((await api.ask('olga', first ? print(first) : '')).errors).toEqual([]);
    }
  });

  test('has an own API without a name of the platform', () => {
    expect(printSchema(compile(ownModel(api.model, sources)))).not.toMatch(/platform/i);
  });
});

test('every subject of a permission in schema/platform is kept apart from rows', () => {
  const text = readSources('schema/platform')
    .map((source) => source.text)
    .join('\n');
  const subjects = [...text.matchAll(/needs: "(\w+):/g)].map(([, subject = '']) => subject);
  expect(subjects.length).toBeGreaterThan(10);
  for (const subject of subjects) expect(rowSubject(subject)).toBe(`app.${subject}`);
});
