/** The state of a tenant. `platform/tenants` says which state follows which. */
export type TenantStatus =
  | 'PROVISIONING'
  | 'ACTIVE'
  | 'SUSPENDED'
  /** A job moves its rows to another table. */
  | 'MOVING'
  | 'OFFBOARDING'
  | 'PURGING'
  | 'DELETED';

/**
 * The place of a tenant's rows: the table that tenants share (POOL), or a table of its own (SILO).
 * In both, only a session of that tenant reaches them.
 */
export type Isolation = 'POOL' | 'SILO';

/** The tenant as the control table has it. */
export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** While SUSPENDED: what members may still do, and the reason of the suspension. */
  readonly suspension: Suspension | null;
  /** While OFFBOARDING: the end of the days of grace, as ISO 8601. */
  readonly graceEndsAt: string | null;
  /** The name of a plan in schema/plans.json. */
  readonly plan: string;
  readonly isolation: Isolation;
  /** When a move switched it to the table that has its rows, as ISO 8601. Absent if it never moved. */
  readonly movedAt?: string;
  /** What this tenant has in addition to its plan, or lacks of it. */
  readonly overrides: Overrides;
  /** The roles that the tenant defined, by name. */
  readonly roles: Readonly<Record<string, RoleRecord>>;
  readonly settings: TenantSettings;
  /** The number of members that take a seat, and of owners among them. Each change of a membership updates both. */
  readonly seats: number;
  readonly owners: number;
  readonly createdAt: string;
  /** The record of a purge, once the tenant is DELETED. */
  readonly certificate: Readonly<Record<string, unknown>> | null;
  /** True for a copy that proves an archive. It stays PROVISIONING, so no user enters it, and its purge removes it whole. */
  readonly scratch?: true;
}

export interface Suspension {
  /** READ_ONLY lets members read, BLOCKED admits no caller. */
  readonly mode: 'READ_ONLY' | 'BLOCKED';
  readonly reason: string;
}

export interface Overrides {
  readonly limits: Readonly<Record<string, number>>;
  readonly features: Readonly<Record<string, boolean>>;
}

export interface RoleRecord {
  readonly description: string | null;
  /** `Type:operation`, as in rights.ts: `Task:update`. */
  readonly permissions: readonly string[];
}

export interface TenantSettings {
  /** Whether operators may look at the tenant as one of its members. */
  readonly allowImpersonation: boolean;
  /** Settings of the application. The platform does not read them. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** The membership of a user in a tenant, with its roles. */
export interface Membership {
  readonly tenantId: string;
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly status: 'ACTIVE' | 'DISABLED';
  readonly joinedAt: string;
}

/** The tenants of a user. */
export interface Memberships {
  /** The active memberships, by tenant id. */
  readonly active: readonly Membership[];
  /** The time when a membership of the user last ended or was disabled, as ISO 8601; null if none ever was. */
  readonly endedAt: string | null;
}

/** A key with which a machine, or an operator who impersonates, acts inside one tenant. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** SHA-256 of the secret, as hex. The secret itself is shown once and stored nowhere. */
  readonly secretHash: string;
  readonly roles: readonly string[];
  /** The most that the key may do, as permissions; null means all that its roles allow. */
  readonly scopes: readonly string[] | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
  /** The key that replaces it after a rotation. */
  readonly replacedBy: string | null;
  /** The operator who acts by this key, and the reason; null for a key of the tenant's own. */
  readonly impersonation: Impersonation | null;
}

export interface Impersonation {
  readonly operatorId: string;
  readonly operator: string;
  readonly reason: string;
}

/** A read-only view of the control plane for requests. The store implements it on the `control` table. */
export interface Directory {
  /** Returns both records in one round trip, each null if it does not exist. */
  lookUp(
    tenantId: string,
    userId: string,
  ): Promise<{ tenant: TenantRecord | null; membership: Membership | null }>;
  /** Returns the key with that id and the tenant that its record names, each null if it does not exist. */
  lookUpKey(keyId: string): Promise<{ tenant: TenantRecord | null; key: ApiKeyRecord | null }>;
  /** Returns a tenant with memberships in it and API keys, by their ids. A key that was made just now may be missing. */
  lookUpAll(
    tenantId: string,
    wanted: { readonly userIds: readonly string[]; readonly keyIds: readonly string[] },
  ): Promise<{
    readonly tenant: TenantRecord | null;
    readonly memberships: ReadonlyMap<string, Membership>;
    readonly keys: ReadonlyMap<string, ApiKeyRecord>;
  }>;
  /** Returns the memberships of a user in one round trip. */
  membershipsOf(userId: string): Promise<Memberships>;
}

/** Returns whether a tenant is being purged or is deleted. To its users it looks like one that never existed. */
export function isGone({ status }: Pick<TenantRecord, 'status'>): boolean {
  return status === 'PURGING' || status === 'DELETED';
}

/** Returns a new tenant with the defaults of every tenant. */
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
