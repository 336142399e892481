import type { Gate, Scope } from '../../tenant/index.ts';
import type { MessagePace } from '../../platform/index.ts';
import type { AnswerParts } from './answer.ts';
import type { Connections, Sockets, Subscriptions } from '../../store/index.ts';

/** What the delivery of events works with. */
export interface DeliveryParts extends AnswerParts {
  readonly gate: Pick<Gate, 'readmit'>;
  /** Opens a scope to deliver the events of a tenant. Returns null if there is no such tenant. */
  readonly scopeOf: (tenantId: string) => Promise<Scope | null>;
  /** Returns the name of the table that had the rows of a scope's tenant at a time, in milliseconds since 1970. */
  readonly tableOf: (scope: Scope, at: number) => string;
  /** Opens the subscriptions of the tenant of a scope. */
  readonly subscriptionsOf: (scope: Scope) => Subscriptions;
  readonly connections: Pick<Connections, 'find' | 'remove'>;
  readonly sockets: Sockets;
  readonly pace: MessagePace;
}
