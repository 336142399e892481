import type { ChangesEvent, WorkEvent } from '../../src/lambda/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi } from '../../test/api.ts';
import { openBehind, recordWork } from '../../test/shared/background.ts';
import { unitsOf, type Units } from '../../test/shared/units.ts';

/** What the work behind some requests took. */
export interface Taken extends Units {
  /** Records of the streams. */
  readonly records: number;
  /** Runs of the function `changes`. */
  readonly deliveries: number;
  /** Messages, each a run of the function `work`, and how many of them failed. */
  readonly messages: number;
  readonly failed: number;
  /** Milliseconds of CPU of this process, in which the functions run. The emulator has a process of its own. */
  readonly cpu: number;
}

/** Tenants on an emulator, with the functions of a stage. Nothing runs until `settle`. */
export interface Scene {
  readonly tenants: readonly string[];
  /** Changes the plan of tenants, each with one audit event. */
  change(tenants: readonly string[]): Promise<void>;
  /** Requests an export of a tenant. */
  export(tenant: string): Promise<void>;
  /** Names a table for a tenant that does not exist, so that its work fails. */
  poison(tenant: string): Promise<void>;
  /** Returns those of the tenants that have events which are not sealed. */
  unsealed(tenants: readonly string[]): Promise<readonly string[]>;
  /** Runs both functions until nothing is left. */
  settle(): Promise<Taken>;
  /** Looks for due work, as the schedule does. */
  lookForDue(): Promise<Taken>;
  /** Returns what was called for a tenant since the scene was opened. */
  unitsFor(tenant: string): Units;
  close(): Promise<void>;
}

/** Opens a scene with tenants that have no rows. */
export async function openScene(count: number): Promise<Scene> {
  const tenants = Array.from({ length: count }, (_, n) => `tenant-${String(n).padStart(6, '0')}`);
  const calls: Call[] = [];
  const api = await openTestApi({
    seed: {
      tenants: tenants.map((id) => ({ id, name: id, plan: 'free', isolation: 'POOL', settings: {} })),
      users: [],
      rows: {},
    },
    throughControl: (send) => recordCalls(send, calls).send,
  });
  const { background } = api;
  const counts = { records: 0, deliveries: 0, messages: 0, failed: 0 };
  const handler = recordWork(api, calls);
  const work = async (event: WorkEvent): ReturnType<typeof handler> => {
    const result = await handler(event);
    counts.messages += event.Records?.length ?? 0;
    counts.failed += result.batchItemFailures.length;
    return result;
  };
  const changes = (event: ChangesEvent): ReturnType<typeof background.changes> => {
    counts.deliveries += 1;
    counts.records += event.Records.length;
    return background.changes(event);
  };
  const behind = openBehind(api, { changes, work });
  const plans = new Map<string, string>();
  const all: Call[] = [];

  const operate = async (field: string): Promise<void> => {
    const { errors } = await api.askOperator('opal', `mutation { ${field} { id } }`);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  };
  const taken = async (run: () => Promise<unknown>): Promise<Taken> => {
    Object.assign(counts, { records: 0, deliveries: 0, messages: 0, failed: 0 });
    calls.length = 0;
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1000;
    all.push(...calls);
    return { ...unitsOf(calls), ...counts, cpu };
  };

  return {
    tenants,
    async change(of) {
      for (const id of of) {
        const plan = plans.get(id) === 'team' ? 'free' : 'team';
        plans.set(id, plan);
        await operate(`changePlan(id: "${id}", plan: "${plan}")`);
      }
    },
    export: (id) => operate(`exportTenant(id: "${id}")`),
    poison: (id) => api.register.changeTenant(id, { isolation: 'SILO' }),
    async unsealed(of) {
      const waiting: string[] = [];
      for (const id of of) if ((await api.control.list('events', id)).records.length > 0) waiting.push(id);
      return waiting;
    },
    settle: () => taken(() => behind.settle()),
    lookForDue: () => taken(() => work({})),
    unitsFor: (id) => unitsOf(all.filter(({ command }) => JSON.stringify(command.input).includes(id))),
    close: () => api.close(),
  };
}
