import type { Actor, ApiKeyRecord, Membership, TenantRecord } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { AuditEvent } from './audit-event.ts';

/** What the control table holds, by kind. Every record is plain JSON. */
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

type Place = readonly [pk: string, sk: string];

export interface KindOf<Record, Id> {
  readonly key: (id: Id) => Place;
  /** Copies of the record elsewhere, so that it is found by something else than its id. */
  readonly copies: (record: Record) => readonly Place[];
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

const below = (tenantId: string, sk: string): Place => [`TENANT#${tenantId}`, sk];

/** Where each kind of record is kept. Ids hold no `#`. */
export const kinds: { readonly [K in Kind]: KindOf<Records[K], Ids[K]> } = {
  tenant: { key: ({ id }) => below(id, 'META'), copies: ({ id }) => [['TENANTS', id]] },
  member: {
    key: ({ tenantId, userId }) => below(tenantId, `MEMBER#${userId}`),
    copies: ({ tenantId, userId }) => [[`USER#${userId}`, `TENANT#${tenantId}`]],
  },
  invitation: {
    key: ({ tenantId, id }) => below(tenantId, `INVITE#${id}`),
    copies: ({ tokenHash }) => [[`INVITE#${tokenHash}`, 'META']],
  },
  apiKey: {
    key: ({ tenantId, id }) => below(tenantId, `KEY#${id}`),
    copies: ({ id }) => [[`KEY#${id}`, 'META']],
  },
  job: {
    key: ({ tenantId, id }) => below(tenantId, `JOB#${id}`),
    // Those that are not done are found without asking every tenant.
    copies: ({ tenantId, id, status }) =>
      status === 'WAITING' || status === 'RUNNING' ? [['JOBS', `${tenantId}#${id}`]] : [],
  },
  event: { key: ({ tenantId, id }) => below(tenantId, `EVENT#${id}`), copies: () => [] },
  types: { key: () => ['TYPES', 'META'], copies: () => [] },
  request: {
    key: ({ id }) => [`REQUEST#${id}`, 'META'],
    // A purge finds it by its tenant.
    copies: ({ tenantId, id }) => [below(tenantId, `REQUEST#${id}`)],
  },
};

/**
 * Every partition that holds what is of a tenant and of nobody else, and what stands elsewhere beside an item of it. A
 * purge goes through this list.
 */
export function partitionsOf(
  tenantId: string,
): readonly { readonly pk: string; readonly elsewhere: (sk: string) => readonly Place[] }[] {
  return [
    // What belongs to records, `kinds` says.
    { pk: `TENANT#${tenantId}`, elsewhere: () => [] },
    {
      pk: `USAGE#${tenantId}`,
      elsewhere: (sk) => (sk.startsWith('DAY#') ? [[`FLEET#${sk.slice('DAY#'.length)}`, tenantId]] : []),
    },
    { pk: `LIMIT#${tenantId}`, elsewhere: () => [] },
  ];
}

/** The lists of records: each is the part of one partition whose sort keys begin alike. */
export const lists = {
  tenants: { kind: 'tenant', pk: () => 'TENANTS', prefix: '' },
  members: { kind: 'member', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'MEMBER#' },
  tenantsOfUser: { kind: 'member', pk: (user: string) => `USER#${user}`, prefix: 'TENANT#' },
  invitations: { kind: 'invitation', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'INVITE#' },
  invitationsByToken: { kind: 'invitation', pk: (hash: string) => `INVITE#${hash}`, prefix: '' },
  apiKeys: { kind: 'apiKey', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'KEY#' },
  apiKeysById: { kind: 'apiKey', pk: (id: string) => `KEY#${id}`, prefix: '' },
  requests: { kind: 'request', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'REQUEST#' },
  jobs: { kind: 'job', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'JOB#' },
  openJobs: { kind: 'job', pk: () => 'JOBS', prefix: '' },
  /** Events that the audit has not taken up yet. */
  events: { kind: 'event', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'EVENT#' },
} as const satisfies Record<string, { kind: Kind; pk: (of: string) => string; prefix: string }>;

export type List = keyof typeof lists;
export type ListRecord<L extends List> = Records[(typeof lists)[L]['kind']];
