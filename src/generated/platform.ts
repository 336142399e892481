import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TenantRecord } from '../tenant/index.ts';
import type { SealedEvent, JobRecord } from '../store/index.ts';
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
  /** Begins an export of all that the tenant has, or answers the one that is under way. Also while the tenant is being closed. */
  readonly requestExport: TenantJob;
  readonly updateTenantSettings: Tenant;
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
  /** What was done in the tenant, the newest first. A page can hold fewer than asked when few events fit the filter. */
  readonly auditEvents: TenantAuditEventConnection;
  /** Looks through the whole chain: whether each event is what was sealed, in its place, and none is gone. */
  readonly auditIntegrity: TenantAuditIntegrity;
  /** The names of the files of a finished export, or null without one. */
  readonly exportFiles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null without one. Whoever may export may read exports. */
  readonly exportPart?: Maybe<Scalars['String']['output']>;
  /** A job of this tenant, or null. */
  readonly job?: Maybe<TenantJob>;
  /** The jobs of this tenant. */
  readonly jobs: TenantJobConnection;
  readonly me: Me;
  /** The tenant of the caller. */
  readonly tenant: Tenant;
};


export type QueryAuditEventsArgs = {
  filter?: InputMaybe<TenantAuditEventFilter>;
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


export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryJobsArgs = {
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

/** Who did something: a member, a machine, someone who runs the platform, or the platform itself. */
export type TenantActor = {
  readonly __typename?: 'TenantActor';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly type: TenantActorType;
};

export type TenantActorType =
  | 'apiKey'
  | 'operator'
  | 'system'
  | 'user';

/** Where the chain breaks first. */
export type TenantAuditBreak = {
  readonly __typename?: 'TenantAuditBreak';
  readonly kind: TenantAuditBreakKind;
  readonly seq: Scalars['Int']['output'];
  readonly why: Scalars['String']['output'];
};

export type TenantAuditBreakKind =
  | 'ALTERED'
  | 'HEAD'
  | 'MISPLACED'
  | 'MISSING'
  | 'TRUNCATED'
  | 'UNLINKED';

export type TenantAuditEntity = {
  readonly __typename?: 'TenantAuditEntity';
  readonly id: Scalars['ID']['output'];
  readonly type: Scalars['String']['output'];
};

/** One thing that someone did, or was kept from, sealed into the chain of the tenant. */
export type TenantAuditEvent = {
  readonly __typename?: 'TenantAuditEvent';
  /** Such as "member.invited", or "Project.updated" for a type with @audit. */
  readonly action: Scalars['String']['output'];
  readonly actor: TenantActor;
  readonly at: Scalars['AWSDateTime']['output'];
  /** What changed, or why it was refused, as JSON. */
  readonly detail?: Maybe<Scalars['AWSJSON']['output']>;
  readonly entity?: Maybe<TenantAuditEntity>;
  /** Until when the event is kept; null: for good. */
  readonly expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** SHA-256 of the text in UTF-8, as hex. */
  readonly hash: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  readonly ip?: Maybe<Scalars['String']['output']>;
  readonly outcome: TenantAuditOutcome;
  /** Until when the event before it is kept. */
  readonly prevExpiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The hash of the event before it; empty for the first. */
  readonly prevHash: Scalars['String']['output'];
  readonly requestId?: Maybe<Scalars['String']['output']>;
  /** 1, 2, 3 … in the order of sealing. */
  readonly seq: Scalars['Int']['output'];
  /** The event in its canonical form: JSON with sorted names and without spaces (RFC 8785), the tenant's id included. */
  readonly text: Scalars['String']['output'];
};

export type TenantAuditEventConnection = {
  readonly __typename?: 'TenantAuditEventConnection';
  readonly items: ReadonlyArray<TenantAuditEvent>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** All that is given must fit. */
export type TenantAuditEventFilter = {
  readonly action?: InputMaybe<Scalars['String']['input']>;
  readonly actorId?: InputMaybe<Scalars['ID']['input']>;
  readonly entityId?: InputMaybe<Scalars['ID']['input']>;
  readonly entityType?: InputMaybe<Scalars['String']['input']>;
  /** At this time or later. */
  readonly from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  readonly outcome?: InputMaybe<TenantAuditOutcome>;
  /** Before this time. */
  readonly to?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Where the chain ends. Keep the hash elsewhere: it proves the chain up to here. */
export type TenantAuditHead = {
  readonly __typename?: 'TenantAuditHead';
  readonly hash: Scalars['String']['output'];
  readonly seq: Scalars['Int']['output'];
};

export type TenantAuditIntegrity = {
  readonly __typename?: 'TenantAuditIntegrity';
  /** Events that were found sound. */
  readonly events: Scalars['Int']['output'];
  readonly firstBroken?: Maybe<TenantAuditBreak>;
  readonly head: TenantAuditHead;
  readonly ok: Scalars['Boolean']['output'];
};

export type TenantAuditOutcome =
  | 'DONE'
  | 'REFUSED';

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
  TenantActor: ResolverTypeWrapper<TenantActor>;
  TenantActorType: TenantActorType;
  TenantAuditBreak: ResolverTypeWrapper<TenantAuditBreak>;
  TenantAuditBreakKind: TenantAuditBreakKind;
  TenantAuditEntity: ResolverTypeWrapper<TenantAuditEntity>;
  TenantAuditEvent: ResolverTypeWrapper<SealedEvent>;
  TenantAuditEventConnection: ResolverTypeWrapper<Omit<TenantAuditEventConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantAuditEvent']> }>;
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: ResolverTypeWrapper<TenantAuditHead>;
  TenantAuditIntegrity: ResolverTypeWrapper<TenantAuditIntegrity>;
  TenantAuditOutcome: TenantAuditOutcome;
  TenantJob: ResolverTypeWrapper<JobRecord>;
  TenantJobConnection: ResolverTypeWrapper<Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantJob']> }>;
  TenantJobKind: TenantJobKind;
  TenantJobStatus: TenantJobStatus;
  TenantSettings: ResolverTypeWrapper<TenantSettings>;
  TenantSettingsInput: TenantSettingsInput;
  TenantStatus: TenantStatus;
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
  TenantActor: TenantActor;
  TenantAuditBreak: TenantAuditBreak;
  TenantAuditEntity: TenantAuditEntity;
  TenantAuditEvent: SealedEvent;
  TenantAuditEventConnection: Omit<TenantAuditEventConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantAuditEvent']> };
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: TenantAuditHead;
  TenantAuditIntegrity: TenantAuditIntegrity;
  TenantJob: JobRecord;
  TenantJobConnection: Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantJob']> };
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
  requestExport?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType>;
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
  auditEvents?: Resolver<ResolversTypes['TenantAuditEventConnection'], ParentType, ContextType, Partial<QueryAuditEventsArgs>>;
  auditIntegrity?: Resolver<ResolversTypes['TenantAuditIntegrity'], ParentType, ContextType>;
  exportFiles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryExportFilesArgs, 'jobId'>>;
  exportPart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryExportPartArgs, 'jobId' | 'name'>>;
  job?: Resolver<Maybe<ResolversTypes['TenantJob']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobs?: Resolver<ResolversTypes['TenantJobConnection'], ParentType, ContextType, Partial<QueryJobsArgs>>;
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
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

export type TenantActorResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantActor'] = ResolversParentTypes['TenantActor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['TenantActorType'], ParentType, ContextType>;
};

export type TenantAuditBreakResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditBreak'] = ResolversParentTypes['TenantAuditBreak']> = {
  kind?: Resolver<ResolversTypes['TenantAuditBreakKind'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEntityResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditEntity'] = ResolversParentTypes['TenantAuditEntity']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEventResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditEvent'] = ResolversParentTypes['TenantAuditEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['AWSJSON']>, ParentType, ContextType>;
  entity?: Resolver<Maybe<ResolversTypes['TenantAuditEntity']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ip?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['TenantAuditOutcome'], ParentType, ContextType>;
  prevExpiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  prevHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantAuditEventConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditEventConnection'] = ResolversParentTypes['TenantAuditEventConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantAuditEvent']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantAuditHeadResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditHead'] = ResolversParentTypes['TenantAuditHead']> = {
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TenantAuditIntegrityResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantAuditIntegrity'] = ResolversParentTypes['TenantAuditIntegrity']> = {
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstBroken?: Resolver<Maybe<ResolversTypes['TenantAuditBreak']>, ParentType, ContextType>;
  head?: Resolver<ResolversTypes['TenantAuditHead'], ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  TenantActor?: TenantActorResolvers<ContextType>;
  TenantAuditBreak?: TenantAuditBreakResolvers<ContextType>;
  TenantAuditEntity?: TenantAuditEntityResolvers<ContextType>;
  TenantAuditEvent?: TenantAuditEventResolvers<ContextType>;
  TenantAuditEventConnection?: TenantAuditEventConnectionResolvers<ContextType>;
  TenantAuditHead?: TenantAuditHeadResolvers<ContextType>;
  TenantAuditIntegrity?: TenantAuditIntegrityResolvers<ContextType>;
  TenantJob?: TenantJobResolvers<ContextType>;
  TenantJobConnection?: TenantJobConnectionResolvers<ContextType>;
  TenantSettings?: TenantSettingsResolvers<ContextType>;
};

