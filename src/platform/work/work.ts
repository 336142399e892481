/** Work on one tenant that no caller waits for. It can be sent and done twice: the second time finds nothing left. */
export type TenantWork = { readonly tenantId: string } & (
  | { readonly is: 'job'; readonly jobId: string }
  /** Deletes that were cut off, audit events to seal, and whatever has expired. */
  | { readonly is: 'upkeep' }
  /** Deliveries to the tenant's webhooks that are due. */
  | { readonly is: 'webhooks' }
  | { readonly is: 'mail'; readonly mailId: string }
  /** Owners are informed by mail if the tenant has used most of what its plan includes. */
  | { readonly is: 'quotas' }
  /** A run of a schedule: of a slot, or one that an administrator asked for. */
  | {
      readonly is: 'schedule';
      readonly name: string;
      readonly slot: string;
      readonly trigger: RunTrigger;
    }
);

/** What began a run of a schedule. */
export type RunTrigger = 'slot' | 'manual';

/** The members of each kind of work, next to those that all have. Each is a text. */
type MembersOf<Is extends TenantWork['is']> = Exclude<
  keyof Extract<TenantWork, { readonly is: Is }>,
  'tenantId' | 'is'
>;
const MEMBERS: { readonly [Is in TenantWork['is']]: readonly MembersOf<Is>[] } = {
  job: ['jobId'],
  upkeep: [],
  webhooks: [],
  mail: ['mailId'],
  quotas: [],
  schedule: ['name', 'slot', 'trigger'],
};

/** The queues of work. Work that waits for other systems has its own, so that a slow one delays no work of ours. */
const WORK_QUEUES = ['work', 'webhooks'] as const;
export type WorkQueueName = (typeof WORK_QUEUES)[number];

/** Returns the queue of work. */
function queueOf({ is }: Pick<TenantWork, 'is'>): WorkQueueName {
  return is === 'webhooks' ? 'webhooks' : 'work';
}

/** The longest delay of a queue, in seconds (Amazon SQS API reference, SendMessage). */
export const MAX_DELAY_SECONDS = 900;

/** Returns the delay of a message until a time, in whole seconds. Both times are in milliseconds since 1970. */
export function delayUntil(at: number, now: number): number {
  return Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.ceil((at - now) / 1000)));
}

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

/** Returns one queue that sends each work to its own. */
export function routedQueue(queues: Readonly<Record<WorkQueueName, WorkQueue>>): WorkQueue {
  return {
    async send(work, afterSeconds) {
      const send = (name: WorkQueueName): Promise<void> =>
        queues[name].send(
          work.filter((one) => queueOf(one) === name),
          afterSeconds,
        );
      await Promise.all(WORK_QUEUES.map(send));
    },
  };
}

/** Parses the body of a message. @throws {Error} if it is no work */
export function parseWork(body: string): TenantWork {
  const found = (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
  const { tenantId, is } = found;
  if (typeof tenantId === 'string' && typeof is === 'string' && Object.hasOwn(MEMBERS, is)) {
    const names: readonly string[] = MEMBERS[is as TenantWork['is']];
    const members = names.map((name) => [name, found[name]] as const);
    if (members.every(([name, value]) => isMember(name, value)))
      return { tenantId, is, ...Object.fromEntries(members) } as TenantWork;
  }
  throw new Error('The message is no work of a tenant.');
}

function isMember(name: string, value: unknown): boolean {
  return name === 'trigger' ? value === 'slot' || value === 'manual' : typeof value === 'string';
}
