import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord } from '../tenant/index.ts';
import type { UsageOfTenant, PlatformContext } from '../platform/index.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  readonly status: TenantStatus;
  /** Why it is suspended. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
  /** Usage of at most 366 days of UTC, such as from: "2026-01-01", to: "2026-01-31". */
  readonly usage: TenantUsage;
};


/** A customer of the platform: all that the caller sees lies inside one. */
export type TenantUsageArgs = {
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
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
  /** Points of the cost model. */
  readonly cost: Scalars['Float']['output'];
  /** Requests whose answer holds an error. */
  readonly errors: Scalars['Float']['output'];
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
  /** The name that the client gave it, else its first root field; "other" for what has neither, or is one of very many. */
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
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Me: ResolverTypeWrapper<Me>;
  MyTenant: ResolverTypeWrapper<MyTenant>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tenant: ResolverTypeWrapper<TenantRecord>;
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
  Boolean: Scalars['Boolean']['output'];
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Me: Me;
  MyTenant: MyTenant;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantUsage: UsageOfTenant;
  TenantUsageDay: TenantUsageDay;
  TenantUsageFigures: TenantUsageFigures;
  TenantUsageOperation: TenantUsageOperation;
};

export interface AwsDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSDate'], any> {
  name: 'AWSDate';
}

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
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TenantUsage'], ParentType, ContextType, RequireFields<TenantUsageArgs, 'from' | 'to'>>;
};

export type TenantUsageResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantUsage'] = ResolversParentTypes['TenantUsage']> = {
  days?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageDay']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['TenantUsageOperation']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageDayResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantUsageDay'] = ResolversParentTypes['TenantUsageDay']> = {
  day?: Resolver<ResolversTypes['AWSDate'], ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
};

export type TenantUsageFiguresResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantUsageFigures'] = ResolversParentTypes['TenantUsageFigures']> = {
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsRead?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rowsWritten?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  wcu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TenantUsageOperationResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantUsageOperation'] = ResolversParentTypes['TenantUsageOperation']> = {
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PlatformContext> = {
  AWSDate?: GraphQLScalarType;
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  Me?: MeResolvers<ContextType>;
  MyTenant?: MyTenantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantUsage?: TenantUsageResolvers<ContextType>;
  TenantUsageDay?: TenantUsageDayResolvers<ContextType>;
  TenantUsageFigures?: TenantUsageFiguresResolvers<ContextType>;
  TenantUsageOperation?: TenantUsageOperationResolvers<ContextType>;
};

