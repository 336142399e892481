import type {
  Connection,
  Connections,
  SweepRound,
  Sockets,
  Subscription,
  Subscriptions,
} from '../../src/store/index.ts';

export function memoryStore() {
  const rows = new Map<string, Connection>();
  let round: SweepRound | null = null;
  const frames: [string, string][] = [];
  const closed: string[] = [];
  const gone = new Set<string>();
  const connections: Connections = {
    open(opened) {
      rows.set(opened.id, { ...opened, caller: null, tenants: [] });
      return Promise.resolve();
    },
    initialise(id, caller) {
      const row = rows.get(id);
      if (!row) return Promise.resolve('gone');
      if (row.caller) return Promise.resolve('again');
      rows.set(id, { ...row, caller });
      return Promise.resolve('done');
    },
    addTenant(id, tenantId) {
      const row = rows.get(id);
      if (!row) return Promise.resolve('gone');
      rows.set(id, { ...row, tenants: [...new Set([...row.tenants, tenantId])] });
      return Promise.resolve('done');
    },
    find: (id) => Promise.resolve(rows.get(id) ?? null),
    remove(id) {
      const row = rows.get(id) ?? null;
      rows.delete(id);
      return Promise.resolve(row);
    },
    page: (shard) => Promise.resolve({ connections: shard === 0 ? [...rows.values()] : [], next: null }),
    round: () => Promise.resolve(round),
    saveRound(next) {
      round = next;
      return Promise.resolve();
    },
  };
  const joins = new Map<string, Map<string, number>>();
  const subscriptions = new Map<string, Map<string, Subscription>>();
  /** The operations that ended before they began, by tenant. */
  const overtakenOf = new Map<string, Set<string>>();
  const subscriptionsOf = ({
    tenantId,
  }: {
    tenantId: string;
  }): Pick<Subscriptions, 'join' | 'arm' | 'end' | 'leave'> => {
    const joined = joins.get(tenantId) ?? new Map<string, number>();
    joins.set(tenantId, joined);
    const armed = subscriptions.get(tenantId) ?? new Map<string, Subscription>();
    subscriptions.set(tenantId, armed);
    const overtaken = overtakenOf.get(tenantId) ?? new Set<string>();
    overtakenOf.set(tenantId, overtaken);
    return {
      join(id, { at, most }) {
        if (joined.has(id)) return Promise.resolve('done');
        if (most !== null && joined.size >= most) return Promise.resolve('full');
        joined.set(id, at);
        return Promise.resolve('done');
      },
      async arm(subscription, { most }) {
        const { connectionId, id } = subscription;
        await store.beforeArm(id);
        if (!joined.has(connectionId)) return 'unjoined';
        if (overtaken.delete(`${connectionId}#${id}`)) return 'gone';
        if (armed.has(`${connectionId}#${id}`)) return 'duplicate';
        const mine = [...armed.values()].filter((one) => one.connectionId === connectionId);
        if (mine.length >= most) return 'full';
        armed.set(`${connectionId}#${id}`, subscription);
        return 'armed';
      },
      end(connectionId, id) {
        const key = `${connectionId}#${id}`;
        if (!armed.delete(key)) overtaken.add(key);
        return Promise.resolve();
      },
      leave(connectionId) {
        for (const [key, one] of armed) if (one.connectionId === connectionId) armed.delete(key);
        const joinedAt = joined.get(connectionId);
        joined.delete(connectionId);
        return Promise.resolve(joinedAt === undefined ? null : { joinedAt });
      },
    };
  };
  const sockets: Sockets = {
    post(id, frame) {
      frames.push([id, frame]);
      return Promise.resolve(gone.has(id) ? 'gone' : 'sent');
    },
    close(id) {
      closed.push(id);
      return Promise.resolve();
    },
  };
  const store = {
    connections,
    subscriptionsOf,
    sockets,
    frames,
    closed,
    gone,
    rows,
    subscriptions,
    /** Called before an operation is armed, which waits for it. */
    beforeArm: (_id: string): Promise<unknown> => Promise.resolve(),
  };
  return store;
}
