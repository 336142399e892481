import type { Scope } from '../tenant/index.ts';

import type { TenantStore } from './tables/open-tables.ts';

/** What every resolver gets. It exists only with a scope: there is no anonymous context. */
export interface Context {
  readonly scope: Scope;
  readonly store: TenantStore;
}
