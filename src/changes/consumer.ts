import type { TenantWork } from '../platform/index.ts';
import type { Change } from '../store/index.ts';

/** Work that a consumer asks for, and after how many seconds it may begin. */
export interface WantedWork {
  readonly work: TenantWork;
  readonly afterSeconds: number;
}

/**
 * A consumer of changes. It sees the changes of one tenant at a time, in the order of the stream. The same changes may
 * come again, and those of another table's stream in any order: a repeat must change nothing more.
 */
export interface Consumer {
  /** The name in the log. */
  readonly name: string;
  readonly wants: (change: Change) => boolean;
  /**
   * Set for the consumer that comes after all others. It gets no change that one of them needs again, nor any after that one.
   * So it seldom sees a change twice.
   */
  readonly isLast?: true;
  /**
   * Does what the changes of a tenant ask for, and returns the work that a worker shall do. Whatever reads or writes data
   * does it in the tenant's scope.
   * @param remaining milliseconds until the batch must be done
   * @throws if the changes must come again; those of other tenants do not wait for it
   */
  readonly consume: (
    tenantId: string,
    changes: readonly Change[],
    remaining: number,
  ) => Promise<readonly WantedWork[]>;
}
