import type { Announced, Idempotency } from '../store/port/index.ts';
import type { Scope } from '../tenant/index.ts';

import type { Files } from './files.ts';
import type { TenantStore } from './tables/open-tables.ts';

/** The context of every resolver. It has a scope, so no request is anonymous. */
export interface Context {
  readonly scope: Scope;
  readonly store: TenantStore;
  /** The files of the tenant, which the platform gives. Absent where no row can hold one. */
  readonly files?: Files | undefined;
  /** The idempotency key of the request, if it has one. */
  readonly idempotency?: Idempotency | undefined;
  /**
   * Keeps the answer of a mutation for the subscriptions that report it. Resolves once it is written. Absent where no mutation
   * runs.
   */
  readonly announce?: ((announced: Announced) => Promise<void>) | undefined;
}
