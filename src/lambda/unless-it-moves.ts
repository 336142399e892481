import { isDeferredByMove, NoTenant, type Scope } from '../tenant/index.ts';
import { refreshingSend, type Send, type SendOf } from '../store/index.ts';
import type { Outcome } from '../platform/index.ts';

/** What opens the rows of a tenant for work. */
export interface TenantAccess {
  readonly sendOf: SendOf;
  /** Opens the scope of a tenant in any state, and logs the reason. */
  readonly scopeOf: (tenantId: string, why: string) => Promise<Scope>;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds after which work on a tenant that is being moved is tried again. */
const AFTER_MOVE = 60_000;

/** Runs work on a tenant's rows. While the tenant is being moved, the work has to wait. */
export async function unlessItMoves(
  { scopeOf, sendOf, now }: TenantAccess,
  tenant: string,
  why: string,
  work: (scope: Scope, send: Send) => Promise<Outcome>,
): Promise<Outcome> {
  const open = (): Promise<Scope> => scopeOf(tenant, why);
  const afterMove = (): Outcome => ({ is: 'LATER', at: now() + AFTER_MOVE });
  try {
    const scope = await open();
    if (scope.tenant.status === 'MOVING') return afterMove();
    return await work(scope, refreshingSend(sendOf, scope, { open, now }));
  } catch (error) {
    if (error instanceof NoTenant) return { is: 'GONE' };
    if (!isDeferredByMove(error)) throw error;
    return afterMove();
  }
}
