import type { TenantId } from './tenant-id.ts';

/** Who is asking: a user inside one tenant, proved by a token and by a live membership. */
export interface Caller {
  readonly tenantId: TenantId;
  /** Cognito's `sub`: never reused, never changed. */
  readonly userId: string;
  readonly username: string;
  /** Roles of the membership record, which `@auth(groups)` sees; the token's own groups are not trusted for it. */
  readonly groups: readonly string[];
  /** The verified claims of the token, for `identityClaim` and `groupClaim`. */
  readonly claims: Readonly<Record<string, unknown>>;
}
