import type { Rights } from './rights.ts';
import type { TenantId } from './tenant-id.ts';

/** A user or a key inside one tenant, proved by a token and by a live record. */
export interface Caller {
  readonly tenantId: TenantId;
  /** Cognito's `sub`: never reused, never changed. For a key, `key:` and its id. */
  readonly userId: string;
  /** For a key, `key:` and its id as well, because its name is only for people. */
  readonly username: string;
  /** Roles of the membership record, which `@auth(groups)` sees. The token's own groups are not trusted for it. */
  readonly groups: readonly string[];
  /** The verified claims of the token, for `identityClaim` and `groupClaim`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** When the token or key expires, in seconds since 1970. Infinity for a job. */
  readonly expiresAt: number;
  /** The actor of audit events. */
  readonly actor: Actor;
  readonly rights: Rights;
  /** The reason why the caller may not write, as a sentence; null if the caller may. */
  readonly readOnly: string | null;
  /** The flags of `@feature` that the tenant has; null means all. */
  readonly features: readonly string[] | null;
}

/** The cause of an action: a member, an API key, an operator, or the platform itself. */
export interface Actor {
  readonly type: 'user' | 'apiKey' | 'operator' | 'system';
  readonly id: string;
  /** The name for people. */
  readonly name: string;
}
