import type { Gate, Scope } from '../../tenant/index.ts';
import type { WebhookRecord } from '../../store/index.ts';
import type { ScopeOptions } from '../../server/index.ts';
import type { Disable } from '../disable.ts';
import type { ShownRows } from './shown-rows.ts';

/** What the hearing of endpoints works with. */
export interface HearingParts extends ScopeOptions {
  readonly rows: ShownRows;
  readonly gate: Pick<Gate, 'readmit'>;
  /** Opens a scope to write the deliveries of a tenant. Returns null if there is no such tenant. */
  readonly scopeOf: (tenantId: string) => Promise<Scope | null>;
  /** Returns the name of the table that had the rows of a scope's tenant at a time, in milliseconds since 1970. */
  readonly tableOf: (scope: Scope, at: number) => string;
  /** Returns the endpoints of a tenant, at most a few seconds old. */
  readonly endpointsOf: (tenantId: string) => Promise<readonly WebhookRecord[]>;
  /** Disables an endpoint whose creator has lost the right to it. */
  readonly disable: Disable;
}
