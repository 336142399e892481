import type { Ids, Kind, List, Lists, Records } from '../../port/records.ts';
import { LIST_PARTITIONS, listedPlace, OLD_LIST } from './tenant-list.ts';
import { fleetPlace } from './usage.ts';

type Place = readonly [pk: string, sk: string];

export interface KindOf<Record, Id> {
  readonly key: (id: Id) => Place;
  /** Returns the places of the record's copies, by which it is found without its id. */
  readonly copies: (record: Record) => readonly Place[];
  /** Set if a copy is written once and not at each change. A list of such copies returns the records themselves. */
  readonly isCopiedOnce?: true;
}

const below = (tenantId: string, sk: string): Place => [`TENANT#${tenantId}`, sk];

/** Returns the names by which a member is found: the user name, and the address in lower case. */
function namesOf(username: string, email: string): readonly string[] {
  return [...new Set([username, email.toLowerCase()])].filter((name) => name !== '');
}

/** The place of each kind of record. Ids contain no `#`. */
export const kinds: { readonly [K in Kind]: KindOf<Records[K], Ids[K]> } = {
  tenant: { key: ({ id }) => below(id, 'META'), copies: ({ id }) => [listedPlace(id), [OLD_LIST, id]] },
  tenantList: { key: () => [`${OLD_LIST}#`, 'META'], copies: () => [] },
  member: {
    key: ({ tenantId, userId }) => below(tenantId, `MEMBER#${userId}`),
    copies: ({ tenantId, userId, username, email }) => [
      [`USER#${userId}`, `TENANT#${tenantId}`],
      // Owner fields name members by these. The user id keeps apart two that had the same name one after the other.
      ...namesOf(username, email).map((name): Place => [`NAME#${tenantId}#${name}`, userId]),
    ],
  },
  // In the partition of the copies of memberships, so that one query reads both.
  user: { key: ({ userId }) => [`USER#${userId}`, 'META'], copies: () => [] },
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
    // Open jobs have a copy, so that they are found without reading every tenant. A job is written at each step, and the copies of
    // all jobs share a partition.
    isCopiedOnce: true,
    copies: ({ tenantId, id, status }) =>
      status === 'WAITING' || status === 'RUNNING' ? [['JOBS', `${tenantId}#${id}`]] : [],
  },
  webhook: { key: ({ tenantId, id }) => below(tenantId, `WEBHOOK#${id}`), copies: () => [] },
  mail: { key: ({ tenantId, id }) => below(tenantId, `MAIL#${id}`), copies: () => [] },
  event: { key: ({ tenantId, id }) => below(tenantId, `EVENT#${id}`), copies: () => [] },
  types: { key: () => ['TYPES', 'META'], copies: () => [] },
  request: {
    key: ({ id }) => [`REQUEST#${id}`, 'META'],
    // The copy lets a purge find it by its tenant.
    copies: ({ tenantId, id }) => [below(tenantId, `REQUEST#${id}`)],
  },
  // By the hour, so that a look at what is due reads no tenant that is not.
  due: {
    key: ({ tenantId }) => below(tenantId, 'DUE'),
    copies: ({ tenantId, hour }) => [[`DUE#${hour}`, tenantId]],
  },
  dueRead: { key: () => ['DUE', 'META'], copies: () => [] },
  schedule: { key: ({ tenantId, name }) => below(tenantId, `SCHEDULE#${name}`), copies: () => [] },
  scheduleRound: { key: ({ name }) => ['SCHEDULES', name], copies: () => [] },
  manualRun: {
    key: ({ tenantId, id }) => below(tenantId, `RUN#${id}`),
    // So that a run whose message was lost is found without reading every tenant.
    copies: ({ tenantId, id }) => [['RUNS', `${tenantId}#${id}`]],
  },
};

/** Returns the place of the answer to a request of a tenant's caller: `ANSWER#<id>`. */
export function answerOfTenant(tenantId: string, id: string, kind: 'ANSWER' | 'REQUEST' = 'ANSWER'): Place {
  return below(tenantId, `${kind}#${id}`);
}

/** Returns the place of the answer to a request of an operator. */
export function answerOfOperator(id: string): Place {
  return kinds.request.key({ id });
}

/**
 * Returns every partition that belongs to one tenant only, and the copies of an item elsewhere. A purge
 * deletes them all.
 */
export function partitionsOf(
  tenantId: string,
): readonly { readonly pk: string; readonly elsewhere: (sk: string) => readonly Place[] }[] {
  return [
    // `kinds` lists the copies of records.
    { pk: `TENANT#${tenantId}`, elsewhere: () => [] },
    {
      pk: `USAGE#${tenantId}`,
      elsewhere: (sk) => (sk.startsWith('DAY#') ? [fleetPlace(sk.slice('DAY#'.length), tenantId)] : []),
    },
    { pk: `LIMIT#${tenantId}`, elsewhere: () => [] },
  ];
}

export interface ListPlace {
  readonly kind: Kind;
  /** Returns the partition of a list, by the tenant, user or token that it belongs to. */
  readonly pk: (of: string) => string;
  readonly prefix: string;
  /** Set if the list holds copies that may be older than their records. */
  readonly isOld?: true;
  /** All partitions of a list that is spread. */
  readonly spread?: readonly string[];
}

/**
 * The lists of records. Each is a range of one partition, by a prefix of its sort keys. A list that is spread is the same range of
 * several partitions.
 */
export const lists = {
  tenants: { kind: 'tenant', pk: () => OLD_LIST, prefix: '', spread: LIST_PARTITIONS },
  members: { kind: 'member', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'MEMBER#' },
  tenantsOfUser: { kind: 'member', pk: (user: string) => `USER#${user}`, prefix: 'TENANT#' },
  membersByName: { kind: 'member', pk: (name: string) => `NAME#${name}`, prefix: '' },
  invitations: { kind: 'invitation', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'INVITE#' },
  invitationsByToken: { kind: 'invitation', pk: (hash: string) => `INVITE#${hash}`, prefix: '' },
  apiKeys: { kind: 'apiKey', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'KEY#' },
  apiKeysById: { kind: 'apiKey', pk: (id: string) => `KEY#${id}`, prefix: '' },
  requests: { kind: 'request', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'REQUEST#' },
  jobs: { kind: 'job', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'JOB#' },
  openJobs: { kind: 'job', pk: () => 'JOBS', prefix: '', isOld: true },
  mails: { kind: 'mail', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'MAIL#' },
  webhooks: { kind: 'webhook', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'WEBHOOK#' },
  events: { kind: 'event', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'EVENT#' },
  dueOfTenant: { kind: 'due', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'DUE' },
  due: { kind: 'due', pk: (hour: string) => `DUE#${hour}`, prefix: '' },
  schedules: { kind: 'schedule', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'SCHEDULE#' },
  scheduleRounds: { kind: 'scheduleRound', pk: () => 'SCHEDULES', prefix: '' },
  manualRuns: { kind: 'manualRun', pk: (tenant: string) => `TENANT#${tenant}`, prefix: 'RUN#' },
  openManualRuns: { kind: 'manualRun', pk: () => 'RUNS', prefix: '' },
} as const satisfies { readonly [L in List]: ListPlace & { readonly kind: Lists[L] } };
