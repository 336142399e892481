import type { GraphQLSchema } from 'graphql';

import { keyFields, readModel, type Json, type Model } from '../../src/model/index.ts';
import { compile } from '../../src/engine/index.ts';
import { siloTable, type Row } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump, type Dumped } from '../platform/dump.ts';
import { partitionOf } from '../shared/partition-of.ts';
import { everyKind } from './every-kind.ts';
import { selectionOf } from './operations.ts';
import { sampleRows } from './sample-rows.ts';
import { recordOf, openSocketDoor, type ItemRecord, type SocketClient } from './socket-client.ts';

const sdl = `${everyKind.sdl ?? ''}
type Diary @model(subscriptions: { replay: "1h", onCreate: ["written", "noted"] }) @auth(rules: [{ allow: private }]) {
  text: String
}
type Subscription {
  kickedOff(kind: Kind): Match @aws_subscribe(mutations: ["kickOff"])
  renumbered: Int @aws_subscribe(mutations: ["renumber"])
  memberChanged: Member @aws_subscribe(mutations: ["createMember", "deleteMember"])
}`;
const { model } = readModel([{ file: 'test', text: sdl }]);
const TENANTS = ['acme', 'globex'] as const;
type Tenant = (typeof TENANTS)[number];
/** The one user of this file is a member of both tenants. */
const USER = 'sam';
const EVENTS = { create: 'INSERT', update: 'MODIFY', delete: 'REMOVE' } as const;

/** Returns rows with the same ids in each tenant. All other texts begin with the tenant. */
function rowsOf(tenant: Tenant): { readonly [type: string]: readonly Row[] } {
  const rows = sampleRows(model, { tenant: 'both', username: USER, group: 'MEMBER' }, 2);
  return Object.fromEntries(
    Object.entries(rows).map(([name, all]) => [name, all.map((row) => ofTenant(model, name, row, tenant))]),
  );
}

function ofTenant({ models }: Model, name: string, row: Row, tenant: Tenant): Row {
  const type = models[name];
  if (!type) throw new Error(`There is no type "${name}".`);
  const fixed = new Set([...keyFields(type.key), ...type.references.flatMap(({ fields }) => fields)]);
  const value = (field: string, given: Json): Json =>
    fixed.has(field) ? given : (JSON.parse(JSON.stringify(given).replaceAll('both-', `${tenant}-`)) as Json);
  return Object.fromEntries(Object.entries(row).map(([field, given]) => [field, value(field, given)]));
}

const other = (tenant: Tenant): Tenant => (tenant === 'acme' ? 'globex' : 'acme');

describe.each<[readonly Tenant[]]>([[[]], [['globex']]])(
  'two tenants with equal rows, users and subscriptions in one process, and silos for %j',
  (silos) => {
    let api: TestApi;
    let openClient: () => SocketClient;
    let schema: GraphQLSchema;
    let stored: readonly Dumped[];
    const clients = new Map<Tenant, SocketClient>();
    const fields = (): readonly string[] => Object.keys(schema.getSubscriptionType()?.getFields() ?? {});
    const tableOf = (tenant: Tenant): string =>
      silos.includes(tenant) ? siloTable(api.tables.siloPrefix, tenant) : api.tables.data;
    const partitionFor = (tenant: Tenant, type: string): string =>
      type.endsWith('#') ? `T#${tenant}#${type}` : partitionOf(tenant, type, api.model);
    const recordsOf = (
      event: ItemRecord['eventName'],
      tenant: Tenant,
      type: string,
      run = '',
    ): ItemRecord[] =>
      stored
        .filter(({ key }) => key.startsWith(`data ${partitionFor(tenant, type)} `))
        .map((one, at) => recordOf(event, `${tenant}-${event}-${type}-${at}${run}`, one, tableOf(tenant)));
    const deliver = async (...records: readonly ItemRecord[]): Promise<void> => {
      expect(await api.background.changes({ Records: [...records] })).toEqual({
        batchItemFailures: [],
      });
    };
    /** Returns the ids of the events that a subscription of a tenant got, in their order. */
    const heard = (tenant: Tenant, field: string): readonly string[] =>
      (clients.get(tenant)?.got() ?? [])
        .filter(({ id, type }) => id === field && type === 'next')
        .map(({ payload }) => (payload as { extensions: { eventId: string } }).extensions.eventId);
    const queryOf = (field: string): string => {
      const type = schema.getSubscriptionType()?.getFields()[field]?.type;
      if (!type) throw new Error(`There is no subscription "${field}".`);
      return `subscription { ${field} ${selectionOf(schema, type, 1)} }`;
    };
    const begun = async (tenant: Tenant): Promise<SocketClient> => {
      const client = openClient();
      const authorization = await api.token(USER, tenant);
      expect(await client.begin({ authorization })).toMatchObject({ type: 'connection_ack' });
      return client;
    };

    beforeAll(async () => {
      schema = compile(model, everyKind.resolvers ?? {});
      api = await openTestApi({
        sdl,
        ...(everyKind.resolvers ? { resolvers: everyKind.resolvers } : {}),
        seed: { rows: { acme: rowsOf('acme'), globex: rowsOf('globex') } },
        silos,
      });
      openClient = openSocketDoor(api);
      await api.register.putMembership({
        tenantId: 'globex',
        userId: api.cognito.user(USER)?.sub ?? '',
        username: USER,
        roles: ['MEMBER'],
      });
      for (const tenant of TENANTS) {
        for (const mutation of ['kickOff(matchId: "both-match-0") { id }', 'renumber(ids: [])'])
          expect((await api.ask(USER, `mutation { ${mutation} }`, {}, tenant)).errors).toEqual([]);
        const client = await begun(tenant);
        clients.set(tenant, client);
        for (const field of fields())
          expect(await client.subscribe(field, queryOf(field))).toMatchObject({ payload: { armed: field } });
      }
      stored = await dump(api);
    });
    afterAll(() => api.close());

    it('have the same items but for the tenant in their keys', () => {
      const types = Object.keys(model.models).filter((type) => type !== 'Goal');
      const keysOf = (tenant: Tenant): readonly string[] =>
        stored
          .filter(({ key }) => types.some((type) => key.startsWith(`data ${partitionFor(tenant, type)} `)))
          .map(({ key }) => key.replace(tenant, ''));
      expect(keysOf('acme').length).toBeGreaterThan(10);
      expect(keysOf('acme')).toEqual(keysOf('globex'));
    });

    it('get each event of every kind of subscription once, and those of their own tenant alone', async () => {
      const kinds = Object.values(model.models).flatMap((type) =>
        (['create', 'update', 'delete'] as const).map((event) => ({ type: type.name, event })),
      );
      // The records of both tenants alternate in one batch.
      const batch = kinds.flatMap(({ type, event }) => {
        const [acme = [], globex = []] = TENANTS.map((tenant) => recordsOf(EVENTS[event], tenant, type));
        return acme.flatMap((record, at) => [globex[at], record].filter((one) => one !== undefined));
      });
      const announced = TENANTS.flatMap((tenant) => recordsOf('INSERT', tenant, 'EVENT#'));
      expect(announced).toHaveLength(4);
      await deliver(...batch, ...announced);
      const idsOf = (records: readonly ItemRecord[]): string[] =>
        records.map(({ eventID }) => eventID).sort();
      for (const tenant of TENANTS) {
        for (const { type, event } of kinds)
          for (const field of model.models[type]?.subscriptions[event] ?? []) {
            const own = idsOf(recordsOf(EVENTS[event], tenant, type));
            expect(own.length).toBeGreaterThan(0);
            expect([field, [...heard(tenant, field)].sort()]).toEqual([field, own]);
          }
        for (const field of ['kickedOff', 'renumbered']) {
          expect([field, heard(tenant, field).length]).toEqual([field, 1]);
          expect(heard(tenant, field)[0]).toMatch(new RegExp(`^${tenant}-`));
        }
        const member = (['INSERT', 'REMOVE'] as const).flatMap((one) => recordsOf(one, tenant, 'Member'));
        expect([...heard(tenant, 'memberChanged')].sort()).toEqual(idsOf(member));
      }
    });

    it('get related rows of their own tenant alone, though all events were answered at once', () => {
      for (const tenant of TENANTS) {
        const text = JSON.stringify(clients.get(tenant)?.got());
        expect(text).toContain(`${tenant}-member-0-nick`);
        expect(text).toContain(`"matches":{"items":[{`);
        expect(text.includes(`${other(tenant)}-`)).toBe(false);
      }
    });

    it('get nothing of one another after a later event of their own, if one ends or leaves what it has', async () => {
      const [acme, globex] = [await begun('acme'), await begun('globex')];
      for (const client of [acme, globex]) await client.subscribe('a', queryOf('onCreateMatch'));
      await globex.say({ type: 'complete', id: 'a' });
      const before = acme.got().length;
      await deliver(
        ...recordsOf('INSERT', 'globex', 'Match', 'x'),
        ...recordsOf('INSERT', 'acme', 'Match', 'x'),
      );
      await globex.leave();
      await deliver(
        ...recordsOf('INSERT', 'globex', 'Match', 'y'),
        ...recordsOf('INSERT', 'acme', 'Match', 'y'),
      );
      const ids = acme
        .got()
        .slice(before)
        .map(({ payload }) => JSON.stringify(payload));
      expect(ids).toHaveLength(4);
      expect(ids.every((text) => text.includes('"eventId":"acme-INSERT-Match-'))).toBe(true);
      expect(globex.got()).toEqual([]);
    });

    it('resume by their own cursors alone, and from their own log', async () => {
      const cursors = new Map<Tenant, unknown>();
      for (const tenant of TENANTS) {
        const armed = await (await begun(tenant)).subscribe('a', queryOf('written'));
        cursors.set(tenant, (armed?.payload as { cursor: unknown }).cursor);
      }
      const order = ['globex', 'acme', 'globex'] as const;
      for (const [at, tenant] of order.entries())
        await deliver(...recordsOf('INSERT', tenant, 'Diary', `-later-${at}`));
      for (const tenant of TENANTS) {
        const client = await begun(tenant);
        const resume = (resumeFrom: unknown) =>
          client.subscribe('a', queryOf('written'), { extensions: { resumeFrom } });
        const foreign = await resume(cursors.get(other(tenant)));
        expect(foreign).toMatchObject({
          type: 'error',
          payload: [{ extensions: { code: 'INVALID_CURSOR' } }],
        });
        expect(withoutIds(foreign)).toEqual(withoutIds(await resume('nonsense')));
        await resume(cursors.get(tenant));
        const ids = client.got().map(({ payload }) => JSON.stringify(payload));
        const missed = order.filter((one) => one === tenant).length;
        expect(ids.filter((text) => text.includes('-later-'))).toHaveLength(2 * missed);
        expect(ids.filter((text) => text.includes(`${other(tenant)}-`))).toEqual([]);
      }
    });

    it('raise no alarm, and nothing fails', () => {
      expect(api.log.filter(({ level }) => level === 'error')).toEqual([]);
    });
  },
);

/** Returns a frame without the id of its request. */
function withoutIds(frame: unknown): unknown {
  return JSON.parse(JSON.stringify(frame).replace(/"requestId":"[^"]*"/g, '"requestId":""'));
}
