import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord } from '../tenant/index.ts';
import type { PlatformContext } from '../platform/index.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  readonly me: Me;
  /** The tenant of the caller. */
  readonly tenant: Tenant;
};

/** A customer of the platform: all that the caller sees lies inside one. */
export type Tenant = {
  readonly __typename?: 'Tenant';
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly plan: TenantPlan;
  readonly quota: TenantQuota;
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
};

/** The limits of a plan; null does not bind. */
export type TenantLimits = {
  readonly __typename?: 'TenantLimits';
  readonly auditRetentionDays?: Maybe<Scalars['Int']['output']>;
  /** Seconds of both that may be saved up for a burst. */
  readonly burstSeconds?: Maybe<Scalars['Float']['output']>;
  readonly costPerMonth?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  readonly costPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly itemsPerModel?: Maybe<Scalars['Float']['output']>;
  /** How many fields deep an operation may be. */
  readonly maxDepth?: Maybe<Scalars['Int']['output']>;
  readonly requestsPerMonth?: Maybe<Scalars['Float']['output']>;
  readonly requestsPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly seats?: Maybe<Scalars['Int']['output']>;
};

/** What a tenant may use, its own overrides included. */
export type TenantPlan = {
  readonly __typename?: 'TenantPlan';
  /** The flags of @feature that are on. */
  readonly features: ReadonlyArray<Scalars['String']['output']>;
  readonly limits: TenantLimits;
  readonly name: Scalars['String']['output'];
};

/** What a tenant has used of its plan, as it was some seconds ago. */
export type TenantQuota = {
  readonly __typename?: 'TenantQuota';
  readonly costAvailable?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  readonly costThisMonth?: Maybe<Scalars['Float']['output']>;
  /** What both buckets hold now; null without such a limit. */
  readonly requestsAvailable?: Maybe<Scalars['Float']['output']>;
  /** Null where the plan limits neither rates nor months: then nothing is counted here. */
  readonly requestsThisMonth?: Maybe<Scalars['Float']['output']>;
  /** When the month's sums begin anew. */
  readonly resetsAt: Scalars['AWSDateTime']['output'];
  readonly seatsUsed: Scalars['Int']['output'];
};

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
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Me: ResolverTypeWrapper<Me>;
  MyTenant: ResolverTypeWrapper<MyTenant>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tenant: ResolverTypeWrapper<TenantRecord>;
  TenantLimits: ResolverTypeWrapper<TenantLimits>;
  TenantPlan: ResolverTypeWrapper<TenantPlan>;
  TenantQuota: ResolverTypeWrapper<TenantQuota>;
  TenantStatus: TenantStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  Boolean: Scalars['Boolean']['output'];
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Me: Me;
  MyTenant: MyTenant;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantLimits: TenantLimits;
  TenantPlan: TenantPlan;
  TenantQuota: TenantQuota;
};

export interface AwsDateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDateTime'], any> {
  name: 'AWSDateTime';
}

export interface AwsEmailScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSEmail'], any> {
  name: 'AWSEmail';
}

export type MeResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me']> = {
  email?: Resolver<Maybe<ResolversTypes['AWSEmail']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tenants?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MyTenant']>>, ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MyTenantResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['MyTenant'] = ResolversParentTypes['MyTenant']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
};

export type TenantResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['TenantPlan'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['TenantQuota'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantLimitsResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantLimits'] = ResolversParentTypes['TenantLimits']> = {
  auditRetentionDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  burstSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  itemsPerModel?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxDepth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestsPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seats?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TenantPlanResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantPlan'] = ResolversParentTypes['TenantPlan']> = {
  features?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  limits?: Resolver<ResolversTypes['TenantLimits'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantQuotaResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantQuota'] = ResolversParentTypes['TenantQuota']> = {
  costAvailable?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costThisMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsAvailable?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsThisMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  seatsUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PlatformContext> = {
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  Me?: MeResolvers<ContextType>;
  MyTenant?: MyTenantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantLimits?: TenantLimitsResolvers<ContextType>;
  TenantPlan?: TenantPlanResolvers<ContextType>;
  TenantQuota?: TenantQuotaResolvers<ContextType>;
};

