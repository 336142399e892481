import type { Json } from '../../model/index.ts';
import type { ControlTransaction, JobRecord, Send, SendOf } from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import type { PlatformParts } from '../context.ts';

/** What jobs work with, beside the parts of every request: made once a process. */
export interface JobParts {
  readonly platform: PlatformParts;
  /** The data table as the tenant of a scope. */
  readonly sendOf: SendOf;
  /** The control table. */
  readonly controlSend: Send;
  /** Opens the scope of a tenant, in any state, and has the log tell why. */
  readonly scopeOf: (tenantId: string, why: string) => Promise<Scope>;
  /** Hears of a failure of the platform's own; the job goes on later. */
  readonly onError: (job: { readonly tenantId: string; readonly id: string }, error: unknown) => void;
}

export type JobState = JobRecord['state'];

/** What one step of a job came to. A step that is cut off is done again, so it must not mind being done twice. */
export type Step =
  /** There is more to do. `done` and `total` count rows. */
  | { readonly is: 'more'; readonly state: JobState; readonly done: number; readonly total?: number | null }
  /** Nothing can be done before a time, in milliseconds since 1970. */
  | { readonly is: 'wait'; readonly state: JobState; readonly total: number; readonly until: number }
  /** All is done; `finish` writes what goes along with the end of the job, and may remove its record. */
  | {
      readonly is: 'done';
      readonly result: Readonly<Record<string, Json>>;
      readonly finish?: (transaction: ControlTransaction) => Promise<void>;
      readonly removesJob?: true;
    };

/**
 * Does one bounded step of a job: at most some thousand rows.
 * @throws {Refusal} that is not worth a second try ends the job with its sentence; all else has it go on later
 */
export type Work = (job: JobRecord, parts: JobParts, scope: Scope) => Promise<Step>;
