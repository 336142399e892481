// TEMP until store has it
import type { Scope, VerifiedClaims, Refusal, Gate } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { Protocol } from '../protocol/index.ts';
export type SavedCaller =
  | { readonly is: 'user'; readonly claims: VerifiedClaims; readonly expiresAt: number }
  | { readonly is: 'key'; readonly keyId: string; readonly expiresAt: number };
export function savedCaller({ caller }: Scope): SavedCaller {
  return { is: 'user', claims: caller.claims as VerifiedClaims, expiresAt: Number(caller.claims['exp']) };
}
export interface GateX extends Gate {
  readmit(tenantId: string, callers: readonly SavedCaller[]): Promise<readonly (Scope | Refusal)[]>;
}
export interface Connection {
  readonly id: string;
  readonly protocol: Protocol;
  readonly openedAt: number;
  readonly caller: { readonly tenantId: string; readonly saved: SavedCaller } | null;
  readonly tenants: readonly string[];
}
export interface Connections {
  open(id: string, protocol: Protocol, at: number): Promise<void>;
  initialise(id: string, caller: NonNullable<Connection['caller']>): Promise<'done' | 'again' | 'gone'>;
  addTenant(id: string, tenantId: string): Promise<'done' | 'gone'>;
  find(id: string): Promise<Connection | null>;
  round(): Promise<Round | null>;
  saveRound(round: Round): Promise<void>;
  remove(id: string): Promise<Connection | null>;
  page(
    shard: number,
    after: string | null,
  ): Promise<{ readonly connections: readonly Connection[]; readonly next: string | null }>;
}
export interface Subscription {
  readonly connectionId: string;
  readonly id: string;
  readonly protocol: Protocol;
  readonly topics: readonly string[];
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Json;
  readonly caller: SavedCaller;
  readonly resume: string | null;
}
export interface Subscriptions {
  join(
    connectionId: string,
    o: { at: number; expiresAt: number; most: number | null },
  ): Promise<'done' | 'full' | 'gone'>;
  arm(subscription: Subscription, o: { most: number }): Promise<'armed' | 'duplicate' | 'gone' | 'full'>;
  end(connectionId: string, id: string): Promise<void>;
  leave(connectionId: string): Promise<{ readonly joinedAt: number } | null>;
}
export interface Sockets {
  post(connectionId: string, frame: string): Promise<'sent' | 'gone'>;
  close(connectionId: string): Promise<void>;
}
export interface Round {
  readonly shard: number;
  readonly after: string | null;
  readonly keepsAlive: boolean;
  readonly keptAliveAt: number;
}
