import { newId, openFileRecords } from '../../src/store/index.ts';
import { restRoutes, type Route } from '../../src/rest/index.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { tenantSchema } from '../../src/lambda/tenant-schema.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { dump, naming } from '../platform/dump.ts';
import type { RestCall } from '../rest/rest-event.ts';
import { openRestRig, type Reply, type RestRig } from '../rest/rest-rig.ts';
import { restCallsOn } from './rest-calls.ts';

let rig: RestRig;
let routes: readonly Route[];
/** Ids of records of acme, by the parameter of a path that takes one. */
let foreign: Readonly<Record<string, readonly string[]>>;
beforeAll(async () => {
  rig = await openRestRig();
  const schema = tenantSchema(rig.api.platform, await loadResolvers(FIXTURE.resolvers), false);
  routes = restRoutes(rig.api.model, schema).filter(({ kind }) => kind.is === 'platform');
  foreign = await plant();
});
afterAll(() => rig.api.close());

const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const reply = await rig.rest('olga', { method: 'POST', target: `/v1/platform${path}`, body });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body as Record<string, unknown>;
};

/** Makes records of each kind in acme. Returns their ids. */
async function plant(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { apiKey } = await post('/api-keys', { name: 'theirs', roles: ['MEMBER'] });
  const { invitation } = await post('/invitations', { email: 'new@else.test', roles: ['MEMBER'] });
  const { id: job } = await post('/exports', {});
  await post('/roles', { name: 'Theirs', permissions: ['Task:read'] });
  const scope = await rig.api.jobParts.scopeOf('acme', 'a test');
  const upload = newId();
  const me = await rig.rest('olga', { method: 'GET', target: '/v1/platform/me' });
  await openFileRecords(scope, rig.api.jobParts.sendOf(scope)).reserve(
    {
      ...{ id: upload, type: 'Project', field: 'attachment', uploadedBy: idOf(me.body) },
      ...{
        multipart: null,
        partSize: null,
        name: 'a.pdf',
        size: 10,
        contentType: 'application/pdf',
        sha256: null,
      },
    },
    null,
  );
  const alice = await rig.rest('alice', { method: 'GET', target: '/v1/platform/me' });
  return {
    id: [idOf(apiKey), idOf(invitation), String(job), upload],
    jobId: [String(job)],
    userId: [idOf(alice.body)],
    name: ['Theirs'],
  };
}

const idOf = (record: unknown): string => (record as { readonly id: string }).id;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Returns an answer without what differs between equal requests, and with one word for the id that it may repeat. */
const alike = ({ status, headers, text, calls }: Reply, id: string): string =>
  JSON.stringify([status, headers, text, calls.length]).replaceAll(id, '<asked>').replace(UUID, '<uuid>');

test('each route of the platform answers an id of another tenant as an id that never existed', async () => {
  const acme = async (): Promise<unknown> =>
    naming(await dump(rig.api), 'acme').filter(({ key }) => !/USAGE|FLEET|LIMIT/.test(key));
  const before = await acme();
  let asked = 0;
  for (const route of routes.filter(({ pathParameters }) => pathParameters.length > 0)) {
    const [{ name } = { name: '' }] = route.pathParameters;
    for (const id of foreign[name] ?? []) {
      const callOf = (one: string): RestCall | undefined => {
        const row = Object.fromEntries(route.pathParameters.map((parameter) => [parameter.name, one]));
        return restCallsOn([route], { ...row, name: name === 'name' ? one : 'part' })[0];
      };
      // Of the same form, so that it is looked up as the other.
      const unknown = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
      const [theirs, none] = [callOf(id), callOf(unknown)];
      if (!theirs || !none) throw new Error(`There is no call of ${route.path}.`);
      const [there, absent] = [await rig.rest('omar', theirs), await rig.rest('omar', none)];
      expect({ route: route.path, answer: alike(there, id) }).toEqual({
        route: route.path,
        answer: alike(absent, unknown),
      });
      expect(there.status).toBeLessThan(500);
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(15);
  expect(await acme()).toEqual(before);
});

test('each list of the platform holds records of the own tenant alone', async () => {
  const known = Object.values(foreign).flat();
  for (const route of routes.filter(
    ({ method, pathParameters }) => method === 'GET' && pathParameters.length === 0,
  )) {
    const [call] = restCallsOn([route], {});
    if (!call) continue;
    const reply = await rig.rest('omar', call);
    expect([route.path, known.filter((id) => reply.text.includes(id))]).toEqual([route.path, []]);
    expect(reply.status).toBeLessThan(500);
  }
});

test('a cursor of a list of another tenant is as any other text', async () => {
  for (const path of ['/members', '/audit-events', '/api-keys', '/invitations', '/jobs']) {
    const page = (user: string, cursor = ''): Promise<Reply> =>
      rig.rest(user, { method: 'GET', target: `/v1/platform${path}?limit=1${cursor}` });
    const { nextCursor } = (await page('olga')).body as { readonly nextCursor: string | null };
    if (nextCursor === null) continue;
    const genuine = await page('omar', `&cursor=${encodeURIComponent(nextCursor)}`);
    const garbage = await page('omar', '&cursor=garbage');
    expect([path, alike(genuine, nextCursor)]).toEqual([path, alike(garbage, 'garbage')]);
    expect(genuine.status).toBe(400);
  }
});
