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

type JsonRecord = Readonly<Record<string, Json>>;

/** A job of one kind: what was asked for, and where its next step continues (null before the first). */
export interface JobOf<Input extends JsonRecord, State extends JsonRecord> extends JobRecord {
  readonly input: Input;
  readonly state: State | null;
}

/** What one step of a job came to. A step that is cut off is done again, so it must not mind being done twice. */
export type Step<State extends JsonRecord = JsonRecord> =
  /** There is more to do. `done` and `total` count rows. */
  | (Alongside & {
      readonly is: 'more';
      readonly state: State;
      readonly done: number;
      readonly total?: number | null;
    })
  /** Nothing can be done before a time, in milliseconds since 1970. */
  | (Alongside & {
      readonly is: 'wait';
      readonly state: State;
      readonly total?: number | null;
      readonly until: number;
    })
  /** All is done; it may remove the record of the job. */
  | (Alongside & {
      readonly is: 'done';
      readonly result: Readonly<Record<string, Json>>;
      readonly removesJob?: true;
    })
  /** It cannot be done, for a reason that people are told; what was begun is taken back. */
  | (Alongside & { readonly is: 'failed'; readonly error: string });

interface Alongside {
  /** What is written in one transaction with what the step came to. */
  readonly along?: (transaction: ControlTransaction) => Promise<void>;
}

/**
 * Does one bounded step of a job: at most some thousand rows.
 * @throws {Refusal} that is not worth a second try ends the job with its sentence; all else has it go on later
 */
export type Work<Input extends JsonRecord, State extends JsonRecord> = (
  job: JobOf<Input, State>,
  parts: JobParts,
  scope: Scope,
) => Promise<Step<State>>;

/**
 * What a kind of job does in place of failing, when a step failed for good with a sentence: it goes on with what it is at,
 * or with taking back what was begun. Null: then it may just fail.
 */
export type OnFinalFailure<Input extends JsonRecord, State extends JsonRecord> = (
  job: JobOf<Input, State>,
  error: string,
) => (Step<State> & { readonly is: 'more' }) | null;

/** What the runner knows of a kind. */
export interface JobKind {
  readonly step: (job: JobRecord, parts: JobParts, scope: Scope) => Promise<Step>;
  readonly onFinalFailure: (job: JobRecord, error: string) => (Step & { readonly is: 'more' }) | null;
}

/**
 * Returns a kind whose types the runner need not know. The record of a job holds what the same kind wrote into it,
 * so this is the one place that trusts its input and state.
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
