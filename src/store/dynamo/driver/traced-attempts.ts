import { isRefusal } from '../../../tenant/index.ts';
import { currentTrace, type TraceFlags } from '../../aws/trace.ts';
import type { CallError } from '../../aws/call-error.ts';
import { isThrottling } from './dynamo-errors.ts';

/** A call as a trace names it. */
export interface NamedCall {
  /** The operation: `PutItem`. */
  readonly name: string;
  /** `DynamoDB` by default. */
  readonly service?: string;
}

/** Runs a call, which makes its attempts by the given function. */
type Run<Result> = (attempt: () => Promise<Result>) => Promise<Result>;

/**
 * Records a call in the trace of the running invocation, with the number of its attempts. It only runs the call if X-Ray
 * does not sample the invocation.
 * @param table the table; absent for a call of another service
 */
export async function tracedAttempts<Result>(
  { name: operation, service: name = 'DynamoDB' }: NamedCall,
  table: string | undefined,
  attempt: () => Promise<Result>,
  run: Run<Result>,
): Promise<Result> {
  const trace = currentTrace();
  if (!trace) return run(attempt);
  const start = performance.now();
  let attempts = 0;
  let throttled = 0;
  const counted = async (): Promise<Result> => {
    attempts += 1;
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Error && isThrottling(error)) throttled += 1;
      throw error;
    }
  };
  const record = (ended: TraceFlags & { readonly errorName?: string }): void => {
    const service = { name, ...(table !== undefined && { table: withoutTenant(table) }) };
    trace.record(start, { ...service, operation, attempts, throttled, ...ended });
  };
  try {
    const result = await run(counted);
    record({});
    return result;
  } catch (error) {
    record(endOf(error));
    throw error;
  }
}

/** A silo's table is named after its tenant: `tenantql-prod-silo-acme`. */
function withoutTenant(table: string): string {
  return table.replace(/-silo-.+$/, '-silo');
}

function endOf(error: unknown): TraceFlags & { readonly errorName?: string } {
  if (isRefusal(error)) {
    if (error.code === 'THROTTLED') return { error: true, throttle: true, errorName: error.code };
    return error.code === 'TIMEOUT'
      ? { fault: true, errorName: error.code }
      : { error: true, errorName: error.code };
  }
  if (!(error instanceof Error)) return { fault: true };
  const { name, $metadata } = error as CallError;
  const isServers = ($metadata?.httpStatusCode ?? 0) >= 500;
  return { ...(isServers ? { fault: true } : { error: true }), errorName: name };
}
