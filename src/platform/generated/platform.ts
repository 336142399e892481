import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ShownFile } from '../files/shown-file.ts';
import type { TenantRecord, ApiKeyRecord } from '../../tenant/index.ts';
import type { ShownUpload } from '../files/show-upload.ts';
import type { ShownMember } from '../members/edit-member.ts';
import type { InvitationRecord, SealedEvent, JobRecord, WebhookRecord, DeliveryRecord } from '../../store/index.ts';
import type { ReadQuota } from '../limits/read-quota.ts';
import type { UsageOfTenant } from '../usage/tenant-usage.ts';
import type { PlatformContext } from '../context.ts';
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
  /** An absolute URL of any scheme, without // in its path: https://example.com/a or mailto:ada@example.com. */
  AWSURL: { input: string; output: string; }
};

/** A file of a row: the value of a field with @file. */
export type File = {
  readonly __typename?: 'File';
  readonly contentType: Scalars['String']['output'];
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly height?: Maybe<Scalars['Int']['output']>;
  readonly id: Scalars['ID']['output'];
  /** The name that the uploader gave it. */
  readonly name: Scalars['String']['output'];
  /** SHA-256 of the content as base64. Of a file in parts: that of the checksums of its parts, a dash and their number. */
  readonly sha256?: Maybe<Scalars['String']['output']>;
  /** Bytes. */
  readonly size: Scalars['Float']['output'];
  readonly status: FileStatus;
  /** A link to the smallest thumbnail that is at least so wide, else to the widest. Null without a thumbnail. */
  readonly thumbnail?: Maybe<Scalars['AWSURL']['output']>;
  /** Who uploaded it: the id of a member, or "key:" and the id of a key. */
  readonly uploadedBy: Scalars['ID']['output'];
  /** A link to the content that works for expiresIn seconds, 1 to 900. Null unless the file is READY. */
  readonly url?: Maybe<Scalars['AWSURL']['output']>;
  /** Pixels of an image as it is shown, so those of a turned photo are turned. Else null. */
  readonly width?: Maybe<Scalars['Int']['output']>;
};


/** A file of a row: the value of a field with @file. */
export type FileThumbnailArgs = {
  width: Scalars['Int']['input'];
};


/** A file of a row: the value of a field with @file. */
export type FileUrlArgs = {
  disposition?: FileDisposition;
  expiresIn?: Scalars['Int']['input'];
};

export type FileDisposition =
  /** The browser saves the file. */
  | 'ATTACHMENT'
  /** The browser shows the file if it is a raster image, audio, video or PDF, else it saves it. */
  | 'INLINE';

export type FileStatus =
  /** The scanner found a threat: the content is gone. */
  | 'INFECTED'
  | 'READY'
  /** No row holds the file, which will be deleted. */
  | 'REMOVED'
  /** A scanner looks at the content. A row may hold the file. */
  | 'SCANNING'
  /** The scanner could not read the content, such as an encrypted archive. No caller gets a link. */
  | 'UNSCANNED'
  /** The content is not complete. */
  | 'UPLOADING';

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
  /** Ends an upload that no row holds, and frees its bytes. */
  readonly cancelUpload: File;
  /** Checks size, checksum and type of what has arrived. Then a create or update may name the file by its id. */
  readonly completeUpload: File;
  /** Makes a key. It can do no more than the caller may do, and one that a key makes does not outlive it. */
  readonly createApiKey: TenantNewApiKey;
  /** Makes a role of rights that the caller holds. A tenant has at most 50. */
  readonly createRole: TenantRole;
  /** Begins an upload for a field with @file. Its bytes count at once. */
  readonly createUpload: Upload;
  /** Makes an endpoint. It hears of what the caller may listen to. */
  readonly createWebhook: TenantNewWebhook;
  /** Removes a role that no member, invitation or key holds. */
  readonly deleteRole: TenantRole;
  /** Deletes an endpoint. Deliveries that wait are not sent. */
  readonly deleteWebhook: TenantWebhook;
  /** Keeps a member out. */
  readonly disableMember: TenantMember;
  /** Stops deliveries to an endpoint. Those that wait fail, and can be replayed. */
  readonly disableWebhook: TenantWebhook;
  /** Lets a member in again, if a seat is free. */
  readonly enableMember: TenantMember;
  /** Lets an endpoint hear again, by the rights of the caller. One that is enabled stays as it is. */
  readonly enableWebhook: TenantWebhook;
  /** Invites an address for seven days. It takes no seat before it is accepted. */
  readonly inviteMember: TenantInvitationSent;
  /** Ends the caller's own membership. The last owner cannot leave. */
  readonly leaveTenant: TenantMember;
  /** Ends a membership. The user stays what they are in other tenants. */
  readonly removeMember: TenantMember;
  /** Sends failed deliveries again that were created at this time or later, at most 500 at a time. Ends a pause of the endpoint. */
  readonly replayWebhookDeliveries: TenantWebhookReplay;
  /** Sends an ended delivery again, with its id. One that is pending stays as it is. Ends a pause of the endpoint. */
  readonly replayWebhookDelivery: TenantWebhookDelivery;
  /** Begins an export of all that the tenant has, or answers the one that is under way. Also while the tenant is being closed. */
  readonly requestExport: TenantJob;
  /** A new token and seven more days; the old token opens nothing any more. */
  readonly resendInvitation: TenantInvitationSent;
  /** Ends a key, or the impersonation of that id, within 5 seconds, or when answers to GETs that a stage caches expire. One that has ended stays as it is. */
  readonly revokeApiKey: TenantApiKey;
  /** Takes an invitation back. */
  readonly revokeInvitation: TenantInvitation;
  /**
   * Makes a key that takes the place of another, with its roles, its scopes and its life in days. The old one goes on
   * working for 0 to 168 hours.
   */
  readonly rotateApiKey: TenantNewApiKey;
  /** Makes a new secret. Deliveries are signed with the old one as well for 0 to 168 hours. */
  readonly rotateWebhookSecret: TenantNewWebhook;
  /** Runs a schedule for this tenant soon, in addition to its slots. Answers the run under way, if one was asked for before. */
  readonly runSchedule: TenantSchedule;
  /** Ends a pause of an endpoint, and sends the event ping to it. */
  readonly sendTestWebhook: TenantWebhookDelivery;
  /** Gives a member these roles in place of those that they have. */
  readonly setMemberRoles: TenantMember;
  /** Links for parts of an upload that goes in parts, at most 100 at a time. */
  readonly signUploadParts: ReadonlyArray<UploadPart>;
  /** Makes another member owner in place of the caller, who becomes ADMIN. */
  readonly transferOwnership: TenantMember;
  /** Changes a role of the tenant's own; what is left out stays. */
  readonly updateRole: TenantRole;
  readonly updateTenantSettings: Tenant;
  /** Changes an endpoint. A new URL, new events or a new payload let it hear by the rights of the caller from now on. */
  readonly updateWebhook: TenantWebhook;
};


export type MutationAcceptInvitationArgs = {
  token: Scalars['String']['input'];
};


export type MutationCancelUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCompleteUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: TenantApiKeyInput;
};


export type MutationCreateRoleArgs = {
  input: TenantRoleInput;
};


export type MutationCreateUploadArgs = {
  input: UploadInput;
};


export type MutationCreateWebhookArgs = {
  input: TenantWebhookInput;
};


export type MutationDeleteRoleArgs = {
  name: Scalars['String']['input'];
};


export type MutationDeleteWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDisableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationDisableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationEnableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
};


export type MutationRemoveMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveriesArgs = {
  since: Scalars['AWSDateTime']['input'];
  webhook: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
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


export type MutationRotateWebhookSecretArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationRunScheduleArgs = {
  name: Scalars['String']['input'];
};


export type MutationSendTestWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationSetMemberRolesArgs = {
  roles: ReadonlyArray<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};


export type MutationSignUploadPartsArgs = {
  id: Scalars['ID']['input'];
  parts: ReadonlyArray<UploadPartInput>;
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


export type MutationUpdateWebhookArgs = {
  id: Scalars['ID']['input'];
  input: TenantWebhookChange;
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
  /** What was done in the tenant, the newest first. A page can hold fewer than asked when few events fit the filter. */
  readonly auditEvents: TenantAuditEventConnection;
  /** Looks through the whole chain: whether each event is what was sealed, in its place, and none is gone. */
  readonly auditIntegrity: TenantAuditIntegrity;
  /**
   * The names of the files of a finished export, or null without one. It names some thousand contents: ask for the rest with the
   * last name as after, until the list is empty.
   */
  readonly exportFiles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null if there is none. A member who may export may read exports. */
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
  /** The schedules of the application, by name. */
  readonly schedules: ReadonlyArray<TenantSchedule>;
  /** The tenant of the caller. */
  readonly tenant: Tenant;
  /** An upload of the caller that is under way, or null: its link, or the parts that have arrived. */
  readonly upload?: Maybe<Upload>;
  readonly webhook?: Maybe<TenantWebhook>;
  /** The deliveries to an endpoint, the newest first. A page can hold fewer than asked when few have the status. */
  readonly webhookDeliveries: TenantWebhookDeliveryConnection;
  readonly webhookDelivery?: Maybe<TenantWebhookDelivery>;
  /** The names of all events, such as Task.created: those of types with @webhook. */
  readonly webhookEvents: ReadonlyArray<Scalars['String']['output']>;
  /** The endpoints of the tenant. */
  readonly webhooks: TenantWebhookConnection;
};


export type QueryApiKeysArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditEventsArgs = {
  filter?: InputMaybe<TenantAuditEventFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryExportFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
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


export type QueryUploadArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookDeliveriesArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<TenantWebhookDeliveryStatus>;
  webhook: Scalars['ID']['input'];
};


export type QueryWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
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
  readonly plan: TenantPlan;
  readonly quota: TenantQuota;
  readonly settings: TenantSettings;
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

/** The cause of an action: a member, an API key, an operator, or the platform itself. */
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

/** An action, or a refused attempt at one, sealed into the chain of the tenant. */
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

/** An operator who looks at the tenant. They can change nothing in it. */
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

/** An offer of a membership to a user who has its token and can prove the address. */
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
  /** From 0 to 1; null as long as it is unknown. */
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
  | 'MOVE'
  | 'PURGE';

export type TenantJobStatus =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING';

/** The limits of a plan; null does not bind. */
export type TenantLimits = {
  readonly __typename?: 'TenantLimits';
  readonly auditRetentionDays?: Maybe<Scalars['Int']['output']>;
  /** Seconds of each rate that may be saved up for a burst. */
  readonly burstSeconds?: Maybe<Scalars['Float']['output']>;
  /** Sockets that are open at once. */
  readonly connections?: Maybe<Scalars['Int']['output']>;
  readonly costPerMonth?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  readonly costPerSecond?: Maybe<Scalars['Float']['output']>;
  /** Messages that subscriptions are sent. */
  readonly eventsPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly itemsPerModel?: Maybe<Scalars['Float']['output']>;
  /** Bytes of one answer. */
  readonly maxAnswerBytes?: Maybe<Scalars['Int']['output']>;
  /** Lists, counts and writes of one request. */
  readonly maxCalls?: Maybe<Scalars['Int']['output']>;
  /** How many fields deep an operation may be. */
  readonly maxDepth?: Maybe<Scalars['Int']['output']>;
  /** Fields that one request resolves. */
  readonly maxFields?: Maybe<Scalars['Int']['output']>;
  /** Rows and pages of one request. Null means the ceiling of every plan, as in the next three. */
  readonly maxObjects?: Maybe<Scalars['Int']['output']>;
  readonly requestsPerMonth?: Maybe<Scalars['Float']['output']>;
  readonly requestsPerSecond?: Maybe<Scalars['Float']['output']>;
  readonly seats?: Maybe<Scalars['Int']['output']>;
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytes?: Maybe<Scalars['Float']['output']>;
  /** Subscriptions on one socket. Null means 100. */
  readonly subscriptionsPerConnection?: Maybe<Scalars['Int']['output']>;
  /** Endpoints of webhooks. Null means 100. */
  readonly webhooks?: Maybe<Scalars['Int']['output']>;
};

/** A user who belongs to the tenant. */
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
  /** Kept out, and takes no seat, until an administrator enables them again. */
  | 'DISABLED'
  /** Has just been removed, or has left. Only the answer to that has it. */
  | 'REMOVED';

/** A key that was just made. */
export type TenantNewApiKey = {
  readonly __typename?: 'TenantNewApiKey';
  readonly apiKey: TenantApiKey;
  /** The key itself. It is kept nowhere: this is the only time that it is shown. */
  readonly text: Scalars['String']['output'];
};

/** An endpoint with a new secret. */
export type TenantNewWebhook = {
  readonly __typename?: 'TenantNewWebhook';
  /** Verifies the signatures of deliveries: whsec_ and 32 bytes as base64. This is the only time that it is shown. */
  readonly secret: Scalars['String']['output'];
  readonly webhook: TenantWebhook;
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
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytesUsed: Scalars['Float']['output'];
};

/** A set of rights with a name: one of those that every tenant has, one of the schema, or one of the tenant's own. */
export type TenantRole = {
  readonly __typename?: 'TenantRole';
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly kind: TenantRoleKind;
  readonly name: Scalars['String']['output'];
  /** What it may do without further conditions, as "Type:operation". What @auth says of rows is in permissionMatrix. */
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

/** Work that the application does for the tenant at times. */
export type TenantSchedule = {
  readonly __typename?: 'TenantSchedule';
  /** Minute, hour, day of the month, month and day of the week. */
  readonly cron: Scalars['String']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Null if none has begun yet. */
  readonly lastRun?: Maybe<TenantScheduleRun>;
  readonly name: Scalars['String']['output'];
  /** Null while the tenant is not active: its schedules rest. */
  readonly nextRunAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How often a run that failed is repeated. */
  readonly retries: Scalars['Int']['output'];
  /** The time zone of the expression, by its IANA name. */
  readonly timeZone: Scalars['String']['output'];
};

export type TenantScheduleRun = {
  readonly __typename?: 'TenantScheduleRun';
  /** How often it began. */
  readonly attempts: Scalars['Int']['output'];
  readonly endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why the last attempt failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** Whether runSchedule asked for it. */
  readonly isManual: Scalars['Boolean']['output'];
  /** When it was due. */
  readonly slot: Scalars['AWSDateTime']['output'];
  readonly startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly status: TenantScheduleStatus;
};

export type TenantScheduleStatus =
  | 'DONE'
  | 'FAILED'
  /** It failed, and will be repeated. */
  | 'RETRYING'
  | 'RUNNING'
  /** It will begin. */
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
  /** Its data is being moved; it can be read, and changed again in a moment. */
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

export type TenantVerdict =
  /** All rows. */
  | 'ALLOW'
  | 'DENY'
  /** Some rows: those of their own, or of their groups. */
  | 'OWN';

/** An endpoint that is sent changes of rows, as Standard Webhooks 1.0 describes it. */
export type TenantWebhook = {
  readonly __typename?: 'TenantWebhook';
  /**
   * By whose rights it hears: the caller who last chose its URL, its events or its payload, or who enabled it. It hears of the rows
   * that this caller may listen to, as long as the caller belongs to the tenant.
   */
  readonly actsAs: TenantActor;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  readonly createdBy: TenantActor;
  readonly description: Scalars['String']['output'];
  /** Why it is disabled, as a sentence. */
  readonly disabledReason?: Maybe<Scalars['String']['output']>;
  /** Such as Task.created, Task.* or *: see webhookEvents. */
  readonly events: ReadonlyArray<Scalars['String']['output']>;
  readonly health: TenantWebhookHealth;
  readonly id: Scalars['ID']['output'];
  /** Until when deliveries are also signed with the secret before. */
  readonly oldSecretUntil?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly payload: TenantWebhookPayload;
  readonly status: TenantWebhookStatus;
  readonly updatedAt: Scalars['AWSDateTime']['output'];
  readonly url: Scalars['String']['output'];
};

export type TenantWebhookAttempt = {
  readonly __typename?: 'TenantWebhookAttempt';
  readonly at: Scalars['AWSDateTime']['output'];
  readonly durationMs: Scalars['Int']['output'];
  /** Why it failed, as a sentence. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** The HTTP status of the answer; null if there was none. */
  readonly status?: Maybe<Scalars['Int']['output']>;
};

/** Absent members stay as they are. */
export type TenantWebhookChange = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly events?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly payload?: InputMaybe<TenantWebhookPayload>;
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

export type TenantWebhookConnection = {
  readonly __typename?: 'TenantWebhookConnection';
  readonly items: ReadonlyArray<TenantWebhook>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

/** A message to an endpoint. It is kept for 30 days. */
export type TenantWebhookDelivery = {
  readonly __typename?: 'TenantWebhookDelivery';
  /** The last 12, the earliest first. */
  readonly attempts: ReadonlyArray<TenantWebhookAttempt>;
  readonly createdAt: Scalars['AWSDateTime']['output'];
  /** Such as Task.updated, or ping for a test. */
  readonly event: Scalars['String']['output'];
  /** The header webhook-id: the same in each attempt, and in replays. */
  readonly id: Scalars['ID']['output'];
  readonly nextAttemptAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The body, for the caller by whose rights it was made; null for others. */
  readonly payload?: Maybe<Scalars['String']['output']>;
  readonly status: TenantWebhookDeliveryStatus;
  readonly webhook?: Maybe<TenantWebhook>;
};

export type TenantWebhookDeliveryConnection = {
  readonly __typename?: 'TenantWebhookDeliveryConnection';
  readonly items: ReadonlyArray<TenantWebhookDelivery>;
  readonly nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantWebhookDeliveryStatus =
  | 'DELIVERED'
  /** It is not sent again, unless it is replayed. */
  | 'FAILED'
  /** It is sent, or is sent again. */
  | 'PENDING';

/** How the last deliveries to an endpoint went. */
export type TenantWebhookHealth = {
  readonly __typename?: 'TenantWebhookHealth';
  /** When the first of them was. */
  readonly failingSince?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Attempts in a row that failed. */
  readonly failures: Scalars['Int']['output'];
  /** When a delivery last succeeded. */
  readonly lastDeliveryAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Until when the sender sends nothing to the endpoint. Then it tries one message, and the others if that one succeeds. */
  readonly pausedUntil?: Maybe<Scalars['AWSDateTime']['output']>;
};

export type TenantWebhookInput = {
  /** At most 300 characters, for people. */
  readonly description?: Scalars['String']['input'];
  /** Such as Task.created, Task.* or *: see webhookEvents. 1 to 100. */
  readonly events?: ReadonlyArray<Scalars['String']['input']>;
  readonly payload?: TenantWebhookPayload;
  /** https only, of a public host. */
  readonly url: Scalars['String']['input'];
};

export type TenantWebhookPayload =
  /** What the endpoint's caller may read of the row. */
  | 'FULL'
  /** The key of the row alone. */
  | 'THIN';

/** What came of a request to replay deliveries. */
export type TenantWebhookReplay = {
  readonly __typename?: 'TenantWebhookReplay';
  /** False if more failed deliveries follow: send the request again. */
  readonly complete: Scalars['Boolean']['output'];
  /** Deliveries that are sent again. */
  readonly replayed: Scalars['Int']['output'];
};

export type TenantWebhookStatus =
  | 'DISABLED'
  | 'ENABLED';

/** An upload that is under way. */
export type Upload = {
  readonly __typename?: 'Upload';
  /** When the link expires. The query upload gives another one. */
  readonly expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  readonly file: File;
  readonly headers?: Maybe<ReadonlyArray<UploadHeader>>;
  readonly id: Scalars['ID']['output'];
  /** PUT if one request takes the whole content. Null if the content goes in parts. */
  readonly method?: Maybe<Scalars['String']['output']>;
  readonly partCount?: Maybe<Scalars['Int']['output']>;
  /** Bytes of each part but the last. Null if one request takes the whole content. */
  readonly partSize?: Maybe<Scalars['Float']['output']>;
  /** The numbers of the parts that have arrived, from 1. */
  readonly receivedParts?: Maybe<ReadonlyArray<Scalars['Int']['output']>>;
  /** Where the client sends the content, with these headers. Null if the content goes in parts. */
  readonly url?: Maybe<Scalars['AWSURL']['output']>;
};

/** A header that the client must send as it is, because the link is signed for it. */
export type UploadHeader = {
  readonly __typename?: 'UploadHeader';
  readonly name: Scalars['String']['output'];
  readonly value: Scalars['String']['output'];
};

/** What a client is going to upload. */
export type UploadInput = {
  /** Such as application/pdf. The content must be of this type. */
  readonly contentType: Scalars['String']['input'];
  /** Its field with @file, such as attachment. */
  readonly field: Scalars['String']['input'];
  /** 1 to 255 characters, without a path. */
  readonly name: Scalars['String']['input'];
  /** SHA-256 of the content as base64. Required up to 64 MB; a larger file has one for each part. */
  readonly sha256?: InputMaybe<Scalars['String']['input']>;
  /** Bytes. */
  readonly size: Scalars['Float']['input'];
  /** The type whose row will hold the file, such as Project. */
  readonly type: Scalars['String']['input'];
};

/** A link for one part of an upload. */
export type UploadPart = {
  readonly __typename?: 'UploadPart';
  readonly expiresAt: Scalars['AWSDateTime']['output'];
  readonly headers: ReadonlyArray<UploadHeader>;
  readonly number: Scalars['Int']['output'];
  readonly url: Scalars['AWSURL']['output'];
};

export type UploadPartInput = {
  /** From 1 to partCount. */
  readonly number: Scalars['Int']['input'];
  /** SHA-256 of the part as base64. */
  readonly sha256: Scalars['String']['input'];
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
  AWSURL: ResolverTypeWrapper<Scalars['AWSURL']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  File: ResolverTypeWrapper<ShownFile>;
  FileDisposition: FileDisposition;
  FileStatus: FileStatus;
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
  TenantApiKey: ResolverTypeWrapper<ApiKeyRecord>;
  TenantApiKeyConnection: ResolverTypeWrapper<Omit<TenantApiKeyConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantApiKey']> }>;
  TenantApiKeyInput: TenantApiKeyInput;
  TenantApiKeyStatus: TenantApiKeyStatus;
  TenantAuditBreak: ResolverTypeWrapper<TenantAuditBreak>;
  TenantAuditBreakKind: TenantAuditBreakKind;
  TenantAuditEntity: ResolverTypeWrapper<TenantAuditEntity>;
  TenantAuditEvent: ResolverTypeWrapper<SealedEvent>;
  TenantAuditEventConnection: ResolverTypeWrapper<Omit<TenantAuditEventConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantAuditEvent']> }>;
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: ResolverTypeWrapper<TenantAuditHead>;
  TenantAuditIntegrity: ResolverTypeWrapper<TenantAuditIntegrity>;
  TenantAuditOutcome: TenantAuditOutcome;
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
  TenantLimits: ResolverTypeWrapper<TenantLimits>;
  TenantMember: ResolverTypeWrapper<ShownMember>;
  TenantMemberConnection: ResolverTypeWrapper<Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantMember']> }>;
  TenantMemberStatus: TenantMemberStatus;
  TenantNewApiKey: ResolverTypeWrapper<Omit<TenantNewApiKey, 'apiKey'> & { apiKey: ResolversTypes['TenantApiKey'] }>;
  TenantNewWebhook: ResolverTypeWrapper<Omit<TenantNewWebhook, 'webhook'> & { webhook: ResolversTypes['TenantWebhook'] }>;
  TenantOperation: TenantOperation;
  TenantPermission: ResolverTypeWrapper<TenantPermission>;
  TenantPlan: ResolverTypeWrapper<TenantPlan>;
  TenantQuota: ResolverTypeWrapper<ReadQuota>;
  TenantRole: ResolverTypeWrapper<TenantRole>;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantRoleKind: TenantRoleKind;
  TenantSchedule: ResolverTypeWrapper<TenantSchedule>;
  TenantScheduleRun: ResolverTypeWrapper<TenantScheduleRun>;
  TenantScheduleStatus: TenantScheduleStatus;
  TenantSettings: ResolverTypeWrapper<TenantSettings>;
  TenantSettingsInput: TenantSettingsInput;
  TenantStatus: TenantStatus;
  TenantUsage: ResolverTypeWrapper<UsageOfTenant>;
  TenantUsageDay: ResolverTypeWrapper<TenantUsageDay>;
  TenantUsageFigures: ResolverTypeWrapper<TenantUsageFigures>;
  TenantUsageOperation: ResolverTypeWrapper<TenantUsageOperation>;
  TenantVerdict: TenantVerdict;
  TenantWebhook: ResolverTypeWrapper<WebhookRecord>;
  TenantWebhookAttempt: ResolverTypeWrapper<TenantWebhookAttempt>;
  TenantWebhookChange: TenantWebhookChange;
  TenantWebhookConnection: ResolverTypeWrapper<Omit<TenantWebhookConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantWebhook']> }>;
  TenantWebhookDelivery: ResolverTypeWrapper<DeliveryRecord>;
  TenantWebhookDeliveryConnection: ResolverTypeWrapper<Omit<TenantWebhookDeliveryConnection, 'items'> & { items: ReadonlyArray<ResolversTypes['TenantWebhookDelivery']> }>;
  TenantWebhookDeliveryStatus: TenantWebhookDeliveryStatus;
  TenantWebhookHealth: ResolverTypeWrapper<TenantWebhookHealth>;
  TenantWebhookInput: TenantWebhookInput;
  TenantWebhookPayload: TenantWebhookPayload;
  TenantWebhookReplay: ResolverTypeWrapper<TenantWebhookReplay>;
  TenantWebhookStatus: TenantWebhookStatus;
  Upload: ResolverTypeWrapper<ShownUpload>;
  UploadHeader: ResolverTypeWrapper<UploadHeader>;
  UploadInput: UploadInput;
  UploadPart: ResolverTypeWrapper<UploadPart>;
  UploadPartInput: UploadPartInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AWSDate: Scalars['AWSDate']['output'];
  AWSDateTime: Scalars['AWSDateTime']['output'];
  AWSEmail: Scalars['AWSEmail']['output'];
  AWSJSON: Scalars['AWSJSON']['output'];
  AWSURL: Scalars['AWSURL']['output'];
  Boolean: Scalars['Boolean']['output'];
  File: ShownFile;
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
  TenantApiKey: ApiKeyRecord;
  TenantApiKeyConnection: Omit<TenantApiKeyConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantApiKey']> };
  TenantApiKeyInput: TenantApiKeyInput;
  TenantAuditBreak: TenantAuditBreak;
  TenantAuditEntity: TenantAuditEntity;
  TenantAuditEvent: SealedEvent;
  TenantAuditEventConnection: Omit<TenantAuditEventConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantAuditEvent']> };
  TenantAuditEventFilter: TenantAuditEventFilter;
  TenantAuditHead: TenantAuditHead;
  TenantAuditIntegrity: TenantAuditIntegrity;
  TenantImpersonation: ApiKeyRecord;
  TenantImpersonationConnection: Omit<TenantImpersonationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantImpersonation']> };
  TenantInvitation: InvitationRecord;
  TenantInvitationConnection: Omit<TenantInvitationConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantInvitation']> };
  TenantInvitationInput: TenantInvitationInput;
  TenantInvitationSent: Omit<TenantInvitationSent, 'invitation'> & { invitation: ResolversParentTypes['TenantInvitation'] };
  TenantJob: JobRecord;
  TenantJobConnection: Omit<TenantJobConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantJob']> };
  TenantLimits: TenantLimits;
  TenantMember: ShownMember;
  TenantMemberConnection: Omit<TenantMemberConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantMember']> };
  TenantNewApiKey: Omit<TenantNewApiKey, 'apiKey'> & { apiKey: ResolversParentTypes['TenantApiKey'] };
  TenantNewWebhook: Omit<TenantNewWebhook, 'webhook'> & { webhook: ResolversParentTypes['TenantWebhook'] };
  TenantPermission: TenantPermission;
  TenantPlan: TenantPlan;
  TenantQuota: ReadQuota;
  TenantRole: TenantRole;
  TenantRoleChange: TenantRoleChange;
  TenantRoleInput: TenantRoleInput;
  TenantSchedule: TenantSchedule;
  TenantScheduleRun: TenantScheduleRun;
  TenantSettings: TenantSettings;
  TenantSettingsInput: TenantSettingsInput;
  TenantUsage: UsageOfTenant;
  TenantUsageDay: TenantUsageDay;
  TenantUsageFigures: TenantUsageFigures;
  TenantUsageOperation: TenantUsageOperation;
  TenantWebhook: WebhookRecord;
  TenantWebhookAttempt: TenantWebhookAttempt;
  TenantWebhookChange: TenantWebhookChange;
  TenantWebhookConnection: Omit<TenantWebhookConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantWebhook']> };
  TenantWebhookDelivery: DeliveryRecord;
  TenantWebhookDeliveryConnection: Omit<TenantWebhookDeliveryConnection, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TenantWebhookDelivery']> };
  TenantWebhookHealth: TenantWebhookHealth;
  TenantWebhookInput: TenantWebhookInput;
  TenantWebhookReplay: TenantWebhookReplay;
  Upload: ShownUpload;
  UploadHeader: UploadHeader;
  UploadInput: UploadInput;
  UploadPart: UploadPart;
  UploadPartInput: UploadPartInput;
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

export interface AWSURLScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['AWSURL'], any> {
  name: 'AWSURL';
}

export type FileResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['File'] = ResolversParentTypes['File']> = {
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FileStatus'], ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType, RequireFields<FileThumbnailArgs, 'width'>>;
  uploadedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType, RequireFields<FileUrlArgs, 'disposition' | 'expiresIn'>>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

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
  cancelUpload?: Resolver<ResolversTypes['File'], ParentType, ContextType, RequireFields<MutationCancelUploadArgs, 'id'>>;
  completeUpload?: Resolver<ResolversTypes['File'], ParentType, ContextType, RequireFields<MutationCompleteUploadArgs, 'id'>>;
  createApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationCreateRoleArgs, 'input'>>;
  createUpload?: Resolver<ResolversTypes['Upload'], ParentType, ContextType, RequireFields<MutationCreateUploadArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['TenantNewWebhook'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  deleteRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationDeleteRoleArgs, 'name'>>;
  deleteWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'id'>>;
  disableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationDisableMemberArgs, 'userId'>>;
  disableWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationDisableWebhookArgs, 'id'>>;
  enableMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationEnableMemberArgs, 'userId'>>;
  enableWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationEnableWebhookArgs, 'id'>>;
  inviteMember?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationInviteMemberArgs, 'input'>>;
  leaveTenant?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType>;
  removeMember?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'userId'>>;
  replayWebhookDeliveries?: Resolver<ResolversTypes['TenantWebhookReplay'], ParentType, ContextType, RequireFields<MutationReplayWebhookDeliveriesArgs, 'since' | 'webhook'>>;
  replayWebhookDelivery?: Resolver<ResolversTypes['TenantWebhookDelivery'], ParentType, ContextType, RequireFields<MutationReplayWebhookDeliveryArgs, 'id'>>;
  requestExport?: Resolver<ResolversTypes['TenantJob'], ParentType, ContextType>;
  resendInvitation?: Resolver<ResolversTypes['TenantInvitationSent'], ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['TenantApiKey'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  revokeInvitation?: Resolver<ResolversTypes['TenantInvitation'], ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'id'>>;
  rotateApiKey?: Resolver<ResolversTypes['TenantNewApiKey'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id' | 'overlapHours'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['TenantNewWebhook'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'id' | 'overlapHours'>>;
  runSchedule?: Resolver<ResolversTypes['TenantSchedule'], ParentType, ContextType, RequireFields<MutationRunScheduleArgs, 'name'>>;
  sendTestWebhook?: Resolver<ResolversTypes['TenantWebhookDelivery'], ParentType, ContextType, RequireFields<MutationSendTestWebhookArgs, 'id'>>;
  setMemberRoles?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationSetMemberRolesArgs, 'roles' | 'userId'>>;
  signUploadParts?: Resolver<ReadonlyArray<ResolversTypes['UploadPart']>, ParentType, ContextType, RequireFields<MutationSignUploadPartsArgs, 'id' | 'parts'>>;
  transferOwnership?: Resolver<ResolversTypes['TenantMember'], ParentType, ContextType, RequireFields<MutationTransferOwnershipArgs, 'userId'>>;
  updateRole?: Resolver<ResolversTypes['TenantRole'], ParentType, ContextType, RequireFields<MutationUpdateRoleArgs, 'input' | 'name'>>;
  updateTenantSettings?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType, RequireFields<MutationUpdateTenantSettingsArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'id' | 'input'>>;
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
  auditEvents?: Resolver<ResolversTypes['TenantAuditEventConnection'], ParentType, ContextType, Partial<QueryAuditEventsArgs>>;
  auditIntegrity?: Resolver<ResolversTypes['TenantAuditIntegrity'], ParentType, ContextType>;
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
  schedules?: Resolver<ReadonlyArray<ResolversTypes['TenantSchedule']>, ParentType, ContextType>;
  tenant?: Resolver<ResolversTypes['Tenant'], ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType, RequireFields<QueryUploadArgs, 'id'>>;
  webhook?: Resolver<Maybe<ResolversTypes['TenantWebhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhookDeliveries?: Resolver<ResolversTypes['TenantWebhookDeliveryConnection'], ParentType, ContextType, RequireFields<QueryWebhookDeliveriesArgs, 'webhook'>>;
  webhookDelivery?: Resolver<Maybe<ResolversTypes['TenantWebhookDelivery']>, ParentType, ContextType, RequireFields<QueryWebhookDeliveryArgs, 'id'>>;
  webhookEvents?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  webhooks?: Resolver<ResolversTypes['TenantWebhookConnection'], ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type TenantResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Tenant'] = ResolversParentTypes['Tenant']> = {
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  graceEndsAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['TenantPlan'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['TenantQuota'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['TenantSettings'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TenantUsage'], ParentType, ContextType, RequireFields<TenantUsageArgs, 'from' | 'to'>>;
};

export type TenantActorResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantActor'] = ResolversParentTypes['TenantActor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['TenantActorType'], ParentType, ContextType>;
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

export type TenantLimitsResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantLimits'] = ResolversParentTypes['TenantLimits']> = {
  auditRetentionDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  burstSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  connections?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  costPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  eventsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  itemsPerModel?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxAnswerBytes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxCalls?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxDepth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxFields?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxObjects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestsPerMonth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  requestsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seats?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  storageBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  subscriptionsPerConnection?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  webhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
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

export type TenantNewWebhookResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantNewWebhook'] = ResolversParentTypes['TenantNewWebhook']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['TenantWebhook'], ParentType, ContextType>;
};

export type TenantPermissionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantPermission'] = ResolversParentTypes['TenantPermission']> = {
  operation?: Resolver<ResolversTypes['TenantOperation'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['TenantVerdict'], ParentType, ContextType>;
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
  storageBytesUsed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TenantRoleResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantRole'] = ResolversParentTypes['TenantRole']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TenantRoleKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantScheduleResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantSchedule'] = ResolversParentTypes['TenantSchedule']> = {
  cron?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastRun?: Resolver<Maybe<ResolversTypes['TenantScheduleRun']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextRunAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  retries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantScheduleRunResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantScheduleRun'] = ResolversParentTypes['TenantScheduleRun']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isManual?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantScheduleStatus'], ParentType, ContextType>;
};

export type TenantSettingsResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantSettings'] = ResolversParentTypes['TenantSettings']> = {
  allowImpersonation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  custom?: Resolver<ResolversTypes['AWSJSON'], ParentType, ContextType>;
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

export type TenantUsageOperationResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantUsageOperation'] = ResolversParentTypes['TenantUsageOperation']> = {
  figures?: Resolver<ResolversTypes['TenantUsageFigures'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantWebhookResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhook'] = ResolversParentTypes['TenantWebhook']> = {
  actsAs?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['TenantActor'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['TenantWebhookHealth'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  oldSecretUntil?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['TenantWebhookPayload'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantWebhookStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TenantWebhookAttemptResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookAttempt'] = ResolversParentTypes['TenantWebhookAttempt']> = {
  at?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TenantWebhookConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookConnection'] = ResolversParentTypes['TenantWebhookConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhook']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantWebhookDeliveryResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookDelivery'] = ResolversParentTypes['TenantWebhookDelivery']> = {
  attempts?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhookAttempt']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TenantWebhookDeliveryStatus'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['TenantWebhook']>, ParentType, ContextType>;
};

export type TenantWebhookDeliveryConnectionResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookDeliveryConnection'] = ResolversParentTypes['TenantWebhookDeliveryConnection']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TenantWebhookDelivery']>, ParentType, ContextType>;
  nextToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TenantWebhookHealthResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookHealth'] = ResolversParentTypes['TenantWebhookHealth']> = {
  failingSince?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastDeliveryAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  pausedUntil?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
};

export type TenantWebhookReplayResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['TenantWebhookReplay'] = ResolversParentTypes['TenantWebhookReplay']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UploadResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['Upload'] = ResolversParentTypes['Upload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['AWSDateTime']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['File'], ParentType, ContextType>;
  headers?: Resolver<Maybe<ReadonlyArray<ResolversTypes['UploadHeader']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  partCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  partSize?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  receivedParts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Int']>>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['AWSURL']>, ParentType, ContextType>;
};

export type UploadHeaderResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['UploadHeader'] = ResolversParentTypes['UploadHeader']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UploadPartResolvers<ContextType = PlatformContext, ParentType extends ResolversParentTypes['UploadPart'] = ResolversParentTypes['UploadPart']> = {
  expiresAt?: Resolver<ResolversTypes['AWSDateTime'], ParentType, ContextType>;
  headers?: Resolver<ReadonlyArray<ResolversTypes['UploadHeader']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['AWSURL'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PlatformContext> = {
  AWSDate?: GraphQLScalarType;
  AWSDateTime?: GraphQLScalarType;
  AWSEmail?: GraphQLScalarType;
  AWSJSON?: GraphQLScalarType;
  AWSURL?: GraphQLScalarType;
  File?: FileResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  MyTenant?: MyTenantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Tenant?: TenantResolvers<ContextType>;
  TenantActor?: TenantActorResolvers<ContextType>;
  TenantApiKey?: TenantApiKeyResolvers<ContextType>;
  TenantApiKeyConnection?: TenantApiKeyConnectionResolvers<ContextType>;
  TenantAuditBreak?: TenantAuditBreakResolvers<ContextType>;
  TenantAuditEntity?: TenantAuditEntityResolvers<ContextType>;
  TenantAuditEvent?: TenantAuditEventResolvers<ContextType>;
  TenantAuditEventConnection?: TenantAuditEventConnectionResolvers<ContextType>;
  TenantAuditHead?: TenantAuditHeadResolvers<ContextType>;
  TenantAuditIntegrity?: TenantAuditIntegrityResolvers<ContextType>;
  TenantImpersonation?: TenantImpersonationResolvers<ContextType>;
  TenantImpersonationConnection?: TenantImpersonationConnectionResolvers<ContextType>;
  TenantInvitation?: TenantInvitationResolvers<ContextType>;
  TenantInvitationConnection?: TenantInvitationConnectionResolvers<ContextType>;
  TenantInvitationSent?: TenantInvitationSentResolvers<ContextType>;
  TenantJob?: TenantJobResolvers<ContextType>;
  TenantJobConnection?: TenantJobConnectionResolvers<ContextType>;
  TenantLimits?: TenantLimitsResolvers<ContextType>;
  TenantMember?: TenantMemberResolvers<ContextType>;
  TenantMemberConnection?: TenantMemberConnectionResolvers<ContextType>;
  TenantNewApiKey?: TenantNewApiKeyResolvers<ContextType>;
  TenantNewWebhook?: TenantNewWebhookResolvers<ContextType>;
  TenantPermission?: TenantPermissionResolvers<ContextType>;
  TenantPlan?: TenantPlanResolvers<ContextType>;
  TenantQuota?: TenantQuotaResolvers<ContextType>;
  TenantRole?: TenantRoleResolvers<ContextType>;
  TenantSchedule?: TenantScheduleResolvers<ContextType>;
  TenantScheduleRun?: TenantScheduleRunResolvers<ContextType>;
  TenantSettings?: TenantSettingsResolvers<ContextType>;
  TenantUsage?: TenantUsageResolvers<ContextType>;
  TenantUsageDay?: TenantUsageDayResolvers<ContextType>;
  TenantUsageFigures?: TenantUsageFiguresResolvers<ContextType>;
  TenantUsageOperation?: TenantUsageOperationResolvers<ContextType>;
  TenantWebhook?: TenantWebhookResolvers<ContextType>;
  TenantWebhookAttempt?: TenantWebhookAttemptResolvers<ContextType>;
  TenantWebhookConnection?: TenantWebhookConnectionResolvers<ContextType>;
  TenantWebhookDelivery?: TenantWebhookDeliveryResolvers<ContextType>;
  TenantWebhookDeliveryConnection?: TenantWebhookDeliveryConnectionResolvers<ContextType>;
  TenantWebhookHealth?: TenantWebhookHealthResolvers<ContextType>;
  TenantWebhookReplay?: TenantWebhookReplayResolvers<ContextType>;
  Upload?: UploadResolvers<ContextType>;
  UploadHeader?: UploadHeaderResolvers<ContextType>;
  UploadPart?: UploadPartResolvers<ContextType>;
};
