import type { SchemaSource } from '../../src/model/index.ts';
import { PLATFORM_SCHEMA, readSources } from '../../src/app/schema-sources.ts';
import { newId, openFileRecords } from '../../src/store/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { dump, restore, type Dumped } from '../platform/dump.ts';
import { startFaultProxy, type Fault, type FaultProxy, type ProxyCall } from '../store/fault-proxy.ts';

const sdl = /* GraphQL */ `
  type Team @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String @unique
    revision: Int! @version
    players: [Player] @hasMany(indexName: "byTeam", fields: ["id"], onDelete: CASCADE)
    guests: [Guest] @hasMany(references: ["teamId"], onDelete: SET_NULL)
    tags: [Tag] @manyToMany(relationName: "TeamTag")
  }
  type Player @model @auth(rules: [{ allow: private }]) {
    id: ID!
    code: String @unique
    rank: Int
    teamId: ID @index(name: "byTeam", sortKeyFields: ["rank"])
    team: Team @belongsTo(fields: ["teamId"])
  }
  type Guest @model @auth(rules: [{ allow: private }]) {
    id: ID!
    teamId: ID
    team: Team @belongsTo(references: ["teamId"])
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    teams: [Team] @manyToMany(relationName: "TeamTag")
  }
  type Note @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    revision: Int! @version
  }
  type Ledger @model @audit @auth(rules: [{ allow: private }]) {
    id: ID!
    amount: Int
  }
  type Ticket @model @auth(rules: [{ allow: private }]) {
    id: ID!
    number: Int
  }
  type Sheet @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    cover: File @file(types: ["image/*"])
  }
  extend type Mutation {
    addTicket: Ticket
  }
`;

/** The resolver of a ticket with the next number of the tenant. A number that may leave a gap is no part of all or none. */
const resolvers = {
  Mutation: {
    addTicket: (_root: unknown, _input: unknown, { store }: { readonly store: TicketStore }) =>
      store.transact(async (transaction) =>
        transaction.Ticket.create({ number: await transaction.next('Ticket', { gapless: true }) }),
      ),
  },
};
interface TicketStore {
  transact<Result>(work: (transaction: TicketTransaction) => Promise<Result>): Promise<Result>;
}
interface TicketTransaction {
  next(name: string, options: { readonly gapless: true }): Promise<number>;
  readonly Ticket: { create(input: { readonly number: number }): Promise<object> };
}

/** Milliseconds that an attempt of a call may take: so few that a silent DynamoDB costs a test little time. */
export const REQUEST_TIMEOUT = 1_000;
/** Milliseconds from one cell to the next, after which the gate has forgotten what it looked up. */
const FORGET = 6_000;

/** An API behind the fault proxy whose tables go back to one state before each request. */
export interface World {
  readonly api: TestApi;
  /** What the tables hold before each request. */
  readonly start: readonly Dumped[];
  /** Ids and tokens that the operations need. */
  readonly known: Readonly<Record<string, string>>;
  /** Sends an operation as a user, or as an operator. */
  ask(user: string, query: string, headers?: Headers): Promise<Answer>;
  operate(query: string, headers?: Headers): Promise<Answer>;
  /** Returns the token with which a user asks. */
  token(user: string): Promise<string>;
  /** Restores the tables, ends all faults, and lets the gate look up everything again. `present` is what they hold, if that is known. */
  reset(present?: readonly Dumped[]): Promise<void>;
  /** Lets the gate look up everything again. */
  forget(): void;
  /** Treats the calls that follow as `fault` says, and gives each request so many milliseconds. */
  arm(fault: (call: ProxyCall) => Fault | null, remaining?: number): void;
  close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

/** Milliseconds of a request without faults. */
const PATIENCE = 60_000;
const PEOPLE = Array.from({ length: 3 }, (_, at) => ({
  id: `p${at}`,
  teamId: 't1',
  rank: at,
  code: `c${at}`,
}));

export async function openWorld(): Promise<World> {
  let fault: (call: ProxyCall) => Fault | null = () => null;
  let remaining = PATIENCE;
  let clock = Date.now();
  let proxy: FaultProxy | undefined;
  const platform = readSources(PLATFORM_SCHEMA).map((source): SchemaSource => ({
    ...source,
    platform: true,
  }));
  const api = await openTestApi({
    sources: [...platform, { file: 'faults', text: sdl }],
    resolvers: resolvers as never,
    now: () => clock,
    behind: async (endpoint) => {
      proxy = await startFaultProxy(endpoint, (call) => fault(call));
      return proxy.endpoint;
    },
    requestTimeout: REQUEST_TIMEOUT,
    remaining: () => remaining,
  });
  const prepare = async (query: string, variables: object = {}): Promise<Data> =>
    dataOf(await api.ask('olga', query, variables));

  await prepare(
    `mutation ($players: [CreatePlayerInput!]!) {
      createTeams(input: [{ id: "t1", name: "one" }, { id: "t2", name: "two" }]) { id }
      createPlayers(input: $players) { id }
      createGuest(input: { id: "g1", teamId: "t1" }) { id }
      createTag(input: { id: "tag" }) { id }
      createTeamTag(input: { id: "link", teamId: "t1", tagId: "tag" }) { id }
      createNote(input: { id: "n1", text: "first" }) { id }
      createLedger(input: { id: "l1", amount: 1 }) { id }
      addTicket { number }
    }`,
    { players: PEOPLE },
  );
  const known: Record<string, string> = { ...(await uploadCovers(api)) };
  await prepare(`mutation { createSheet(input: { id: "s1", cover: "${known['held'] ?? ''}" }) { id } }`);
  for (const [username, email] of [
    ['nina', 'nina@else.test'],
    ['rob', 'rob@else.test'],
  ] as const) {
    const { sub: userId } = await api.cognito.putUser({ username, email, password: 'a password' });
    known[username] = userId;
    await api.register.putTenant({ id: `home-${username}` });
    await api.register.putMembership({ tenantId: `home-${username}`, userId, username, email });
  }
  await api.register.putMembership({
    ...{ tenantId: 'acme', userId: known['rob'] ?? '', username: 'rob', email: 'rob@else.test' },
  });
  const made = await prepare(`mutation {
    invited: inviteMember(input: { email: "nina@else.test", roles: ["MEMBER"] }) { token invitation { id } }
    key: createApiKey(input: { name: "old", roles: ["MEMBER"] }) { apiKey { id } }
    role: createRole(input: { name: "Clerk", permissions: ["Team:read"] }) { name }
    settings: updateTenantSettings(input: { allowImpersonation: true }) { id }
  }`);
  const { token, invitation } = made['invited'] as { token: string; invitation: { id: string } };
  const { apiKey } = made['key'] as { apiKey: { id: string } };
  Object.assign(known, { token, invitation: invitation.id, key: apiKey.id });
  for (const [id, status] of [
    ['sleeping', 'SUSPENDED'],
    ['leaving', 'OFFBOARDING'],
    ['awake', 'ACTIVE'],
  ] as const)
    await api.register.putTenant({ id, status });
  const close = 'mutation { offboardTenant(id: "globex", graceDays: 30, reason: "It ends.") { id } }';
  dataOf(await api.askOperator('opal', close));
  // The sign-in of a user is no part of an operation.
  const tokens = new Map<string, string>();
  for (const user of ['olga', 'nina', 'bob']) tokens.set(user, await api.token(user));
  const operatorToken = await api.operatorToken('opal');
  const start = await dump(api);

  const arm: World['arm'] = (next, milliseconds = PATIENCE) => {
    fault = next;
    remaining = milliseconds;
  };
  const forget = (): void => {
    clock += FORGET;
  };
  return {
    api,
    start,
    known,
    ask: (user, query, headers) => api.askAs(tokens.get(user) ?? '', query, {}, headers),
    token: async (user) => tokens.get(user) ?? api.token(user),
    operate: (query, headers) => api.askOperatorAs(operatorToken, query, {}, headers),
    arm,
    forget,
    async reset(present) {
      arm(() => null);
      forget();
      await restore(api, start, present);
    },
    async close() {
      proxy?.stop();
      await api.close();
    },
  };
}

/** Uploads two covers of olga, without their bytes. Returns their ids. */
async function uploadCovers(api: TestApi): Promise<Readonly<Record<'held' | 'free', string>>> {
  const scope = await api.jobParts.scopeOf('acme', 'a test');
  const files = openFileRecords(scope, api.jobParts.sendOf(scope));
  const { id: userId } = dataOf(await api.ask('olga', '{ me { id } }'))['me'] as { id: string };
  const [held, free] = [newId(), newId()];
  for (const id of [held, free]) {
    const of = { type: 'Sheet', field: 'cover', uploadedBy: userId };
    const parts = { multipart: null, partSize: null };
    const file = { id, ...of, ...parts, name: 'c.png', size: 10, contentType: 'image/png', sha256: null };
    await files.change(await files.reserve(file, null), { status: 'READY' });
  }
  return { held, free };
}

type Data = Readonly<Record<string, unknown>>;

function dataOf({ data, errors }: Answer): Data {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data ?? {};
}
