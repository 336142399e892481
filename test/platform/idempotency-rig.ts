import { Refusal } from '../../src/tenant/index.ts';
import { refuse, type CustomResolvers, type TenantStore } from '../../src/engine/index.ts';
import type { Send } from '../../src/store/index.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';

type Command = Parameters<Send>[0];

const sdl = /* GraphQL */ `
  type Ticket
    @model
    @auth(rules: [{ allow: private, operations: [read, delete] }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    number: Int
    title: String! @unique
    notes: [Note] @hasMany(references: ["ticketId"], onDelete: CASCADE)
  }
  type Note @model @audit @auth(rules: [{ allow: owner, reassignable: true }]) {
    id: ID!
    text: String
    ticketId: ID
    ticket: Ticket @belongsTo(references: ["ticketId"])
    revision: Int! @version
  }
  type Tag @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
  }
  type Mutation {
    addTicket(title: String!): Ticket
    twoSteps(name: String!, then: String!): Tag
    readOnly: Int
  }
`;

/** An API with a clock, whose answers of the database can get lost, and requests with idempotency keys. */
export interface IdempotencyRig {
  readonly api: TestApi;
  /** Milliseconds by which the clock of the API is ahead. */
  ahead: number;
  /** How often the resolvers of mutations ran. */
  runs: number;
  /** Decides whether the answer of a call gets lost. */
  isLost: (command: Command) => boolean;
  /** Waits in the middle of `twoSteps`. */
  sleep: () => Promise<void>;
  newKey(): string;
  ask(user: string, key: string | null, query: string, variables?: object): Promise<Answer>;
  /** Creates a tag of a name. */
  tag(key: string | null, name: string, user?: string): Promise<Answer>;
  /** Returns how many rows have a name that begins so. */
  named(type: 'Tag' | 'Ticket', name: string, user?: string): Promise<number>;
}

export const CREATE = 'mutation ($input: CreateTagInput!) { createTag(input: $input) { id name } }';

/** Loses the answers of transactions, and of every read of what is kept. */
export const losesAll = (command: Command): boolean =>
  isWrite(command) || (command.name === 'GetItem' && /ANSWER|REQUEST#/.test(JSON.stringify(command)));

export function isWrite({ name }: Command): boolean {
  return name === 'TransactWriteItems';
}

/** Returns what an answer says of a replay: the header and the extension. */
export const isReplay = ({ headers, extensions }: Answer): unknown[] => [
  headers['idempotency-replayed'],
  extensions['replayed'],
];

type Tags = Readonly<Record<'Tag', NonNullable<TenantStore['Tag']>>>;

const resolversOf = (rig: IdempotencyRig): CustomResolvers => ({
  Mutation: {
    addTicket: (_root, { title }: { title: string }, { store }) =>
      store.transact(async (tables) => {
        rig.runs += 1;
        return tables['Ticket']?.create({ title, number: await tables.next('Ticket') });
      }),
    async twoSteps(_root, { name, then }: { name: string; then: string }, { store }) {
      rig.runs += 1;
      const { Tag } = store as unknown as Tags;
      const made = await Tag.create({ name });
      if (then === 'REFUSE') return refuse('Enough.', { code: 'ENOUGH' });
      if (then === 'BREAK') throw new TypeError('broken');
      if (then === 'CROWD') throw new Refusal('THROTTLED', 'Too many requests.');
      if (then === 'SLEEP') await rig.sleep();
      return Tag.update({ id: made['id'] ?? null, name: `${name}, twice` });
    },
    readOnly: () => (rig.runs += 1),
  },
});

export async function openIdempotencyRig(): Promise<IdempotencyRig> {
  let keys = 0;
  const ask: IdempotencyRig['ask'] = async (user, key, query, variables = {}) => {
    const headers: Record<string, string> = key === null ? {} : { 'Idempotency-Key': key };
    const token = await rig.api.token(user, user === 'dave' ? 'globex' : undefined);
    return rig.api.askAs(token, query, variables, headers);
  };
  const rig: Omit<IdempotencyRig, 'api'> & { api: TestApi } = {
    api: undefined as unknown as TestApi,
    ahead: 0,
    runs: 0,
    isLost: () => false,
    sleep: () => Promise.resolve(),
    newKey: () => `key-${(keys += 1)}`,
    ask,
    tag: (key, name, user = 'alice') => ask(user, key, CREATE, { input: { name } }),
    async named(type, name, user = 'alice') {
      const [list, field] = type === 'Tag' ? ['listTags', 'name'] : ['listTickets', 'title'];
      const { data } = await ask(user, null, `{ ${list} { items { ${field} } } }`);
      const { items } = data?.[list] as { items: Record<string, string>[] };
      return items.filter((item) => item[field]?.startsWith(name)).length;
    },
  };
  const lossy =
    (send: Send): Send =>
    async (command, options) => {
      const output = await send(command, options);
      if (!rig.isLost(command)) return output;
      throw new Refusal('TIMEOUT', 'The answer was lost.', { outcome: 'UNKNOWN' });
    };
  const platform = readSources('schema/platform').map((source) => ({ ...source, platform: true as const }));
  rig.api = await openTestApi({
    now: () => Date.now() + rig.ahead,
    sources: [...platform, { file: 'test', text: sdl }],
    resolvers: resolversOf(rig),
    through: lossy,
    throughControl: lossy,
  });
  return rig;
}
