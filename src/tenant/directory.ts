/** Where a tenant is in its life; `platform/tenants` says which state follows which. */
export type TenantStatus =
  | 'PROVISIONING'
  | 'ACTIVE'
  | 'SUSPENDED'
  /** Its rows are on their way to another table. */
  | 'MOVING'
  | 'OFFBOARDING'
  | 'PURGING'
  | 'DELETED';

/**
 * Where a tenant's rows are: in the table that tenants share (POOL), or in one of their own (SILO). Each way a session of
 * the tenant alone reaches them.
 */
export type Isolation = 'POOL' | 'SILO';

/** What the control table says of a tenant. */
export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** While SUSPENDED: what is still allowed, and why it is suspended. */
  readonly suspension: Suspension | null;
  /** While OFFBOARDING: when the days of grace end, as ISO 8601. */
  readonly graceEndsAt: string | null;
  /** The name of a plan in schema/plans.json. */
  readonly plan: string;
  readonly isolation: Isolation;
  /** What this tenant has beyond, or less than, its plan. */
  readonly overrides: Overrides;
  /** The roles that the tenant made itself, by name. */
  readonly roles: Readonly<Record<string, RoleRecord>>;
  readonly settings: TenantSettings;
  /** Members that take a seat, and how many of them are owners: kept with every change of a membership. */
  readonly seats: number;
  readonly owners: number;
  readonly createdAt: string;
  /** What a purge left behind when the tenant is DELETED. */
  readonly certificate: Readonly<Record<string, unknown>> | null;
}

export interface Suspension {
  /** READ_ONLY lets members read, BLOCKED lets nobody in. */
  readonly mode: 'READ_ONLY' | 'BLOCKED';
  readonly reason: string;
}

export interface Overrides {
  readonly limits: Readonly<Record<string, number>>;
  readonly features: Readonly<Record<string, boolean>>;
}

export interface RoleRecord {
  readonly description: string | null;
  /** `Type:operation`, as in rights.ts. */
  readonly permissions: readonly string[];
}

export interface TenantSettings {
  /** Whether operators may look at the tenant as one of its members. */
  readonly allowImpersonation: boolean;
  /** Whatever the application keeps of a tenant. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** That a user belongs to a tenant, and as what. */
export interface Membership {
  readonly tenantId: string;
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly status: 'ACTIVE' | 'DISABLED';
  readonly joinedAt: string;
  /** When the user last switched to this tenant, as ISO 8601: tokens that name none are of the tenant chosen last. */
  readonly chosenAt?: string;
}

/** A key with which a machine, or an operator who impersonates, acts inside one tenant. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** SHA-256 of the secret, as hex: the secret itself is shown once and kept nowhere. */
  readonly secretHash: string;
  readonly roles: readonly string[];
  /** The most that the key may do, as permissions; null: whatever its roles allow. */
  readonly scopes: readonly string[] | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
  /** The key that takes its place, once it was rotated. */
  readonly replacedBy: string | null;
  /** The operator who acts by this key, and why; null for a key of the tenant's own. */
  readonly impersonation: Impersonation | null;
}

export interface Impersonation {
  readonly operatorId: string;
  readonly operator: string;
  readonly reason: string;
}

/** The control plane as a request sees it: read-only. The store implements it over the `control` table. */
export interface Directory {
  /** Both records, each null where absent, in one round trip. */
  lookUp(
    tenantId: string,
    userId: string,
  ): Promise<{ tenant: TenantRecord | null; membership: Membership | null }>;
  /** A key by the id that its text names, with the tenant that its record names. */
  lookUpKey(keyId: string): Promise<{ tenant: TenantRecord | null; key: ApiKeyRecord | null }>;
  /** The active memberships of a user, by tenant id. */
  membershipsOf(userId: string): Promise<readonly Membership[]>;
}

/** Whether nothing of a tenant may be reached any more: to its users it is one that never was. */
export function isGone({ status }: Pick<TenantRecord, 'status'>): boolean {
  return status === 'PURGING' || status === 'DELETED';
}

/** A tenant as it begins, with what every new one has. */
export function newTenant(given: Pick<TenantRecord, 'id' | 'name'> & Partial<TenantRecord>): TenantRecord {
  return {
    status: 'ACTIVE',
    suspension: null,
    graceEndsAt: null,
    plan: 'free',
    isolation: 'POOL',
    overrides: { limits: {}, features: {} },
    roles: {},
    settings: { allowImpersonation: false, custom: {} },
    seats: 0,
    owners: 0,
    createdAt: new Date().toISOString(),
    certificate: null,
    ...given,
  };
}
