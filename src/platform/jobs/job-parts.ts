import type { Json } from '../../model/index.ts';
import type { ControlTransaction, JobRecord, RealtimeSendOf, Send, SendOf } from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import type { PlatformParts } from '../context.ts';
import type { MailParts } from '../mail/send-mail.ts';

/** The parts that jobs need. Each process creates them once. */
export interface JobParts extends Omit<MailParts, 'platform'> {
  readonly platform: PlatformParts;
  /** Returns the client for the rows of a scope's tenant. */
  readonly sendOf: SendOf;
  /** Returns the client for the subscriptions of a scope's tenant. */
  readonly realtimeSendOf: RealtimeSendOf;
  /** The client of the control table. */
  readonly controlSend: Send;
  /** Opens the scope of a tenant in any state, and logs the reason. */
  readonly scopeOf: (tenantId: string, why: string) => Promise<Scope>;
  /** Called with a failure of the platform itself. The job continues later. */
  readonly onError: (job: { readonly tenantId: string; readonly id: string }, error: unknown) => void;
}

type JsonRecord = Readonly<Record<string, Json>>;

/**
 * A job of one kind: its input, and the progress from which its next step continues (null before the first
 * step).
 */
export interface JobOf<Input extends JsonRecord, State extends JsonRecord> extends JobRecord {
  readonly input: Input;
  readonly state: State | null;
}

/**
 * The result of one step of a job. A step that was cut off runs again, so running it twice must do no harm.
 */
export type Step<State extends JsonRecord = JsonRecord> =
  /** More work is left. `done` and `total` count rows. Without a state the next step is a first step. */
  | (WithWrites & {
      readonly is: 'more';
      readonly state: State | null;
      readonly done: number;
      readonly total?: number | null;
    })
  /** The job waits until a time in milliseconds since 1970. */
  | (WithWrites & {
      readonly is: 'wait';
      readonly state: State;
      readonly total?: number | null;
      readonly until: number;
    })
  /** The job is done. It may delete its own record. */
  | (WithWrites & {
      readonly is: 'done';
      readonly result: Readonly<Record<string, Json>>;
      readonly removesJob?: true;
    })
  /** The job failed for a reason that people can read, and has undone what it began. */
  | (WithWrites & { readonly is: 'failed'; readonly error: string });

interface WithWrites {
  /** Writes records in the same transaction as the result of the step. */
  readonly inTransaction?: (transaction: ControlTransaction) => Promise<void>;
}

/**
 * Runs one bounded step of a job, of at most some thousand rows.
 * @throws {Refusal} a refusal that is not retryable ends the job with its message. Any other error makes the
 * job run again later
 */
export type Work<Input extends JsonRecord, State extends JsonRecord> = (
  job: JobOf<Input, State>,
  parts: JobParts,
  scope: Scope,
) => Promise<Step<State>>;

/**
 * Decides what a kind of job does instead of failing, after a step failed for good. It continues, or begins
 * to undo its work. If it returns null, the job fails.
 */
export type OnFinalFailure<Input extends JsonRecord, State extends JsonRecord> = (
  job: JobOf<Input, State>,
  error: string,
) => (Step<State> & { readonly is: 'more' }) | null;

/** The functions of a kind of job that the runner calls. */
export interface JobKind {
  readonly step: (job: JobRecord, parts: JobParts, scope: Scope) => Promise<Step>;
  readonly onFinalFailure: (job: JobRecord, error: string) => (Step & { readonly is: 'more' }) | null;
}

/**
 * Returns a kind of job without the types of its input and state. Only steps of the same kind wrote the
 * record, so this one place may trust it.
 */
export function jobKind<Input extends JsonRecord, State extends JsonRecord>(
  step: Work<Input, State>,
  onFinalFailure: OnFinalFailure<Input, State> | null = null,
): JobKind {
  return {
    step: (job, parts, scope) => step(job as JobOf<Input, State>, parts, scope),
    onFinalFailure: (job, error) => onFinalFailure?.(job as JobOf<Input, State>, error) ?? null,
  };
}
