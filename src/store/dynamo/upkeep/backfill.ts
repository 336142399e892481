import type { Scope } from '../../../tenant/index.ts';
import type { Json, ModelType, Unique } from '../../../model/index.ts';
import { endJob, noteJob, readJob } from './backfill-job.ts';
import { releaseUnique } from './backfill-release.ts';
import { CLOCK, type Recount, type RecountClock, recountRows } from './recount-rows.ts';
import { type RepairedPage, repairRows, type Settle } from './backfill-rows.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Send } from '../driver/send.ts';
import type { TypesByName } from '../commands/write-effects.ts';

/**
 * Work that adapts a tenant's stored rows to a changed schema. It may run while requests use that schema, and
 * may be repeated: it leaves correct data unchanged.
 */
export interface Backfill {
  /**
   * Rewrites index keys and values of an earlier form, fills required defaults and reserves the named unique values, one page at a time.
   * @param after the position that an earlier run reached, or null
   * @param shards numbers of shards that the type had: rows there move to those that it has
   */
  rows(
    type: ModelType,
    uniques: readonly Unique[],
    after: string | null,
    shards?: readonly number[],
  ): AsyncGenerator<RepairedPage>;
  /** Frees the values of a unique that the type no longer has. Returns how many. */
  release(type: ModelType, unique: string): Promise<number>;
  /**
   * Sets the counter of a type.
   * @throws {Refusal} CONFLICT if its rows change during every round
   */
  recount(type: ModelType): Promise<Recount>;
  /** Returns the progress of a job, or null if none is recorded. */
  readJob(name: string): Promise<Json>;
  noteJob(name: string, state: Json): Promise<void>;
  endJob(name: string): Promise<void>;
}

/** Opens the backfill of the scope's tenant. */
export function openBackfill(
  scope: Scope,
  options: {
    readonly types: TypesByName;
    readonly send: Send;
    /** Returns values of a row that are stored in an earlier form, as they must be stored. By default there are none. */
    readonly settle?: Settle;
    /** By default that of the machine. */
    readonly clock?: RecountClock;
  },
): Backfill {
  const tenant = scope.tenantId;
  const send = withRetry(options.send);
  const { settle = () => Promise.resolve({}) } = options;
  return {
    rows: (type, uniques, after, shards = []) =>
      repairRows(tenant, type, { uniques, shards, settle }, send, after),
    release: (type, unique) => releaseUnique(tenant, type, unique, send),
    recount: (type) => recountRows(tenant, type, send, options.clock ?? CLOCK),
    readJob: (name) => readJob(tenant, name, send),
    noteJob: (name, state) => noteJob(tenant, name, state, send),
    endJob: (name) => endJob(tenant, name, send),
  };
}
