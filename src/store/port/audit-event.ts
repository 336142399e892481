import type { Json } from '../../model/index.ts';
import type { Actor } from '../../tenant/index.ts';

/** One thing that someone did, or was kept from. */
export interface AuditEvent {
  /** UUIDv7: their order is that of time. */
  readonly id: string;
  readonly tenantId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** What was done, such as `member.invited`. */
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string } | null;
  readonly outcome: 'DONE' | 'REFUSED';
  readonly requestId: string | null;
  readonly ip: string | null;
  /** What changed, or why it was refused; sensitive values are replaced before they come here. */
  readonly detail: Json;
}

/** Who writes, and by which request: what an event tells beside the change. */
export interface Origin {
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly ip: string | null;
}
