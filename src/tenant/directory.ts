/** What the control table says of a tenant. */
export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'SUSPENDED';
  readonly createdAt: string;
}

/** That a user belongs to a tenant, and as what. */
export interface Membership {
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly status: 'ACTIVE' | 'DISABLED';
}

/** The control plane as a request sees it: read-only. The store implements it over the `control` table. */
export interface Directory {
  /** Both records, each null where absent, in one round trip. */
  lookUp(
    tenantId: string,
    userId: string,
  ): Promise<{ tenant: TenantRecord | null; membership: Membership | null }>;
  /** The active memberships of a user, by tenant id. */
  membershipsOf(userId: string): Promise<readonly Membership[]>;
}
