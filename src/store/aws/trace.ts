import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

import { type SendSegment, traceDaemon } from './trace-daemon.ts';

/** What Lambda says of an invocation, as in the variables of its environment. */
export interface TraceSource {
  /** `_X_AMZN_TRACE_ID`: `Root=1-…;Parent=…;Sampled=1`. */
  readonly header: string | undefined;
  /** `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly daemon: string | undefined;
}

/** Members of a segment that say how its work ended. */
export interface TraceFlags {
  /** The caller's mistake, or a condition that did not hold. */
  readonly error?: boolean;
  readonly throttle?: boolean;
  /** A failure of the server. */
  readonly fault?: boolean;
}

/** A call of an AWS service. No member holds an id of a tenant, a key or a value. */
export interface TracedCall extends TraceFlags {
  /** `DynamoDB` */
  readonly name: string;
  readonly operation: string;
  readonly table?: string | undefined;
  readonly attempts: number;
  /** How many of the attempts the service throttled. */
  readonly throttled: number;
  /** The name of the error that ended the call. */
  readonly errorName?: string | undefined;
}

/** Members that X-Ray indexes. Names have letters, digits and underscores only. */
type Annotations = Readonly<Record<string, string | number | boolean>>;

/** Calls of an invocation that are sent. A document has at most 64 KB, and a call about 300 bytes. */
const MAX_CALLS = 150;

const current = new AsyncLocalStorage<Trace>();

/** Returns the trace of the running invocation, or undefined if it is not sampled. */
export function currentTrace(): Trace | undefined {
  return current.getStore();
}

/**
 * Runs an invocation. If X-Ray samples it, a subsegment with this name goes to the daemon, with one in it for each call.
 * Otherwise this does nothing more. It waits until all is sent, because Lambda freezes the process after an answer.
 */
export async function traceInvocation<Result>(
  name: string,
  { header, daemon }: TraceSource,
  work: () => Promise<Result>,
): Promise<Result> {
  const place = header && daemon ? readHeader(header) : null;
  if (!place || !daemon) return work();
  const trace = new Trace(name, place, traceDaemon(daemon));
  try {
    return await current.run(trace, work);
  } catch (error) {
    trace.describe({}, { fault: true });
    throw error;
  } finally {
    await trace.end();
  }
}

/** The trace of an invocation, and the id of the segment that Lambda wrote for it. */
interface Place {
  readonly root: string;
  readonly parent: string;
}

/** Reads X-Ray's tracing header. Returns null if the invocation is not sampled. */
function readHeader(header: string): Place | null {
  if (!header.includes('Sampled=1')) return null;

  const fields = new Map(header.split(';').map((field) => field.trim().split('=', 2) as [string, string]));
  const { root = '', parent = '' } = { root: fields.get('Root'), parent: fields.get('Parent') };
  return /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(root) && /^[0-9a-f]{16}$/.test(parent) ? { root, parent } : null;
}

/** The subsegments of one invocation (X-Ray Developer Guide, "Segment documents"). */
class Trace {
  readonly #name: string;
  readonly #place: Place;
  readonly #send: SendSegment;
  /** Lambda may freeze the process between invocations, and then only the clock of the computer goes on. */
  readonly #began = { date: Date.now(), at: performance.now() };
  readonly #subsegments: object[] = [];
  #calls = 0;
  #annotations: Annotations = {};
  #flags: TraceFlags = {};

  constructor(name: string, place: Place, send: SendSegment) {
    this.#name = name;
    this.#place = place;
    this.#send = send;
  }

  /** Adds annotations and flags to the segment of the invocation. */
  describe(annotations: Annotations, flags: TraceFlags = {}): void {
    this.#annotations = { ...this.#annotations, ...annotations };
    this.#flags = { ...this.#flags, ...flags };
  }

  /**
   * Records a call that ended now.
   * @param start the `performance.now()` of its beginning
   */
  record(
    start: number,
    { name, operation, table, attempts, throttled, errorName, ...flags }: TracedCall,
  ): void {
    this.#calls += 1;
    if (this.#calls > MAX_CALLS) return;
    this.#subsegments.push({
      ...this.#segment(name, start),
      namespace: 'aws',
      aws: { operation, ...(table !== undefined && { table_name: table }), retries: attempts - 1 },
      ...flags,
      ...(errorName !== undefined && { cause: { exceptions: [{ id: newId(), type: errorName }] } }),
      ...(throttled > 0 && { metadata: { tenantql: { throttled } } }),
    });
  }

  /** Sends the segments. */
  end(): Promise<void> {
    return this.#send({
      ...this.#segment(this.#name, this.#began.at),
      trace_id: this.#place.root,
      parent_id: this.#place.parent,
      type: 'subsegment',
      annotations: this.#annotations,
      ...this.#flags,
      metadata: { tenantql: { calls: this.#calls } },
      subsegments: this.#subsegments,
    });
  }

  #segment(name: string, start: number): object {
    const [start_time, end_time] = [this.#seconds(start), this.#seconds(performance.now())];
    return { name, id: newId(), start_time, end_time };
  }

  /** Returns seconds since 1970. All times of a trace come from one look at the clock, so that no call leaves its parent. */
  #seconds(at: number): number {
    return (this.#began.date + at - this.#began.at) / 1000;
  }
}

/** Returns an id of a segment: 16 hex digits. */
function newId(): string {
  return randomBytes(8).toString('hex');
}
