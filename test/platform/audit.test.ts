import { readSources } from '../../src/local/schema-sources.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';

const sdl = `
type Deal @model @audit @auth(rules: [{ allow: private }]) {
  id: ID!
  title: String!
  price: Int @sensitive
  note: String
  place: Place
  parts: [Part] @hasMany(indexName: "byDeal", fields: ["id"], onDelete: CASCADE)
}
type Part @model @audit @auth(rules: [{ allow: private }]) {
  id: ID!
  dealId: ID @index(name: "byDeal")
  deal: Deal @belongsTo(fields: ["dealId"])
  secret: String @sensitive
}
type Memo @model @auth(rules: [{ allow: private }]) { id: ID! text: String }
type Place { city: String }
extend type Mutation { approve: Boolean @permission(needs: "Deal:approve") }
`;

const withPlatform = (app: string): string =>
  [app, ...readSources('schema/platform').map(({ text }) => text)].join('\n');

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl: withPlatform(sdl), resolvers: { Mutation: { approve: () => true } } });
});
afterAll(() => api.close());

const EVENTS = `query ($filter: TenantAuditEventFilter, $limit: Int, $nextToken: String) {
  auditEvents(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      seq id at actor { type id name } action entity { type id } outcome requestId ip detail
      expiresAt prevExpiresAt prevHash text hash
    }
    nextToken
  }
}`;

interface Event {
  readonly seq: number;
  readonly action: string;
  readonly detail: string | null;
  readonly prevHash: string;
  readonly text: string;
  readonly hash: string;
  readonly [field: string]: unknown;
}
interface Page {
  readonly items: readonly Event[];
  readonly nextToken: string | null;
}

function dataOf({ data, errors }: Answer): Readonly<Record<string, unknown>> {
  expect(errors).toEqual([]);
  return data ?? {};
}
async function events(user: string, variables: object = {}): Promise<Page> {
  return dataOf(await api.ask(user, EVENTS, variables))['auditEvents'] as Page;
}

const INTEGRITY = '{ auditIntegrity { ok events head { seq hash } firstBroken { seq kind why } } }';

test('what was done to rows of a type with @audit is read in the order it happened, and forms a sound chain', async () => {
  dataOf(await api.ask('alice', 'mutation { createDeal(input: { id: "a", title: "One" }) { id } }'));
  dataOf(await api.ask('alice', 'mutation { updateDeal(input: { id: "a", title: "Two" }) { id } }'));
  dataOf(await api.ask('alice', 'mutation { deleteDeal(input: { id: "a" }) { id } }'));
  const { items } = await events('alice');
  expect(items.map(({ action }) => action)).toEqual(['Deal.deleted', 'Deal.updated', 'Deal.created']);
  expect(dataOf(await api.ask('alice', INTEGRITY))['auditIntegrity']).toMatchObject({ ok: true, events: 3 });
});
