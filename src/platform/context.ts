import type { Context } from '../engine/index.ts';
import type { Model } from '../model/index.ts';
import type { Archives, AuditLog, Buckets, Control, Cursors } from '../store/index.ts';
import type { AuditEntry, RequestOrigin } from './audit/event.ts';
import type { Identities } from './identities.ts';
import type { Plans } from './plans/plan.ts';
import type { Meter } from './usage/meter.ts';

/** What the platform works with: made once a process. */
export interface PlatformParts {
  readonly control: Control;
  readonly buckets: Buckets;
  readonly model: Model;
  readonly plans: Plans;
  readonly cursors: Cursors;
  readonly identities: Identities;
  readonly meter: Meter;
  readonly jobs: JobStarter;
  readonly archives: Archives;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Has the platform work on a job soon, in this process or another. What it fails to start is found among the open jobs. */
export interface JobStarter {
  start(job: { readonly tenantId: string; readonly id: string }): void;
}

/** What a resolver of the tenant plane gets. */
export interface PlatformContext extends Context, RequestOrigin {
  /** The audit of the caller's tenant. */
  readonly audit: AuditLog;
  readonly platform: PlatformParts;
}

/** A change of the caller's tenant: the parts, and how to tell of it. */
export type { AuditEntry, RequestOrigin };
