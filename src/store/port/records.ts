import type { Actor, ApiKeyRecord, Membership, TenantRecord } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { AuditEvent } from './audit-event.ts';
import type { WebhookRecord } from './webhooks.ts';

/** The records of tenants, in addition to their rows, by kind. Each is plain JSON. */
export interface Records {
  readonly tenant: TenantRecord;
  readonly tenantList: TenantListRecord;
  readonly member: Membership;
  readonly user: UserRecord;
  readonly invitation: InvitationRecord;
  readonly apiKey: ApiKeyRecord;
  readonly job: JobRecord;
  readonly mail: MailRecord;
  readonly webhook: WebhookRecord;
  readonly event: AuditEvent;
  readonly types: TypesRecord;
  readonly request: RequestRecord;
  readonly due: DueRecord;
  readonly dueRead: DueReadRecord;
  readonly schedule: ScheduleRecord;
  readonly scheduleRound: ScheduleRoundRecord;
  readonly manualRun: ManualRunRecord;
}
export type Kind = keyof Records;

/** Where the list of all tenants is. There is no record while processes of an earlier release may read the old one. */
export interface TenantListRecord {
  readonly isSpread: true;
}

/** The platform's own record of a user. */
export interface UserRecord {
  readonly userId: string;
  /** The time when a membership of the user last ended or was disabled, as ISO 8601. */
  readonly endedAt: string;
}

export interface InvitationRecord {
  readonly id: string;
  readonly tenantId: string;
  /** In lower case. */
  readonly email: string;
  readonly roles: readonly string[];
  /** SHA-256 of the token, as hex: the token is answered once. */
  readonly tokenHash: string;
  /** PENDING beyond `expiresAt` means expired. */
  readonly status: 'PENDING' | 'ACCEPTED' | 'REVOKED';
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Long work on a whole tenant. */
export interface JobRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: 'EXPORT' | 'IMPORT' | 'PURGE' | 'MOVE';
  readonly status: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';
  /** The input of the job. */
  readonly input: Readonly<Record<string, Json>>;
  /** Where the next step continues; null before the first step and after the last. */
  readonly state: Readonly<Record<string, Json>> | null;
  /** Number of finished rows, and of all rows if it is known. */
  readonly done: number;
  readonly total: number | null;
  readonly result: Readonly<Record<string, Json>> | null;
  /** A sentence for people. */
  readonly error: string | null;
  readonly requestedBy: Actor;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Time, in milliseconds since 1970, until which one process holds the job. */
  readonly leaseUntil: number;
  /** The run that holds the job. A run that finds another one here stops. */
  readonly holder: string | null;
  /** Number of attempts at the current step. An attempt counts before it begins. */
  readonly attempts: number;
  /** Why an operator wants the job to end, as a sentence. Its next run gives it up. */
  readonly cancelled?: string;
}

/** The addressee of a mail: an address, an active member, or all owners. Members are looked up when the mail is sent. */
export type MailRecipient =
  { readonly address: string } | { readonly member: string } | { readonly role: 'OWNER' };

/** A mail that waits until it is sent. */
export interface MailRecord {
  readonly id: string;
  readonly tenantId: string;
  /** The name of its template: `invitation`. */
  readonly kind: string;
  readonly to: readonly MailRecipient[];
  /** The parameters of the template as JSON, sealed: the token of an invitation is among them. */
  readonly params: string;
  readonly createdAt: string;
  /** Time, in milliseconds since 1970, until which one worker holds the mail, or before which no worker tries it. */
  readonly leaseUntil: number;
  /** The worker that holds the mail. If the lease has ended, its process died. */
  readonly holder: string | null;
  /** The number of failed tries. */
  readonly attempts: number;
  /** The number of workers in a row that died with the mail. Each may have sent it. */
  readonly deaths: number;
  /** The addresses that got the mail, in lower case. */
  readonly sentTo: readonly string[];
  /** When the mail was sent or given up, as ISO 8601. Only a mail with `keepUntil` stays after that. */
  readonly endedAt: string | null;
  /** Until when the record stays after its end, as ISO 8601, so that no second mail has its id. */
  readonly keepUntil: string | null;
}

/** The numbers of all types that the schema ever had, by name. Any of them may have rows. */
export interface TypesRecord {
  /** Absent in a record that is older than numbers. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** The numbers of shards that a type ever had, of those that had more than one. */
  readonly shards?: Readonly<Record<string, readonly number[]>>;
}

/** A request that must not run twice, and its result. */
export interface RequestRecord {
  /** SHA-256, as hex, of the operation and the caller's idempotency key. */
  readonly id: string;
  /** SHA-256, as hex, of the input. The key cannot be used with another one. */
  readonly inputHash: string;
  /** The tenant that it created. */
  readonly tenantId: string;
}

/** The hour in which a tenant has work that no change announces: expired audit events to delete. */
export interface DueRecord {
  readonly tenantId: string;
  /** In UTC: `2026-11-30T05`. */
  readonly hour: string;
}

/** Up to where the due work of all tenants was read. */
export interface DueReadRecord {
  readonly hour: string;
}

/** The last runs of a schedule for a tenant. */
export interface ScheduleRecord {
  readonly tenantId: string;
  /** The name of the schedule. */
  readonly name: string;
  /** The run of the latest slot, and the latest that an administrator asked for. */
  readonly slot: ScheduleRun | null;
  readonly manual: ScheduleRun | null;
}

/** A run of a schedule for a tenant. */
export interface ScheduleRun {
  /** When it was due, as ISO 8601. */
  readonly slot: string;
  /** WAITING has not begun. RETRYING has failed and will be repeated. */
  readonly status: 'WAITING' | 'RUNNING' | 'RETRYING' | 'DONE' | 'FAILED';
  /** Number of attempts. An attempt counts before it begins. */
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** A sentence for people. */
  readonly error: string | null;
  /** Time, in milliseconds since 1970, until which one process runs it, or before which it is not repeated. */
  readonly leaseUntil: number;
}

/** How far the latest slot of a schedule was sent to the tenants. */
export interface ScheduleRoundRecord {
  /** The name of the schedule. */
  readonly name: string;
  /** The expression and the time zone. Another one begins anew. */
  readonly times: string;
  /** The slot that is sent, as ISO 8601. */
  readonly slot: string;
  /** The last tenant that it was sent to, as a position in the list of tenants. */
  readonly after: string | null;
  readonly isDone: boolean;
  /** The number of works that were sent, and since when, in milliseconds since 1970. */
  readonly sent: number;
  readonly since: number;
  /** The process that sends it, and the time until which no other does, in milliseconds since 1970. */
  readonly holder: string | null;
  readonly leaseUntil: number;
}

/** A run that an administrator asked for, until it has ended. */
export interface ManualRunRecord {
  /** The name of the schedule and the slot: `nightlyReport@2026-11-30T06:00:00.123Z`. */
  readonly id: string;
  readonly tenantId: string;
}

/** The ids of each kind of record. */
export interface Ids {
  readonly tenant: { readonly id: string };
  readonly tenantList: object;
  readonly member: { readonly tenantId: string; readonly userId: string };
  readonly user: { readonly userId: string };
  readonly invitation: { readonly tenantId: string; readonly id: string };
  readonly apiKey: { readonly tenantId: string; readonly id: string };
  readonly job: { readonly tenantId: string; readonly id: string };
  readonly mail: { readonly tenantId: string; readonly id: string };
  readonly webhook: { readonly tenantId: string; readonly id: string };
  readonly event: { readonly tenantId: string; readonly id: string };
  readonly types: object;
  readonly request: { readonly id: string };
  readonly due: { readonly tenantId: string };
  readonly dueRead: object;
  readonly schedule: { readonly tenantId: string; readonly name: string };
  readonly scheduleRound: { readonly name: string };
  readonly manualRun: { readonly tenantId: string; readonly id: string };
}

/** The lists of records, by the kind that each holds. The second half of a name says to whom a list belongs, or by what it is found. */
export interface Lists {
  readonly tenants: 'tenant';
  readonly members: 'member';
  readonly tenantsOfUser: 'member';
  /** Members by user name or address, after the tenant. */
  readonly membersByName: 'member';
  readonly invitations: 'invitation';
  readonly invitationsByToken: 'invitation';
  readonly apiKeys: 'apiKey';
  readonly apiKeysById: 'apiKey';
  readonly requests: 'request';
  readonly jobs: 'job';
  readonly mails: 'mail';
  /** Unfinished jobs of all tenants. */
  readonly openJobs: 'job';
  readonly webhooks: 'webhook';
  /** Events that the audit has not sealed yet. */
  readonly events: 'event';
  readonly dueOfTenant: 'due';
  /** The tenants that are due in an hour. */
  readonly due: 'due';
  readonly schedules: 'schedule';
  /** Of all schedules. */
  readonly scheduleRounds: 'scheduleRound';
  readonly manualRuns: 'manualRun';
  /** The runs of all tenants that administrators asked for, and that have not ended. */
  readonly openManualRuns: 'manualRun';
}
export type List = keyof Lists;
export type ListRecord<L extends List> = Records[Lists[L]];
