import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord, Membership } from '../tenant/index.ts';
import type { InvitationRecord } from '../store/index.ts';
import type { OperatorContext } from '../platform/index.ts';
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
};

/** What became of the groups of the user pool. */
export type GroupImport = {
  readonly __typename?: 'GroupImport';
  /** Memberships that were made or got another role. */
  readonly imported: ReadonlyArray<ImportedMember>;
  readonly skipped: ReadonlyArray<SkippedGroup>;
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
  readonly disableMember: TenantMember;
  readonly enableMember: TenantMember;
  /** Makes members of the users in Cognito groups that are named "tenant:Role", with another separator if told. */
  readonly importGroups: GroupImport;
  readonly inviteMember: TenantInvitationSent;
  readonly removeMember: TenantMember;
  readonly resendInvitation: TenantInvitationSent;
  readonly revokeInvitation: TenantInvitation;
  readonly setMemberRoles: TenantMember;
};


export type MutationDisableMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationImportGroupsArgs = {
  separator?: InputMaybe<Scalars['String']['input']>;
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
  tenantId: Scalars['ID']['input'];
};


export type MutationRemoveMemberArgs = {
  tenantId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationResendInvitationArgs = {
  id: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
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

export type Query = {
  readonly __typename?: 'Query';
  readonly invitations: TenantInvitationConnection;
  readonly members: TenantMemberConnection;
  /** A tenant, or null when there never was one. */
  readonly tenant?: Maybe<Tenant>;
  /** All tenants, by id. */
  readonly tenants: TenantConnection;
};


export type QueryInvitationsArgs = {
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
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

export type SkippedGroup = {
  readonly __typename?: 'SkippedGroup';
  readonly group: Scalars['String']['output'];
  readonly reason: Scalars['String']['output'];
  /** Null when the whole group was skipped. */
  readonly username?: Maybe<Scalars['String']['output']>;
};

/** A customer of the platform. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly plan: Scalars['String']['output'];
  /** Active members. */
  readonly seats: Scalars['Int']['output'];
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
};

export type TenantConnection = {
  readonly __typename?: 'TenantConnection';
  readonly items: ReadonlyArray<Tenant>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** An offer of a membership to whoever holds its token and can prove the address. */
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

/** Someone who belongs to a tenant. */
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
  | 'DISABLED';

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
  | 'OFFBOARDING'
  | 'PROVISIONING'
  | 'PURGING'
  | 'SUSPENDED';



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
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  GroupImport: ResolverTypeWrapper<GroupImport>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImportedMember: ResolverTypeWrapper<ImportedMember>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SkippedGroup: ResolverTypeWrapper<SkippedGroup>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tenant: ResolverTypeWrapper<TenantRecord>;
  TenantConnection: ResolverTypeWrapper<Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Tenant']> }>;
  TenantInvitation: ResolverTypeWrapper<InvitationRecord>;
  TenantInvitationConnection: ResolverTypeWrapper<Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantInvitation']> }>;
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: ResolverTypeWrapper<Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversTypes['TenantInvitation'] }>;
  TenantInvitationStatus: TenantInvitationStatus;
  TenantMember: ResolverTypeWrapper<Membership>;
  TenantMemberConnection: ResolverTypeWrapper<Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantMember']> }>;
  TenantMemberStatus: TenantMemberStatus;
  TenantStatus: TenantStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  Boolean: Scalars['Boolean']['output'];
  GroupImport: GroupImport;
  ID: Scalars['ID']['output'];
  ImportedMember: ImportedMember;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  SkippedGroup: SkippedGroup;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantConnection: Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Tenant']> };
  TenantInvitation: InvitationRecord;
  TenantInvitationConnection: Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantInvitation']> };
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversParentTypes['TenantInvitation'] };
  TenantMember: Membership;
  TenantMemberConnection: Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantMember']> };
};

export interface AwsDateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDateTime'], any> {
  name: 'AWSDateTime';
}

export interface AwsEmailScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSEmail'], any> {
  name: 'AWSEmail';
}

export type GroupImportResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['GroupImport'] = ResolversParentTypes['GroupImport']> = {
  imported?: Resolver<ReadonlyArray<ResolversTypes['ImportedMember']>, ParentType, ContextType>;
  skipped?: Resolver<ReadonlyArray<ResolversTypes['SkippedGroup']>, ParentType, ContextType>;
};

export type ImportedMemberResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ImportedMember'] = ResolversParentTypes['ImportedMember']> = {
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  disableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationDisableMemberArgs, 'tenantId' | 'userId'>>;
  enableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationEnableMemberArgs, 'tenantId' | 'userId'>>;
  importGroups?: Resolver<ResolversTypes['GroupImport'], ParentType, ContextType, RequireFields<MutationImportGroupsArgs, 'separator'>>;
  inviteMember?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input' | 'tenantId'>>;
  removeMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'tenantId' | 'userId'>>;
  resendInvitation?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'id' | 'tenantId'>>;
  revokeInvitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'id' | 'tenantId'>>;
  setMemberRoles?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationSetMemberRolesArgs, 'roles' | 'tenantId' | 'userId'>>;
};

export type QueryResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  invitations?: Resolver<ResolversTypes['TenantInvitationConnection'], ParentType, ContextType, RequireFields<QueryInvitationsArgs, 'tenantId'>>;
  members?: Resolver<ResolversTypes['TenantMemberConnection'], ParentType, ContextType, RequireFields<QueryMembersArgs, 'tenantId'>>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType, RequireFields<QueryTenantArgs, 'id'>>;
  tenants?: Resolver<ResolversTypes['TenantConnection'], ParentType, ContextType, Partial<QueryTenantsArgs>>;
};

export type SkippedGroupResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SkippedGroup'] = ResolversParentTypes['SkippedGroup']> = {
  group?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  username?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seats?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TenantConnection'] = ResolversParentTypes['TenantConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Tenant']>, ParentType, ContextType>;
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

export type Resolvers<ContextType = OperatorContext> = {
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  GroupImport?: GroupImportResolvers<ContextType>;
  ImportedMember?: ImportedMemberResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SkippedGroup?: SkippedGroupResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantConnection?: TenantConnectionResolvers<ContextType>;
  TenantInvitation?: TenantInvitationResolvers<ContextType>;
  TenantInvitationConnection?: TenantInvitationConnectionResolvers<ContextType>;
  TenantInvitationSent?: TenantInvitationSentResolvers<ContextType>;
  TenantMember?: TenantMemberResolvers<ContextType>;
  TenantMemberConnection?: TenantMemberConnectionResolvers<ContextType>;
};

