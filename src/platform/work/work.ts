/** Work on one tenant that no caller waits for. It can be sent and done twice: the second time finds nothing left. */
export type TenantWork = { readonly tenantId: string } & (
  | { readonly is: 'job'; readonly jobId: string }
  /** Deletes that were cut off, audit events to seal, and whatever has expired. */
  | { readonly is: 'upkeep' }
);

/** The longest delay of a queue, in seconds (Amazon SQS API reference, SendMessage). */
export const MAX_DELAY_SECONDS = 900;

/** A queue of work, fair to the tenants: much work of one tenant delays no other. The body of a message is the work as JSON. */
export interface WorkQueue {
  /**
   * Sends work; it is done at least once, by a worker that is free.
   * @param afterSeconds 0 to `MAX_DELAY_SECONDS`; 0 if absent
   * @throws if any of the work may not have been taken
   */
  send(work: readonly TenantWork[], afterSeconds?: number): Promise<void>;
}

/** Returns the message that carries work. Its group is the tenant. */
export function messageOf(work: TenantWork): { readonly group: string; readonly body: string } {
  return { group: work.tenantId, body: JSON.stringify(work) };
}

/** Parses the body of a message. @throws {Error} if it is no work */
export function parseWork(body: string): TenantWork {
  const { tenantId, is, jobId } = (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof tenantId === 'string') {
    if (is === 'upkeep') return { tenantId, is };
    if (is === 'job' && typeof jobId === 'string') return { tenantId, is, jobId };
  }
  throw new Error('The message is no work of a tenant.');
}
