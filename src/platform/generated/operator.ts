import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord } from '../../tenant/index.ts';
import type { ShownMember } from '../members/edit-member.ts';
import type { InvitationRecord, JobRecord } from '../../store/index.ts';
import type { UsageOfTenant } from '../usage/tenant-usage.ts';
import type { FleetUsage } from '../usage/fleet.ts';
import type { OperatorContext } from '../operator/operator.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day, YYYY-MM-DD, with an optional offset: 2024-02-29, 1970-01-01Z or 1970-01-01+05:30. */
  AWSDate: { input: string; output: string; }
  /** A day and time with a compulsory offset, YYYY-MM-DDThh:mm:ss.sssZ: 2024-02-29T12:30Z or 2024-02-29T12:30:24.5+05:30. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, local-part@domain-part: ada@example.com. */
  AWSEmail: { input: string; output: string; }
  /** JSON written as a string, any value: "{\"colour\":\"red\"}", "[1,2]", "\"text\"" or "null". */
  AWSJSON: { input: string; output: string; }
};

/** An archive: a finished export, or files that were sent with uploadArchivePart. Give one of them. */
export type ArchiveInput = {
  readonly export?: InputMaybe<ExportInput>;
  readonly uploadId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateTenantInput = {
  /** Any text of 1 to 200 characters: a second call with the same key answers the same tenant. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters; the id is made of it. */
  readonly name: Scalars['String']['input'];
  /** Who is invited as the first owner. */
  readonly ownerEmail: Scalars['AWSEmail']['input'];
  readonly plan: Scalars['String']['input'];
};

export type CreatedTenant = {
  readonly __typename?: 'CreatedTenant';
  /** Null when the tenant has an owner already. */
  readonly invitation?: Maybe<OwnerInvitation>;
  readonly tenant: Tenant;
};

export type ExportInput = {
  readonly jobId: Scalars['ID']['input'];
  readonly tenantId: Scalars['ID']['input'];
};

/** What became of the groups of the user pool. */
export type GroupImport = {
  readonly __typename?: 'GroupImport';
  /** Memberships that were made or got another role. */
  readonly imported: ReadonlyArray<ImportedMember>;
  readonly skipped: ReadonlyArray<SkippedGroup>;
};

/** A key to look at a tenant as its ADMIN would, without changing anything. The tenant sees each use in its audit. */
export type ImpersonationKey = {
  readonly __typename?: 'ImpersonationKey';
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** The key itself, to be sent as a Bearer token to the tenants' API. Shown once. */
  readonly key: Scalars['String']['output'];
};

export type ImportTenantInput = {
  readonly archive: ArchiveInput;
  /** In place of a new tenant: one that is there, which gets the rows that it lacks. */
  readonly into?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Leaves out rows that refer to rows which the archive lacks, and counts them in the result. Otherwise such rows end the
   * import.
   */
  readonly leaveOutDangling?: Scalars['Boolean']['input'];
  /** The name of the new tenant. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Its plan; that of the archive when absent. */
  readonly plan?: InputMaybe<Scalars['String']['input']>;
  /**
   * Makes a copy that proves the archive, and no customer. It stays PROVISIONING after the import, so no user enters it.
   * It can be exported, and abandonTenant removes it whole. Its members are counted, but none joins.
   */
  readonly scratch?: Scalars['Boolean']['input'];
  /**
   * Takes the memberships over too: of users who are members of the exported tenant by the records of this platform, and
   * who can sign in here. Of an archive that was changed since its export, none.
   */
  readonly withMembers?: Scalars['Boolean']['input'];
  /** Takes the limits and features over that the exported tenant had in place of its plan's. */
  readonly withOverrides?: Scalars['Boolean']['input'];
};

export type ImportedMember = {
  readonly __typename?: 'ImportedMember';
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly tenantId: Scalars['ID']['output'];
  readonly userId: Scalars['ID']['output'];
  readonly username: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Gives up a tenant that is still being set up. */
  readonly abandonTenant: Tenant;
  /**
   * Ends an open job, which is then FAILED. A step that is running ends first. A move goes back as far as it can; a purge
   * can be asked for again.
   */
  readonly cancelJob: TenantJob;
  /** Takes the tenant back to where it was. */
  readonly cancelOffboarding: Tenant;
  readonly changePlan: Tenant;
  /** Makes a tenant and invites its first owner. When a step fails, what was made is taken back. */
  readonly createTenant: CreatedTenant;
  readonly disableMember: TenantMember;
  readonly enableMember: TenantMember;
  /** Ends it before its time. Answers false when it had ended already. */
  readonly endImpersonation: Scalars['Boolean']['output'];
  /** Begins an export of a tenant, or answers the one that is under way. */
  readonly exportTenant: TenantJob;
  /** Only if the tenant's settings allow it; for 1 to 60 minutes, by default 15. */
  readonly impersonate: ImpersonationKey;
  /** Makes members of the users in Cognito groups that are named "tenant:Role", or with the given separator. */
  readonly importGroups: GroupImport;
  /** Begins an import; a new tenant opens when it is done. */
  readonly importTenant: TenantJob;
  readonly inviteMember: TenantInvitationSent;
  /** Invites the first owner again; refused once the tenant has one. */
  readonly inviteOwner: OwnerInvitation;
  /**
   * Carries all rows of a tenant into the pool or into a table of its own, or answers the job that does so already. The
   * tenant can be read meanwhile, and changed again when they have arrived.
   */
  readonly moveTenant: TenantJob;
  /** Closes a tenant: it can be read and exported, and be purged once the days of grace (by default 30) are over. */
  readonly offboardTenant: Tenant;
  /** Sets all that the tenant has in place of its plan: what is left out goes back to the plan. */
  readonly overrideLimits: Tenant;
  /** Deletes all that there is of a tenant whose days of grace are over, or of any that is off-boarded with now: true. */
  readonly purgeTenant: TenantJob;
  readonly removeMember: TenantMember;
  readonly resendInvitation: TenantInvitationSent;
  readonly resumeTenant: Tenant;
  readonly revokeInvitation: TenantInvitation;
  readonly setMemberRoles: TenantMember;
  /** Acts within 5 seconds, also on tokens that are still valid. Also changes the mode of a suspension. */
  readonly suspendTenant: Tenant;
  /** Keeps a file of an archive for a later import, base64; any UUID names a new archive. */
  readonly uploadArchivePart: Scalars['Boolean']['output'];
};


export type MutationAbandonTenantArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCancelJobArgs = {
  id: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type MutationCancelOffboardingArgs = {
  id: Scalars['ID']['input'];
};


export type MutationChangePlanArgs = {
  id: Scalars['ID']['input'];
  plan: Scalars['String']['input'];
};


export type MutationCreateTenantArgs = {
  input: CreateTenantInput;
};


export type MutationDisableMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationEndImpersonationArgs = {
  keyId: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type MutationExportTenantArgs = {
  id: Scalars['ID']['input'];
};


export type MutationImpersonateArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
  reason: Scalars['String']['input'];
  tenantId: Scalars['ID']['input'];
};


export type MutationImportGroupsArgs = {
  separator?: InputMaybe<Scalars['String']['input']>;
};


export type MutationImportTenantArgs = {
  input: ImportTenantInput;
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
  tenantId: Scalars['ID']['input'];
};


export type MutationInviteOwnerArgs = {
  email: Scalars['AWSEmail']['input'];
  id: Scalars['ID']['input'];
};


export type MutationMoveTenantArgs = {
  id: Scalars['ID']['input'];
  to: TenantIsolation;
};


export type MutationOffboardTenantArgs = {
  graceDays?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationOverrideLimitsArgs = {
  features?: InputMaybe<ReadonlyArray<TenantFeatureInput>>;
  id: Scalars['ID']['input'];
  limits?: InputMaybe<TenantLimitsInput>;
};


export type MutationPurgeTenantArgs = {
  id: Scalars['ID']['input'];
  keepArchives?: Scalars['Boolean']['input'];
  now?: Scalars['Boolean']['input'];
};


export type MutationRemoveMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationResendInvitationArgs = {
  id: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type MutationResumeTenantArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeInvitationArgs = {
  id: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type MutationSetMemberRolesArgs = {
  roles: ReadonlyArray<Scalars['String']['input']>;
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationSuspendTenantArgs = {
  id: Scalars['ID']['input'];
  mode: SuspensionMode;
  reason: Scalars['String']['input'];
};


export type MutationUploadArchivePartArgs = {
  base64: Scalars['String']['input'];
  name: Scalars['String']['input'];
  uploadId: Scalars['ID']['input'];
};

export type OwnerInvitation = {
  readonly __typename?: 'OwnerInvitation';
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** Shown once: the user who signs in with the invited address and shows it becomes owner. */
  readonly token: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /**
   * The names of the files of a finished export, or null without one. It names some thousand contents: ask for the rest with the
   * last name as after, until the list is empty.
   */
  readonly archiveFiles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null without one. */
  readonly archivePart?: Maybe<Scalars['String']['output']>;
  /** All tenants that have usage on at most 31 days of UTC, by id. */
  readonly fleetUsage: TenantFleetUsageConnection;
  readonly invitations: TenantInvitationConnection;
  /** A job, or null. */
  readonly job?: Maybe<TenantJob>;
  /** The jobs of a tenant. */
  readonly jobs: TenantJobConnection;
  readonly members: TenantMemberConnection;
  /** A tenant, or null when there never was one. */
  readonly tenant?: Maybe<Tenant>;
  /** All tenants, by id. */
  readonly tenants: TenantConnection;
  /** Usage of a tenant on at most 366 days of UTC; null when there never was such a tenant. */
  readonly usage?: Maybe<TenantUsage>;
  /** The same for billing: CSV (RFC 4180) with a header row, and a line for each tenant and day. */
  readonly usageCsv: Scalars['String']['output'];
};


export type QueryArchiveFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  jobId: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type QueryArchivePartArgs = {
  jobId: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  tenantId: Scalars['ID']['input'];
};


export type QueryFleetUsageArgs = {
  from: Scalars['AWSDate']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  to: Scalars['AWSDate']['input'];
};


export type QueryInvitationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  tenantId: Scalars['ID']['input'];
};


export type QueryJobArgs = {
  id: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


export type QueryJobsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  tenantId: Scalars['ID']['input'];
};


export type QueryMembersArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  tenantId: Scalars['ID']['input'];
};


export type QueryTenantArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTenantsArgs = {
  filter?: InputMaybe<TenantFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryUsageArgs = {
  from: Scalars['AWSDate']['input'];
  tenantId: Scalars['ID']['input'];
  to: Scalars['AWSDate']['input'];
};


export type QueryUsageCsvArgs = {
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};

export type SkippedGroup = {
  readonly __typename?: 'SkippedGroup';
  readonly group: Scalars['String']['output'];
  readonly reason: Scalars['String']['output'];
  /** Null when the whole group was skipped. */
  readonly username?: Maybe<Scalars['String']['output']>;
};

export type SuspensionMode =
  /** No user is let in. */
  | 'BLOCKED'
  /** Members may read, and change nothing. */
  | 'READ_ONLY';

/** A customer of the platform. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  /** Whether it lets operators look at it as one of its members. */
  readonly allowImpersonation: Scalars['Boolean']['output'];
  /** What a purge proves, as a JSON object; null for a tenant that is not DELETED. */
  readonly certificate?: Maybe<Scalars['AWSJSON']['output']>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** When it may be purged, while it is offboarded. */
  readonly graceEndsAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly isolation: TenantIsolation;
  readonly name: Scalars['String']['output'];
  /** What it has beyond, or less than, its plan. */
  readonly overrides: TenantOverrides;
  /** Active members who own it. */
  readonly owners: Scalars['Int']['output'];
  readonly plan: Scalars['String']['output'];
  /** A copy that proves an archive, and no customer: it stays PROVISIONING, and abandonTenant removes it whole. */
  readonly scratch: Scalars['Boolean']['output'];
  /** Active members. */
  readonly seats: Scalars['Int']['output'];
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
  /** While it is suspended, and while it is offboarded out of a suspension. */
  readonly suspensionMode?: Maybe<SuspensionMode>;
};

export type TenantConnection = {
  readonly __typename?: 'TenantConnection';
  readonly items: ReadonlyArray<Tenant>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantFeatureInput = {
  readonly name: Scalars['String']['input'];
  readonly on: Scalars['Boolean']['input'];
};

/** All that is given must hold. */
export type TenantFilter = {
  /** Whatever the case of its letters. */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  readonly plan?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<TenantStatus>;
};

/** What one tenant used from one day to another. */
export type TenantFleetUsage = {
  readonly __typename?: 'TenantFleetUsage';
  readonly days: ReadonlyArray<TenantUsageDay>;
  /** Active members at this moment. */
  readonly seats: Scalars['Int']['output'];
  /** Null when nothing is known of the tenant any more. */
  readonly tenant?: Maybe<Tenant>;
  readonly tenantId: Scalars['ID']['output'];
  readonly total: TenantUsageFigures;
};

export type TenantFleetUsageConnection = {
  readonly __typename?: 'TenantFleetUsageConnection';
  readonly items: ReadonlyArray<TenantFleetUsage>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** An offer of a membership to a user who has its token and can prove the address. */
export type TenantInvitation = {
  readonly __typename?: 'TenantInvitation';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly email: Scalars['AWSEmail']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** The id of the member or operator who invited. */
  readonly invitedBy: Scalars['ID']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantInvitationStatus;
};

export type TenantInvitationConnection = {
  readonly __typename?: 'TenantInvitationConnection';
  readonly items: ReadonlyArray<TenantInvitation>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantInvitationInput = {
  readonly email: Scalars['AWSEmail']['input'];
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
};

/** An invitation with its token, which is shown this once. */
export type TenantInvitationSent = {
  readonly __typename?: 'TenantInvitationSent';
  readonly invitation: TenantInvitation;
  readonly token: Scalars['String']['output'];
};

export type TenantInvitationStatus =
  | 'ACCEPTED'
  | 'EXPIRED'
  | 'PENDING'
  | 'REVOKED';

/** Where the rows of a tenant are: docs/platform/isolation.md. */
export type TenantIsolation =
  /** In the table that tenants share. */
  | 'POOL'
  /** In a table of its own. */
  | 'SILO';

/** Long work on a whole tenant. */
export type TenantJob = {
  readonly __typename?: 'TenantJob';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** Rows done so far, and how many there are in all, as far as that is known. */
  readonly done: Scalars['Int']['output'];
  /** Why it failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly kind: TenantJobKind;
  /** From 0 to 1; null as long as it is unknown. */
  readonly progress?: Maybe<Scalars['Float']['output']>;
  /** What became of it, as a JSON object. */
  readonly result?: Maybe<Scalars['AWSJSON']['output']>;
  readonly status: TenantJobStatus;
  readonly tenantId: Scalars['ID']['output'];
  readonly total?: Maybe<Scalars['Int']['output']>;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
};

export type TenantJobConnection = {
  readonly __typename?: 'TenantJobConnection';
  readonly items: ReadonlyArray<TenantJob>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantJobKind =
  | 'EXPORT'
  | 'IMPORT'
  | 'MOVE'
  | 'PURGE';

export type TenantJobStatus =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING';

/** What a tenant has in place of its plan's limits. Left out or null: as the plan says. */
export type TenantLimitsInput = {
  readonly auditRetentionDays?: InputMaybe<Scalars['Int']['input']>;
  readonly burstSeconds?: InputMaybe<Scalars['Float']['input']>;
  /** Sockets that are open at once. */
  readonly connections?: InputMaybe<Scalars['Int']['input']>;
  readonly costPerMonth?: InputMaybe<Scalars['Float']['input']>;
  readonly costPerSecond?: InputMaybe<Scalars['Float']['input']>;
  /** Messages that subscriptions are sent. */
  readonly eventsPerSecond?: InputMaybe<Scalars['Float']['input']>;
  readonly itemsPerModel?: InputMaybe<Scalars['Int']['input']>;
  readonly maxAnswerBytes?: InputMaybe<Scalars['Int']['input']>;
  readonly maxCalls?: InputMaybe<Scalars['Int']['input']>;
  readonly maxDepth?: InputMaybe<Scalars['Int']['input']>;
  readonly maxFields?: InputMaybe<Scalars['Int']['input']>;
  /** Ceilings of one request. A value above that of every plan has no effect. */
  readonly maxObjects?: InputMaybe<Scalars['Int']['input']>;
  readonly requestsPerMonth?: InputMaybe<Scalars['Float']['input']>;
  readonly requestsPerSecond?: InputMaybe<Scalars['Float']['input']>;
  readonly seats?: InputMaybe<Scalars['Int']['input']>;
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytes?: InputMaybe<Scalars['Float']['input']>;
  /** Subscriptions on one socket. */
  readonly subscriptionsPerConnection?: InputMaybe<Scalars['Int']['input']>;
  /** Endpoints of webhooks. */
  readonly webhooks?: InputMaybe<Scalars['Int']['input']>;
};

/** A user who belongs to a tenant. */
export type TenantMember = {
  readonly __typename?: 'TenantMember';
  readonly email: Scalars['AWSEmail']['output'];
  readonly joinedAt: Scalars['AWSDateTime']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantMemberStatus;
  /** Cognito's sub. */
  readonly userId: Scalars['ID']['output'];
  readonly username: Scalars['String']['output'];
};

export type TenantMemberConnection = {
  readonly __typename?: 'TenantMemberConnection';
  readonly items: ReadonlyArray<TenantMember>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantMemberStatus =
  | 'ACTIVE'
  | 'DISABLED'
  /** Has just been removed, or has left. Only the answer to that has it. */
  | 'REMOVED';

export type TenantOverrides = {
  readonly __typename?: 'TenantOverrides';
  /** True or false by the name of the feature, as JSON. */
  readonly features: Scalars['AWSJSON']['output'];
  /** Numbers by the name of the limit, as JSON. */
  readonly limits: Scalars['AWSJSON']['output'];
};

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
  /** Its rows are on their way between the pool and its silo; members may read. */
  | 'MOVING'
  | 'OFFBOARDING'
  | 'PROVISIONING'
  | 'PURGING'
  | 'SUSPENDED';

/** What a tenant used from one day to another, both included. */
export type TenantUsage = {
  readonly __typename?: 'TenantUsage';
  /** Days with usage, in order. */
  readonly days: ReadonlyArray<TenantUsageDay>;
  readonly from: Scalars['AWSDate']['output'];
  /** At most 200, the costliest first; what others used is among "other". */
  readonly operations: ReadonlyArray<TenantUsageOperation>;
  readonly to: Scalars['AWSDate']['output'];
  readonly total: TenantUsageFigures;
};

export type TenantUsageDay = {
  readonly __typename?: 'TenantUsageDay';
  /** A day of UTC. */
  readonly day: Scalars['AWSDate']['output'];
  readonly figures: TenantUsageFigures;
};

/** What was counted; all of it adds up. */
export type TenantUsageFigures = {
  readonly __typename?: 'TenantUsageFigures';
  /** Bytes that were answered. */
  readonly bytes: Scalars['Float']['output'];
  /** Minutes that connections were open, each rounded up. */
  readonly connectionMinutes: Scalars['Float']['output'];
  /** Points of the cost model. */
  readonly cost: Scalars['Float']['output'];
  /** Requests whose answer holds an error. */
  readonly errors: Scalars['Float']['output'];
  /** Messages that subscriptions were sent, in parts of 32 KB. */
  readonly messages: Scalars['Float']['output'];
  /** Milliseconds of computing. */
  readonly ms: Scalars['Float']['output'];
  /** Read capacity units of the database. */
  readonly rcu: Scalars['Float']['output'];
  readonly requests: Scalars['Float']['output'];
  readonly rowsRead: Scalars['Float']['output'];
  readonly rowsWritten: Scalars['Float']['output'];
  /** Write capacity units of the database. */
  readonly wcu: Scalars['Float']['output'];
};

export type TenantUsageOperation = {
  readonly __typename?: 'TenantUsageOperation';
  readonly figures: TenantUsageFigures;
  /** The name that the client gave it, else its first root field; "connection" and "events" for sockets; "other" for what has neither, or is one of very many. */
  readonly operation: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AWSDate: ResolverTypeWrapper<Scalars['AWSDate']['output']>;
  AWSDateTime: ResolverTypeWrapper<Scalars['AWSDateTime']['output']>;
  AWSEmail: ResolverTypeWrapper<Scalars['AWSEmail']['output']>;
  AWSJSON: ResolverTypeWrapper<Scalars['AWSJSON']['output']>;
  ArchiveInput: ArchiveInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CreateTenantInput: CreateTenantInput;
  CreatedTenant: ResolverTypeWrapper<Omit<CreatedTenant, 'tenant'> & { tenant: ResolversTypes['Tenant'] }>;
  ExportInput: ExportInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  GroupImport: ResolverTypeWrapper<GroupImport>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImpersonationKey: ResolverTypeWrapper<ImpersonationKey>;
  ImportTenantInput: ImportTenantInput;
  ImportedMember: ResolverTypeWrapper<ImportedMember>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OwnerInvitation: ResolverTypeWrapper<OwnerInvitation>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SkippedGroup: ResolverTypeWrapper<SkippedGroup>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  SuspensionMode: SuspensionMode;
  Tenant: ResolverTypeWrapper<TenantRecord>;
  TenantConnection: ResolverTypeWrapper<Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Tenant']> }>;
  TenantFeatureInput: TenantFeatureInput;
  TenantFilter: TenantFilter;
  TenantFleetUsage: ResolverTypeWrapper<FleetUsage>;
  TenantFleetUsageConnection: ResolverTypeWrapper<Omit<TenantFleetUsageConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantFleetUsage']> }>;
  TenantInvitation: ResolverTypeWrapper<InvitationRecord>;
  TenantInvitationConnection: ResolverTypeWrapper<Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantInvitation']> }>;
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: ResolverTypeWrapper<Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversTypes['TenantInvitation'] }>;
  TenantInvitationStatus: TenantInvitationStatus;
  TenantIsolation: TenantIsolation;
  TenantJob: ResolverTypeWrapper<JobRecord>;
  TenantJobConnection: ResolverTypeWrapper<Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantJob']> }>;
  TenantJobKind: TenantJobKind;
  TenantJobStatus: TenantJobStatus;
  TenantLimitsInput: TenantLimitsInput;
  TenantMember: ResolverTypeWrapper<ShownMember>;
  TenantMemberConnection: ResolverTypeWrapper<Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantMember']> }>;
  TenantMemberStatus: TenantMemberStatus;
  TenantOverrides: ResolverTypeWrapper<TenantOverrides>;
  TenantStatus: TenantStatus;
  TenantUsage: ResolverTypeWrapper<UsageOfTenant>;
  TenantUsageDay: ResolverTypeWrapper<TenantUsageDay>;
  TenantUsageFigures: ResolverTypeWrapper<TenantUsageFigures>;
  TenantUsageOperation: ResolverTypeWrapper<TenantUsageOperation>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDate: Scalars['AWSDate']['output'];
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  AWSJSON: Scalars['AWSJSON']['output'];
  ArchiveInput: ArchiveInput;
  Boolean: Scalars['Boolean']['output'];
  CreateTenantInput: CreateTenantInput;
  CreatedTenant: Omit<CreatedTenant, 'tenant'> & { tenant: ResolversParentTypes['Tenant'] };
  ExportInput: ExportInput;
  Float: Scalars['Float']['output'];
  GroupImport: GroupImport;
  ID: Scalars['ID']['output'];
  ImpersonationKey: ImpersonationKey;
  ImportTenantInput: ImportTenantInput;
  ImportedMember: ImportedMember;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  OwnerInvitation: OwnerInvitation;
  Query: Record<PropertyKey, never>;
  SkippedGroup: SkippedGroup;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantConnection: Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Tenant']> };
  TenantFeatureInput: TenantFeatureInput;
  TenantFilter: TenantFilter;
  TenantFleetUsage: FleetUsage;
  TenantFleetUsageConnection: Omit<TenantFleetUsageConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantFleetUsage']> };
  TenantInvitation: InvitationRecord;
  TenantInvitationConnection: Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantInvitation']> };
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversParentTypes['TenantInvitation'] };
  TenantJob: JobRecord;
  TenantJobConnection: Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantJob']> };
  TenantLimitsInput: TenantLimitsInput;
  TenantMember: ShownMember;
  TenantMemberConnection: Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantMember']> };
  TenantOverrides: TenantOverrides;
  TenantUsage: UsageOfTenant;
  TenantUsageDay: TenantUsageDay;
  TenantUsageFigures: TenantUsageFigures;
  TenantUsageOperation: TenantUsageOperation;
};

export interface AWSDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDate'], any> {
  name: 'AWSDate';
}

export interface AWSDateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDateTime'], any> {
  name: 'AWSDateTime';
}

export interface AWSEmailScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSEmail'], any> {
  name: 'AWSEmail';
}

export interface AWSJSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSJSON'], any> {
  name: 'AWSJSON';
}

export type CreatedTenantResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['CreatedTenant'] = ResolversParentTypes['CreatedTenant']> = {
  invitation?: Resolver<Maybe<ResolversTypes['OwnerInvitation']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type GroupImportResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['GroupImport'] = ResolversParentTypes['GroupImport']> = {
  imported?: Resolver<ReadonlyArray<ResolversTypes['ImportedMember']>, ParentType, ContextType>;
  skipped?: Resolver<ReadonlyArray<ResolversTypes['SkippedGroup']>, ParentType, ContextType>;
};

export type ImpersonationKeyResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ImpersonationKey'] = ResolversParentTypes['ImpersonationKey']> = {
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImportedMemberResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ImportedMember'] = ResolversParentTypes['ImportedMember']> = {
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abandonTenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationAbandonTenantArgs, 'id'>>;
  cancelJob?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType, RequireFields<MutationCancelJobArgs, 'id' | 'tenantId'>>;
  cancelOffboarding?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationCancelOffboardingArgs, 'id'>>;
  changePlan?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationChangePlanArgs, 'id' | 'plan'>>;
  createTenant?: Resolver<ResolversTypes['CreatedTenant'], ParentType, ContextType, RequireFields<MutationCreateTenantArgs, 'input'>>;
  disableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationDisableMemberArgs, 'tenantId' | 'userId'>>;
  enableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationEnableMemberArgs, 'tenantId' | 'userId'>>;
  endImpersonation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationEndImpersonationArgs, 'keyId' | 'tenantId'>>;
  exportTenant?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType, RequireFields<MutationExportTenantArgs, 'id'>>;
  impersonate?: Resolver<ResolversTypes['ImpersonationKey'], ParentType, ContextType, RequireFields<MutationImpersonateArgs, 'reason' | 'tenantId'>>;
  importGroups?: Resolver<ResolversTypes['GroupImport'], ParentType, ContextType, RequireFields<MutationImportGroupsArgs, 'separator'>>;
  importTenant?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType, RequireFields<MutationImportTenantArgs, 'input'>>;
  inviteMember?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input' | 'tenantId'>>;
  inviteOwner?: Resolver<ResolversTypes['OwnerInvitation'], ParentType, ContextType, RequireFields<MutationInviteOwnerArgs, 'email' | 'id'>>;
  moveTenant?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType, RequireFields<MutationMoveTenantArgs, 'id' | 'to'>>;
  offboardTenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationOffboardTenantArgs, 'id' | 'reason'>>;
  overrideLimits?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationOverrideLimitsArgs, 'id'>>;
  purgeTenant?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType, RequireFields<MutationPurgeTenantArgs, 'id' | 'keepArchives' | 'now'>>;
  removeMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'tenantId' | 'userId'>>;
  resendInvitation?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'id' | 'tenantId'>>;
  resumeTenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationResumeTenantArgs, 'id'>>;
  revokeInvitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'id' | 'tenantId'>>;
  setMemberRoles?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationSetMemberRolesArgs, 'roles' | 'tenantId' | 'userId'>>;
  suspendTenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationSuspendTenantArgs, 'id' | 'mode' | 'reason'>>;
  uploadArchivePart?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUploadArchivePartArgs, 'base64' | 'name' | 'uploadId'>>;
};

export type OwnerInvitationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['OwnerInvitation'] = ResolversParentTypes['OwnerInvitation']> = {
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  archiveFiles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryArchiveFilesArgs, 'jobId' | 'tenantId'>>;
  archivePart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryArchivePartArgs, 'jobId' | 'name' | 'tenantId'>>;
  fleetUsage?: Resolver<ResolversTypes['TenantFleetUsageConnection'], ParentType, ContextType, RequireFields<QueryFleetUsageArgs, 'from' | 'to'>>;
  invitations?: Resolver<ResolversTypes['TenantInvitationConnection'], ParentType, ContextType, RequireFields<QueryInvitationsArgs, 'tenantId'>>;
  job?: Resolver<Maybe<ResolversTypes['TenantJob']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id' | 'tenantId'>>;
  jobs?: Resolver<ResolversTypes['TenantJobConnection'], ParentType, ContextType, RequireFields<QueryJobsArgs, 'tenantId'>>;
  members?: Resolver<ResolversTypes['TenantMemberConnection'], ParentType, ContextType, RequireFields<QueryMembersArgs, 'tenantId'>>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType, RequireFields<QueryTenantArgs, 'id'>>;
  tenants?: Resolver<ResolversTypes['TenantConnection'], ParentType, ContextType, Partial<QueryTenantsArgs>>;
  usage?: Resolver<Maybe<ResolversTypes['TenantUsage']>, ParentType, ContextType, RequireFields<QueryUsageArgs, 'from' | 'tenantId' | 'to'>>;
  usageCsv?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<QueryUsageCsvArgs, 'from' | 'to'>>;
};

export type SkippedGroupResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SkippedGroup'] = ResolversParentTypes['SkippedGroup']> = {
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  username?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  allowImpersonation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  graceEndsAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isolation?: Resolver<ResolversTypes['TenantIsolation'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  overrides?: Resolver<ResolversTypes['TenantOverrides'], ParentType, ContextType>;
  owners?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scratch?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  seats?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  suspensionMode?: Resolver<Maybe<ResolversTypes['SuspensionMode']>, ParentType, ContextType>;
};

export type TenantConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantConnection'] = ResolversParentTypes['TenantConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Tenant']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantFleetUsageResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantFleetUsage'] = ResolversParentTypes['TenantFleetUsage']> = {
  days?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageDay']>, ParentType, ContextType>;
  seats?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantFleetUsageConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantFleetUsageConnection'] = ResolversParentTypes['TenantFleetUsageConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantFleetUsage']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantInvitation'] = ResolversParentTypes['TenantInvitation']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantInvitationStatus'], ParentType, ContextType>;
};

export type TenantInvitationConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantInvitationConnection'] = ResolversParentTypes['TenantInvitationConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantInvitation']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationSentResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantInvitationSent'] = ResolversParentTypes['TenantInvitationSent']> = {
  invitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantJobResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantJob'] = ResolversParentTypes['TenantJob']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantJobKind'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantJobStatus'], ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type TenantJobConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantJobConnection'] = ResolversParentTypes['TenantJobConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantJob']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantMemberResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantMember'] = ResolversParentTypes['TenantMember']> = {
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  joinedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantMemberStatus'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantMemberConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantMemberConnection'] = ResolversParentTypes['TenantMemberConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantMember']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantOverridesResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantOverrides'] = ResolversParentTypes['TenantOverrides']> = {
  features?: Resolver<ResolversTypes['AWSJSON'], ParentType, ContextType>;
  limits?: Resolver<ResolversTypes['AWSJSON'], ParentType, ContextType>;
};

export type TenantUsageResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantUsage'] = ResolversParentTypes['TenantUsage']> = {
  days?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageDay']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageOperation']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageDayResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantUsageDay'] = ResolversParentTypes['TenantUsageDay']> = {
  day?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageFiguresResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantUsageFigures'] = ResolversParentTypes['TenantUsageFigures']> = {
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  connectionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsRead?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsWritten?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  wcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TenantUsageOperationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantUsageOperation'] = ResolversParentTypes['TenantUsageOperation']> = {
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = OperatorContext> = {
  AWSDate?: GraphQLScalarType;
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  AWSJSON?: GraphQLScalarType;
  CreatedTenant?: CreatedTenantResolvers<ContextType>;
  GroupImport?: GroupImportResolvers<ContextType>;
  ImpersonationKey?: ImpersonationKeyResolvers<ContextType>;
  ImportedMember?: ImportedMemberResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OwnerInvitation?: OwnerInvitationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SkippedGroup?: SkippedGroupResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantConnection?: TenantConnectionResolvers<ContextType>;
  TenantFleetUsage?: TenantFleetUsageResolvers<ContextType>;
  TenantFleetUsageConnection?: TenantFleetUsageConnectionResolvers<ContextType>;
  TenantInvitation?: TenantInvitationResolvers<ContextType>;
  TenantInvitationConnection?: TenantInvitationConnectionResolvers<ContextType>;
  TenantInvitationSent?: TenantInvitationSentResolvers<ContextType>;
  TenantJob?: TenantJobResolvers<ContextType>;
  TenantJobConnection?: TenantJobConnectionResolvers<ContextType>;
  TenantMember?: TenantMemberResolvers<ContextType>;
  TenantMemberConnection?: TenantMemberConnectionResolvers<ContextType>;
  TenantOverrides?: TenantOverridesResolvers<ContextType>;
  TenantUsage?: TenantUsageResolvers<ContextType>;
  TenantUsageDay?: TenantUsageDayResolvers<ContextType>;
  TenantUsageFigures?: TenantUsageFiguresResolvers<ContextType>;
  TenantUsageOperation?: TenantUsageOperationResolvers<ContextType>;
};
