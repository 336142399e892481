import type { GraphQLSchema } from 'graphql';

import type { Gate, Scope } from '../../tenant/index.ts';
import type { ArmOperation, ContextOptions } from '../../server/index.ts';
import type { Connections, Sockets, Subscriptions } from '../../store/index.ts';
import type { Replay } from '../delivery/index.ts';

/** What the messages of sockets are answered with. */
export interface SocketParts extends ContextOptions {
  readonly gate: Gate;
  /** The executable schema of the API. */
  readonly schema: GraphQLSchema;
  readonly arm: ArmOperation;
  readonly connections: Connections;
  /** Opens the subscriptions of the tenant of a scope. */
  readonly subscriptionsOf: (scope: Scope) => Subscriptions;
  readonly sockets: Sockets;
  readonly replay: Replay;
  /**
   * Opens a scope to end what a connection has in a tenant, whatever became of its caller. Returns null if there is no such
   * tenant.
   */
  readonly scopeOf: (tenantId: string) => Promise<Scope | null>;
}

/** An event of a connection. */
export interface SocketRequest {
  readonly connectionId: string;
  readonly requestId: string;
  /** The client's IP address. */
  readonly ip: string | null;
  /** Milliseconds until the gateway stops waiting. */
  readonly remaining: number;
}
