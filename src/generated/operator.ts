import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord } from '../tenant/index.ts';
import type { UsageOfTenant, FleetUsage, OperatorContext } from '../platform/index.ts';
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
};

export type Query = {
  readonly __typename?: 'Query';
  /** All tenants that have usage on at most 31 days of UTC, by id. */
  readonly fleetUsage: TenantFleetUsageConnection;
  /** A tenant, or null when there never was one. */
  readonly tenant?: Maybe<Tenant>;
  /** All tenants, by id. */
  readonly tenants: TenantConnection;
  /** Usage of a tenant on at most 366 days of UTC; null when there never was such a tenant. */
  readonly usage?: Maybe<TenantUsage>;
  /** The same for billing: CSV (RFC 4180) with a header row, and a line for each tenant and day. */
  readonly usageCsv: Scalars['String']['output'];
};


export type QueryFleetUsageArgs = {
  from: Scalars['AWSDate']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  to: Scalars['AWSDate']['input'];
};


export type QueryTenantArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTenantsArgs = {
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
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tenant: ResolverTypeWrapper<TenantRecord>;
  TenantConnection: ResolverTypeWrapper<Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['Tenant']> }>;
  TenantFleetUsage: ResolverTypeWrapper<FleetUsage>;
  TenantFleetUsageConnection: ResolverTypeWrapper<Omit<TenantFleetUsageConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantFleetUsage']> }>;
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
  Boolean: Scalars['Boolean']['output'];
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Tenant: TenantRecord;
  TenantConnection: Omit<TenantConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Tenant']> };
  TenantFleetUsage: FleetUsage;
  TenantFleetUsageConnection: Omit<TenantFleetUsageConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantFleetUsage']> };
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

export type QueryResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  fleetUsage?: Resolver<ResolversTypes['TenantFleetUsageConnection'], ParentType, ContextType, RequireFields<QueryFleetUsageArgs, 'from' | 'to'>>;
  tenant?: Resolver<Maybe<ResolversTypes['Tenant']>, ParentType, ContextType, RequireFields<QueryTenantArgs, 'id'>>;
  tenants?: Resolver<ResolversTypes['TenantConnection'], ParentType, ContextType, Partial<QueryTenantsArgs>>;
  usage?: Resolver<Maybe<ResolversTypes['TenantUsage']>, ParentType, ContextType, RequireFields<QueryUsageArgs, 'from' | 'tenantId' | 'to'>>;
  usageCsv?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<QueryUsageCsvArgs, 'from' | 'to'>>;
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
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
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
  Query?: QueryResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantConnection?: TenantConnectionResolvers<ContextType>;
  TenantFleetUsage?: TenantFleetUsageResolvers<ContextType>;
  TenantFleetUsageConnection?: TenantFleetUsageConnectionResolvers<ContextType>;
  TenantUsage?: TenantUsageResolvers<ContextType>;
  TenantUsageDay?: TenantUsageDayResolvers<ContextType>;
  TenantUsageFigures?: TenantUsageFiguresResolvers<ContextType>;
  TenantUsageOperation?: TenantUsageOperationResolvers<ContextType>;
};

