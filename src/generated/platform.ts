import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord, Membership, ApiKeyRecord } from '../tenant/index.ts';
import type { InvitationRecord, JobRecord } from '../store/index.ts';
import type { PlatformContext } from '../platform/index.ts';
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
  /** A day and time with a compulsory offset, YYYY-MM-DDThh:mm:ss.sssZ: 2024-02-29T12:30Z or 2024-02-29T12:30:24.5+05:30. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, local-part@domain-part: ada@example.com. */
  AWSEmail: { input: string; output: string; }
  /** JSON written as a string, any value: "{\"colour\":\"red\"}", "[1,2]", "\"text\"" or "null". */
  AWSJSON: { input: string; output: string; }
};

/** Who is asking: a member, or a machine with an API key. */
export type Me = {
  readonly __typename?: 'Me';
  /** Null for an API key. */
  readonly email?: Maybe<Scalars['AWSEmail']['output']>;
  /** Cognito's sub, or the key's id after "key:". */
  readonly id: Scalars['ID']['output'];
  /** All that they may do here, as "Type:operation". */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Their roles in this tenant: what @auth sees as groups. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The tenants that they belong to; null for an API key, which has one. */
  readonly tenants?: Maybe<ReadonlyArray<MyTenant>>;
  readonly username: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Joins the tenant of an invitation to the caller's own verified address. Refresh the tokens to switch there. */
  readonly acceptInvitation: MyTenant;
  /** Makes a key. It can do no more than the caller may do, and one that a key makes does not outlive it. */
  readonly createApiKey: TenantNewApiKey;
  /** Makes a role of rights that the caller holds. A tenant has at most 50. */
  readonly createRole: TenantRole;
  /** Removes a role that no member, invitation or key holds. */
  readonly deleteRole: TenantRole;
  /** Keeps a member out. */
  readonly disableMember: TenantMember;
  /** Lets a member in again, if a seat is free. */
  readonly enableMember: TenantMember;
  /** Invites an address for seven days. It takes no seat before it is accepted. */
  readonly inviteMember: TenantInvitationSent;
  /** Ends the caller's own membership. The last owner cannot leave. */
  readonly leaveTenant: TenantMember;
  /** Ends a membership. The user stays what they are in other tenants. */
  readonly removeMember: TenantMember;
  /** Begins an export of all that the tenant has, or answers the one that is under way. Also while the tenant is being closed. */
  readonly requestExport: TenantJob;
  /** A new token and seven more days; the old token opens nothing any more. */
  readonly resendInvitation: TenantInvitationSent;
  /** Ends a key, or the impersonation of that id, within 5 seconds. One that has ended stays as it is. */
  readonly revokeApiKey: TenantApiKey;
  /** Takes an invitation back. */
  readonly revokeInvitation: TenantInvitation;
  /**
   * Makes a key that takes the place of another, with its roles, its scopes and its life in days. The old one goes on
   * working for 0 to 168 hours.
   */
  readonly rotateApiKey: TenantNewApiKey;
  /** Gives a member these roles in place of those that they have. */
  readonly setMemberRoles: TenantMember;
  /** Makes another member owner in place of the caller, who becomes ADMIN. */
  readonly transferOwnership: TenantMember;
  /** Changes a role of the tenant's own; what is left out stays. */
  readonly updateRole: TenantRole;
  readonly updateTenantSettings: Tenant;
};


export type MutationAcceptInvitationArgs = {
  token: Scalars['String']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: TenantApiKeyInput;
};


export type MutationCreateRoleArgs = {
  input: TenantRoleInput;
};


export type MutationDeleteRoleArgs = {
  name: Scalars['String']['input'];
};


export type MutationDisableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
};


export type MutationRemoveMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationResendInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRotateApiKeyArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationSetMemberRolesArgs = {
  roles: ReadonlyArray<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};


export type MutationTransferOwnershipArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationUpdateRoleArgs = {
  input: TenantRoleChange;
  name: Scalars['String']['input'];
};


export type MutationUpdateTenantSettingsArgs = {
  input: TenantSettingsInput;
};

/** A tenant of a user. To switch, refresh the tokens with the client metadata { tenant: id }. */
export type MyTenant = {
  readonly __typename?: 'MyTenant';
  /** Whether the token is of this tenant. */
  readonly active: Scalars['Boolean']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  readonly status: TenantStatus;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The keys of the tenant, also those that have ended. */
  readonly apiKeys: TenantApiKeyConnection;
  /** The names of the files of a finished export, or null without one. */
  readonly exportFiles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null without one. Whoever may export may read exports. */
  readonly exportPart?: Maybe<Scalars['String']['output']>;
  /** When operators looked at the tenant, and why. */
  readonly impersonations: TenantImpersonationConnection;
  /** The invitations of the tenant, by age. */
  readonly invitations: TenantInvitationConnection;
  /** A job of this tenant, or null. */
  readonly job?: Maybe<TenantJob>;
  /** The jobs of this tenant. */
  readonly jobs: TenantJobConnection;
  readonly me: Me;
  /** The members of the tenant, by id. */
  readonly members: TenantMemberConnection;
  /** Each model type, operation and role. */
  readonly permissionMatrix: ReadonlyArray<TenantPermission>;
  /** The roles of the tenant. */
  readonly roles: ReadonlyArray<TenantRole>;
  /** The tenant of the caller. */
  readonly tenant: Tenant;
};


export type QueryApiKeysArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryExportFilesArgs = {
  jobId: Scalars['ID']['input'];
};


export type QueryExportPartArgs = {
  jobId: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};


export type QueryImpersonationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryInvitationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryJobsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMembersArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

/** A customer of the platform: all that the caller sees lies inside one. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** While it is being closed: when its data may be purged. */
  readonly graceEndsAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly settings: TenantSettings;
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
};

/**
 * A key with which a machine acts inside the tenant that made it. It is sent in place of a token, as
 * "Authorization: Bearer tql_…".
 */
export type TenantApiKey = {
  readonly __typename?: 'TenantApiKey';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** The id of who made it: a member, or a key as "key:" and its id. */
  readonly createdBy: Scalars['ID']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  /** What its text holds after "tql_". */
  readonly id: Scalars['ID']['output'];
  /** To the minute. */
  readonly lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly name: Scalars['String']['output'];
  /** The id of the key that takes its place, once it was rotated. */
  readonly replacedBy?: Maybe<Scalars['ID']['output']>;
  readonly revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Its roles: what @auth sees as groups. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** The most that it may do, as "Type:operation"; null: whatever its roles allow. */
  readonly scopes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly status: TenantApiKeyStatus;
};

export type TenantApiKeyConnection = {
  readonly __typename?: 'TenantApiKeyConnection';
  readonly items: ReadonlyArray<TenantApiKey>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantApiKeyInput = {
  /** 1 to 365. */
  readonly expiresInDays?: Scalars['Int']['input'];
  /** 1 to 100 characters, for people. */
  readonly name: Scalars['String']['input'];
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
  /** Permissions such as Task:read, *:read or Mutation:addTask. Left out: whatever the roles allow. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type TenantApiKeyStatus =
  | 'ACTIVE'
  | 'EXPIRED'
  | 'REVOKED';

/** Someone who runs the platform, while they look at the tenant. They can change nothing in it. */
export type TenantImpersonation = {
  readonly __typename?: 'TenantImpersonation';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  /** The id of the key that they use: revokeApiKey ends it at once. */
  readonly id: Scalars['ID']['output'];
  /** To the minute. */
  readonly lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly operator: Scalars['String']['output'];
  /** Why, in their own words. */
  readonly reason: Scalars['String']['output'];
  readonly revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly status: TenantApiKeyStatus;
};

export type TenantImpersonationConnection = {
  readonly __typename?: 'TenantImpersonationConnection';
  readonly items: ReadonlyArray<TenantImpersonation>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** An offer of a membership to whoever holds its token and can prove the address. */
export type TenantInvitation = {
  readonly __typename?: 'TenantInvitation';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly email: Scalars['AWSEmail']['output'];
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** The id of the member who invited. */
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
  /** Letter case does not count. */
  readonly email: Scalars['AWSEmail']['input'];
  readonly roles: ReadonlyArray<Scalars['String']['input']>;
};

/** An invitation with its token, which is shown this once: pass it on to the one who is invited. */
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

/** Long work on the whole tenant. */
export type TenantJob = {
  readonly __typename?: 'TenantJob';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** Rows done so far, and how many there are in all, as far as that is known. */
  readonly done: Scalars['Int']['output'];
  /** Why it failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly kind: TenantJobKind;
  /** From 0 to 1; null as long as nobody can tell. */
  readonly progress?: Maybe<Scalars['Float']['output']>;
  /** What became of it, as a JSON object. */
  readonly result?: Maybe<Scalars['AWSJSON']['output']>;
  readonly status: TenantJobStatus;
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
  | 'PURGE';

export type TenantJobStatus =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING';

/** Someone who belongs to the tenant. */
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
  /** Kept out, and takes no seat, until someone enables them again. */
  | 'DISABLED';

/** A key that was just made. */
export type TenantNewApiKey = {
  readonly __typename?: 'TenantNewApiKey';
  readonly apiKey: TenantApiKey;
  /** The key itself. It is kept nowhere: this is the only time that it is shown. */
  readonly text: Scalars['String']['output'];
};

export type TenantOperation =
  | 'CREATE'
  | 'DELETE'
  | 'READ'
  | 'UPDATE';

/** What one role may do with the rows of one type. */
export type TenantPermission = {
  readonly __typename?: 'TenantPermission';
  readonly operation: TenantOperation;
  readonly role: Scalars['String']['output'];
  readonly type: Scalars['String']['output'];
  readonly verdict: TenantVerdict;
};

/** A set of rights with a name: one of those that every tenant has, one of the schema, or one of the tenant's own. */
export type TenantRole = {
  readonly __typename?: 'TenantRole';
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly kind: TenantRoleKind;
  readonly name: Scalars['String']['output'];
  /** What it may do without further conditions, as "Type:operation". What @auth says of rows stands in permissionMatrix. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
};

export type TenantRoleChange = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly permissions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type TenantRoleInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** A letter, then letters, digits, - and _; at most 64. */
  readonly name: Scalars['String']['input'];
  /** At most 100, such as "Task:update", "Task:*" or "*:read". */
  readonly permissions: ReadonlyArray<Scalars['String']['input']>;
};

export type TenantRoleKind =
  /** Every tenant has it. */
  | 'BUILT_IN'
  /** The tenant made it. */
  | 'CUSTOM'
  /** A group that @auth of the schema names. */
  | 'DECLARED';

/** What the tenant decides itself. */
export type TenantSettings = {
  readonly __typename?: 'TenantSettings';
  /** Whether those who run the platform may look at the tenant, without changing anything. */
  readonly allowImpersonation: Scalars['Boolean']['output'];
  /** An object of the application's own, as JSON. */
  readonly custom: Scalars['AWSJSON']['output'];
};

/** What is left out stays as it is. */
export type TenantSettingsInput = {
  readonly allowImpersonation?: InputMaybe<Scalars['Boolean']['input']>;
  /** A JSON object of at most 16 KiB; it takes the place of the one before. */
  readonly custom?: InputMaybe<Scalars['AWSJSON']['input']>;
};

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
  | 'OFFBOARDING'
  | 'PROVISIONING'
  | 'PURGING'
  | 'SUSPENDED';

export type TenantVerdict =
  /** All rows. */
  | 'ALLOW'
  | 'DENY'
  /** Some rows: those of their own, or of their groups. */
  | 'OWN';



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
  AWSDateTime: ResolverTypeWrapper<Scalars['AWSDateTime']['output']>;
  AWSEmail: ResolverTypeWrapper<Scalars['AWSEmail']['output']>;
  AWSJSON: ResolverTypeWrapper<Scalars['AWSJSON']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Me: ResolverTypeWrapper<Me>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MyTenant: ResolverTypeWrapper<MyTenant>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tenant: ResolverTypeWrapper<TenantRecord>;
  TenantApiKey: ResolverTypeWrapper<ApiKeyRecord>;
  TenantApiKeyConnection: ResolverTypeWrapper<Omit<TenantApiKeyConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantApiKey']> }>;
  TenantApiKeyInput: TenantApiKeyInput;
  TenantApiKeyStatus: TenantApiKeyStatus;
  TenantImpersonation: ResolverTypeWrapper<ApiKeyRecord>;
  TenantImpersonationConnection: ResolverTypeWrapper<Omit<TenantImpersonationConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantImpersonation']> }>;
  TenantInvitation: ResolverTypeWrapper<InvitationRecord>;
  TenantInvitationConnection: ResolverTypeWrapper<Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantInvitation']> }>;
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: ResolverTypeWrapper<Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversTypes['TenantInvitation'] }>;
  TenantInvitationStatus: TenantInvitationStatus;
  TenantJob: ResolverTypeWrapper<JobRecord>;
  TenantJobConnection: ResolverTypeWrapper<Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantJob']> }>;
  TenantJobKind: TenantJobKind;
  TenantJobStatus: TenantJobStatus;
  TenantMember: ResolverTypeWrapper<Membership>;
  TenantMemberConnection: ResolverTypeWrapper<Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantMember']> }>;
  TenantMemberStatus: TenantMemberStatus;
  TenantNewApiKey: ResolverTypeWrapper<Omit<TenantNewApiKey, 'apiKey'> & { apiKey: ResolversTypes['TenantApiKey'] }>;
  TenantOperation: TenantOperation;
  TenantPermission: ResolverTypeWrapper<TenantPermission>;
  TenantRole: ResolverTypeWrapper<TenantRole>;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantRoleKind: TenantRoleKind;
  TenantSettings: ResolverTypeWrapper<TenantSettings>;
  TenantSettingsInput: TenantSettingsInput;
  TenantStatus: TenantStatus;
  TenantVerdict: TenantVerdict;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  AWSJSON: Scalars['AWSJSON']['output'];
  Boolean: Scalars['Boolean']['output'];
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Me: Me;
  Mutation: Record<PropertyKey, never>;
  MyTenant: MyTenant;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantApiKey: ApiKeyRecord;
  TenantApiKeyConnection: Omit<TenantApiKeyConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantApiKey']> };
  TenantApiKeyInput: TenantApiKeyInput;
  TenantImpersonation: ApiKeyRecord;
  TenantImpersonationConnection: Omit<TenantImpersonationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantImpersonation']> };
  TenantInvitation: InvitationRecord;
  TenantInvitationConnection: Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantInvitation']> };
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversParentTypes['TenantInvitation'] };
  TenantJob: JobRecord;
  TenantJobConnection: Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantJob']> };
  TenantMember: Membership;
  TenantMemberConnection: Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantMember']> };
  TenantNewApiKey: Omit<TenantNewApiKey, 'apiKey'> & { apiKey: ResolversParentTypes['TenantApiKey'] };
  TenantPermission: TenantPermission;
  TenantRole: TenantRole;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantSettings: TenantSettings;
  TenantSettingsInput: TenantSettingsInput;
};

export interface AwsDateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDateTime'], any> {
  name: 'AWSDateTime';
}

export interface AwsEmailScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSEmail'], any> {
  name: 'AWSEmail';
}

export interface AwsjsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSJSON'], any> {
  name: 'AWSJSON';
}

export type MeResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me']> = {
  email?: Resolver<Maybe<ResolversTypes['AWSEmail']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MyTenant']>>, ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptInvitation?: Resolver<ResolversTypes['MyTenant'], ParentType, ContextType, RequireFields<MutationAcceptInvitationArgs, 'token'>>;
  createApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationCreateRoleArgs, 'input'>>;
  deleteRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationDeleteRoleArgs, 'name'>>;
  disableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationDisableMemberArgs, 'userId'>>;
  enableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationEnableMemberArgs, 'userId'>>;
  inviteMember?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input'>>;
  leaveTenant?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType>;
  removeMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'userId'>>;
  requestExport?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType>;
  resendInvitation?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['TenantApiKey'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  revokeInvitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'id'>>;
  rotateApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id' | 'overlapHours'>>;
  setMemberRoles?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationSetMemberRolesArgs, 'roles' | 'userId'>>;
  transferOwnership?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationTransferOwnershipArgs, 'userId'>>;
  updateRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationUpdateRoleArgs, 'input' | 'name'>>;
  updateTenantSettings?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationUpdateTenantSettingsArgs, 'input'>>;
};

export type MyTenantResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['MyTenant'] = ResolversParentTypes['MyTenant']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<ResolversTypes['TenantApiKeyConnection'], ParentType, ContextType, Partial<QueryApiKeysArgs>>;
  exportFiles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryExportFilesArgs, 'jobId'>>;
  exportPart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryExportPartArgs, 'jobId' | 'name'>>;
  impersonations?: Resolver<ResolversTypes['TenantImpersonationConnection'], ParentType, ContextType, Partial<QueryImpersonationsArgs>>;
  invitations?: Resolver<ResolversTypes['TenantInvitationConnection'], ParentType, ContextType, Partial<QueryInvitationsArgs>>;
  job?: Resolver<Maybe<ResolversTypes['TenantJob']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobs?: Resolver<ResolversTypes['TenantJobConnection'], ParentType, ContextType, Partial<QueryJobsArgs>>;
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['TenantMemberConnection'], ParentType, ContextType, Partial<QueryMembersArgs>>;
  permissionMatrix?: Resolver<ReadonlyArray<ResolversTypes['TenantPermission']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['TenantRole']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type TenantResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  graceEndsAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['TenantSettings'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantApiKeyResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantApiKey'] = ResolversParentTypes['TenantApiKey']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantApiKeyStatus'], ParentType, ContextType>;
};

export type TenantApiKeyConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantApiKeyConnection'] = ResolversParentTypes['TenantApiKeyConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantApiKey']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantImpersonationResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantImpersonation'] = ResolversParentTypes['TenantImpersonation']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  operator?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantApiKeyStatus'], ParentType, ContextType>;
};

export type TenantImpersonationConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantImpersonationConnection'] = ResolversParentTypes['TenantImpersonationConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantImpersonation']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantInvitation'] = ResolversParentTypes['TenantInvitation']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantInvitationStatus'], ParentType, ContextType>;
};

export type TenantInvitationConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantInvitationConnection'] = ResolversParentTypes['TenantInvitationConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantInvitation']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantInvitationSentResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantInvitationSent'] = ResolversParentTypes['TenantInvitationSent']> = {
  invitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantJobResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantJob'] = ResolversParentTypes['TenantJob']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantJobKind'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantJobStatus'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
};

export type TenantJobConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantJobConnection'] = ResolversParentTypes['TenantJobConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantJob']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantMemberResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantMember'] = ResolversParentTypes['TenantMember']> = {
  email?: Resolver<ResolversTypes['AWSEmail'], ParentType, ContextType>;
  joinedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantMemberStatus'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantMemberConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantMemberConnection'] = ResolversParentTypes['TenantMemberConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantMember']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantNewApiKeyResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantNewApiKey'] = ResolversParentTypes['TenantNewApiKey']> = {
  apiKey?: Resolver<ResolversTypes['TenantApiKey'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantPermissionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantPermission'] = ResolversParentTypes['TenantPermission']> = {
  operation?: Resolver<ResolversTypes['TenantOperation'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['TenantVerdict'], ParentType, ContextType>;
};

export type TenantRoleResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantRole'] = ResolversParentTypes['TenantRole']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantRoleKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantSettingsResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantSettings'] = ResolversParentTypes['TenantSettings']> = {
  allowImpersonation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  custom?: Resolver<ResolversTypes['AWSJSON'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PlatformContext> = {
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  AWSJSON?: GraphQLScalarType;
  Me?: MeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  MyTenant?: MyTenantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantApiKey?: TenantApiKeyResolvers<ContextType>;
  TenantApiKeyConnection?: TenantApiKeyConnectionResolvers<ContextType>;
  TenantImpersonation?: TenantImpersonationResolvers<ContextType>;
  TenantImpersonationConnection?: TenantImpersonationConnectionResolvers<ContextType>;
  TenantInvitation?: TenantInvitationResolvers<ContextType>;
  TenantInvitationConnection?: TenantInvitationConnectionResolvers<ContextType>;
  TenantInvitationSent?: TenantInvitationSentResolvers<ContextType>;
  TenantJob?: TenantJobResolvers<ContextType>;
  TenantJobConnection?: TenantJobConnectionResolvers<ContextType>;
  TenantMember?: TenantMemberResolvers<ContextType>;
  TenantMemberConnection?: TenantMemberConnectionResolvers<ContextType>;
  TenantNewApiKey?: TenantNewApiKeyResolvers<ContextType>;
  TenantPermission?: TenantPermissionResolvers<ContextType>;
  TenantRole?: TenantRoleResolvers<ContextType>;
  TenantSettings?: TenantSettingsResolvers<ContextType>;
};

