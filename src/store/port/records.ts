import type { Actor, ApiKeyRecord, Membership, TenantRecord } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { AuditEvent } from './audit-event.ts';

/** What is kept of tenants beside their rows, by kind. Every record is plain JSON. */
export interface Records {
  readonly tenant: TenantRecord;
  readonly member: Membership;
  readonly invitation: InvitationRecord;
  readonly apiKey: ApiKeyRecord;
  readonly job: JobRecord;
  readonly event: AuditEvent;
  readonly types: TypesRecord;
  readonly request: RequestRecord;
}
export type Kind = keyof Records;

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
  /** What was asked for. */
  readonly input: Readonly<Record<string, Json>>;
  /** Where the next step continues; null before the first step and after the last. */
  readonly state: Readonly<Record<string, Json>> | null;
  /** Rows done, and how many there are in all as far as that is known. */
  readonly done: number;
  readonly total: number | null;
  readonly result: Readonly<Record<string, Json>> | null;
  /** A sentence for people. */
  readonly error: string | null;
  readonly requestedBy: Actor;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Until when, in milliseconds since 1970, one process has the job to itself. */
  readonly leaseUntil: number;
  /** Names the run that has it; another run that finds itself replaced stops. */
  readonly holder: string | null;
  /** Failures of the platform's own since the last step that went well. */
  readonly attempts: number;
}

/** The names of all types that the schema has or ever had: rows of any of them may be there. */
export interface TypesRecord {
  readonly names: readonly string[];
}

/** A request that is not to be done twice, and what became of it. */
export interface RequestRecord {
  /** SHA-256, as hex, of the operation and of the key that its caller chose. */
  readonly id: string;
  /** SHA-256 of what was asked for, as hex: the key cannot stand for anything else. */
  readonly inputHash: string;
  /** The tenant that it made. */
  readonly tenantId: string;
}

/** What finds a record of a kind. */
export interface Ids {
  readonly tenant: { readonly id: string };
  readonly member: { readonly tenantId: string; readonly userId: string };
  readonly invitation: { readonly tenantId: string; readonly id: string };
  readonly apiKey: { readonly tenantId: string; readonly id: string };
  readonly job: { readonly tenantId: string; readonly id: string };
  readonly event: { readonly tenantId: string; readonly id: string };
  readonly types: object;
  readonly request: { readonly id: string };
}

/** The lists of records, by the kind that each holds. The second half of a name says whose list it is, or what finds it. */
export interface Lists {
  readonly tenants: 'tenant';
  readonly members: 'member';
  readonly tenantsOfUser: 'member';
  readonly invitations: 'invitation';
  readonly invitationsByToken: 'invitation';
  readonly apiKeys: 'apiKey';
  readonly apiKeysById: 'apiKey';
  readonly requests: 'request';
  readonly jobs: 'job';
  /** Jobs of all tenants that are not done. */
  readonly openJobs: 'job';
  /** Events that the audit has not taken up yet. */
  readonly events: 'event';
}
export type List = keyof Lists;
export type ListRecord<L extends List> = Records[Lists[L]];
