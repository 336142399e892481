import type { Context, ScheduleInfo } from '../engine/index.ts';
import type { Model } from '../model/index.ts';
import type { Outbound } from '../outbound/index.ts';
import type {
  Archives,
  AuditLog,
  Buckets,
  Control,
  Cursors,
  FileObjectsOf,
  RecordAnswers,
  Seal,
  WebhookDeliveries,
} from '../store/index.ts';
import type { AuditEntry, RequestOrigin } from './audit-entry.ts';
import type { Identities } from './identities.ts';
import type { Plans } from './plans/plan.ts';
import type { TenantFiles } from './tenant-files.ts';
import type { UsageSource } from './usage/tenant-usage.ts';

/** The parts of the platform. Each process creates them once. */
export interface PlatformParts {
  readonly control: Control;
  readonly buckets: Buckets;
  readonly model: Model;
  readonly plans: Plans;
  /** What the application does for each tenant at times. */
  readonly schedules: readonly ScheduleInfo[];
  readonly cursors: Cursors;
  /** Seals the answers to repeated requests, which may hold a secret. */
  readonly answers: Seal;
  /** Seals the parameters of mails that wait. Null if the stage sends no mail. */
  readonly mailSeal: Seal | null;
  readonly identities: Identities;
  readonly usage: UsageSource;
  readonly archives: Archives;
  /** The objects of tenants' files. */
  readonly filesOf: FileObjectsOf;
  /** Whether a file is scanned for malware before it can be downloaded. */
  readonly scanFiles: boolean;
  /** Checks where an endpoint of a webhook may be. */
  readonly outbound: Pick<Outbound, 'refuses'>;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** The context of a resolver of the tenants' plane. */
export interface PlatformContext extends Context, RequestOrigin {
  /** The audit of the caller's tenant. */
  readonly audit: AuditLog;
  /** The files of the caller's tenant. */
  readonly files: TenantFiles;
  /** The deliveries of the caller's tenant to its endpoints. */
  readonly webhooks: WebhookDeliveries;
  readonly platform: PlatformParts;
  /** The answers of a request with an idempotency key. */
  readonly records?: RecordAnswers | undefined;
}

export type { AuditEntry, RequestOrigin };
