import type { Json } from '../../model/index.ts';
import type { Actor } from '../../tenant/index.ts';

/** An action, or a refused attempt. */
export interface AuditEvent {
  /** UUIDv7, so that ids are in the order of time. */
  readonly id: string;
  readonly tenantId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** The action: `member.invited`. */
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string } | null;
  readonly outcome: 'DONE' | 'REFUSED';
  readonly requestId: string | null;
  readonly ip: string | null;
  /** The change, or the reason of the refusal. Sensitive values are already replaced. */
  readonly detail: Json;
}

/** The actor and the request of a write, which an event records with the change. */
export interface Origin {
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly ip: string | null;
}
