import type { Json } from '../../src/model/index.ts';
import type { Row } from '../../src/store/index.ts';
import { enterprise, named } from '../platform/plans-for-tests.ts';
import { openRig, type Change, type Rig } from './delivery-rig.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

const SDL = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    tasks: [Task] @hasMany
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    body: String
    project: Project @belongsTo
    cost: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  type Note @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
  type Room @model @auth(rules: [{ allow: groups, groupsField: "teams" }]) {
    id: ID!
    teams: [String]
  }
  type Silent @model(subscriptions: null) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Report {
    name: String
  }
  type Mutation {
    report: Report
  }
  type Subscription {
    reported: Report @aws_subscribe(mutations: ["report"])
    touched: Task @aws_subscribe(mutations: ["createTask", "updateTask"])
  }
`;

export const TASK = 'subscription { onCreateTask { id title } }';

/** What the tests of the delivery say again and again. */
export interface Kit {
  /** Opened before the tests. */
  readonly rig: Rig;
  /** Milliseconds by which the clock is ahead. */
  ahead: number;
  /** Whether reads of single rows fail. */
  isFailing: boolean;
  /** What the mutation `report` answers. */
  report: Json;
  /** Called once after the next call on a single row. */
  afterRead: (() => Promise<unknown>) | null;
  readonly change: (of: Change['of'], more: Partial<Change>) => Change;
  readonly created: (type: string, row: Row, more?: Partial<Change>) => Change;
  readonly announced: (mutation: string, answer: Json) => Change;
  readonly task: (title?: string, more?: Row) => Change;
  /** Returns what a connection got: the rows of `onCreateTask`, or the type and the code of another frame. */
  readonly titlesOf: (connectionId: string) => readonly unknown[];
  /** Returns how many subscriptions to tasks acme has. */
  readonly onTasks: () => Promise<number>;
  /** Delivers events to acme, and returns how many executions that took. */
  readonly executed: (...changes: readonly Change[]) => Promise<number>;
}

/** Opens a rig before the tests of a file, and ends all subscriptions after each of them. */
export function useKit(): Kit {
  let rig: Rig;
  let events = 0;
  beforeAll(async () => {
    rig = await openRig({
      sdl: SDL,
      now: () => Date.now() + kit.ahead,
      resolvers: { Mutation: { report: () => kit.report } },
      plans: { ...enterprise({}), ...named('slow', { eventsPerSecond: 2, burstSeconds: 1 }) },
      through: (send) => async (command, options) => {
        if (command.name === 'Query') return send(command, options);
        if (kit.isFailing) throw new Error('The disk is full.');
        const output = await send(command, options);
        const { afterRead } = kit;
        kit.afterRead = null;
        await afterRead?.();
        return output;
      },
    });
  });
  afterAll(() => rig.api.close());
  afterEach(async () => {
    rig.gateway.onPost = () => true;
    for (const tenant of ['acme', 'globex']) {
      const subscriptions = await rig.subscriptionsOf(tenant);
      for (const topic of ['Task', 'Note', 'Room', 'Mutation.report'])
        for (const { connectionId } of await subscribedTo(subscriptions, topic))
          await subscriptions.leave(connectionId);
    }
  });

  const change: Kit['change'] = (of, more) => {
    events += 1;
    return {
      tenantId: 'acme',
      event: 'INSERT',
      of,
      rowEvent: null,
      announced: null,
      images: null,
      eventId: `e${events}`,
      sequence: String(events),
      at: Date.now(),
      table: rig.api.tables.data,
      ...more,
    };
  };
  const created: Kit['created'] = (type, row, more = {}) =>
    change({ is: 'row', type }, { rowEvent: { is: 'create', row }, ...more });
  const kit: Kit = {
    get rig() {
      return rig;
    },
    ahead: 0,
    isFailing: false,
    report: { name: 'daily' },
    afterRead: null,
    change,
    created,
    announced: (mutation, answer) =>
      change({ is: 'side', partition: 'EVENT' }, { announced: { mutation, answer } }),
    task: (title = 'Anvil', more = {}) => created('Task', { id: '1', title, ...more }),
    titlesOf: (connectionId) =>
      rig
        .got(connectionId)
        .map(({ type, payload }) => payload.data?.['onCreateTask'] ?? [type, codeOf(payload)]),
    onTasks: async () => (await subscribedTo(await rig.subscriptionsOf('acme'), 'Task')).length,
    async executed(...changes) {
      const before = rig.executions;
      await rig.deliver('acme', ...changes);
      return rig.executions - before;
    },
  };
  return kit;
}

/** Returns the code of the first error in the payload of a frame. */
export function codeOf(payload: unknown): unknown {
  const errors = Array.isArray(payload) ? payload : (payload as { errors?: readonly unknown[] }).errors;
  return (errors?.[0] as { extensions?: { code?: unknown } } | undefined)?.extensions?.code;
}
