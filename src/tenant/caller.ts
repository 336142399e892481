import type { Rights } from './rights.ts';
import type { TenantId } from './tenant-id.ts';

/** Who is asking: a user or a key inside one tenant, proved by a token and by a live record. */
export interface Caller {
  readonly tenantId: TenantId;
  /** Cognito's `sub`: never reused, never changed. For a key, `key:` and its id. */
  readonly userId: string;
  /** For a key, `key:` and its id as well: its name is for people alone. */
  readonly username: string;
  /** Roles of the membership record, which `@auth(groups)` sees; the token's own groups are not trusted for it. */
  readonly groups: readonly string[];
  /** The verified claims of the token, for `identityClaim` and `groupClaim`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Who it is that acts, for the audit. */
  readonly actor: Actor;
  readonly rights: Rights;
  /** Why the caller may write nothing, as a sentence; null when they may. */
  readonly readOnly: string | null;
  /** The flags of `@feature` that the tenant has; null: all. */
  readonly features: readonly string[] | null;
}

/** Who did something: a member, a machine, someone who runs the platform, or the platform itself. */
export interface Actor {
  readonly type: 'user' | 'apiKey' | 'operator' | 'system';
  readonly id: string;
  /** As people know it. */
  readonly name: string;
}
