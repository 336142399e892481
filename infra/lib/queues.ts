import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, type IQueue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * The time that a run of the function `work` may take. It works in slices and sends again what is left, so a crash
 * repeats little.
 */
export const WORK_TIMEOUT = Duration.minutes(2);

/**
 * The time that a run of the function `changes` may take. A hundred events for a thousand subscribers each are 100,000 posts, of
 * which it makes some thousands a second.
 */
export const CHANGES_TIMEOUT = Duration.minutes(1);

/** The time that a run of the function `files` may take: it makes five thumbnails of one image, each within ten seconds. */
export const FILES_TIMEOUT = Duration.minutes(2);

/**
 * The time that a run of the function `webhooks` may take. It sends for half a minute, and a call that has begun lasts ten
 * seconds at most.
 */
export const WEBHOOKS_TIMEOUT = Duration.minutes(1);

/** How often a message is received before it becomes a dead letter. */
const MAX_RECEIVES = 5;

/** The same for the event of a file. It waits while its tenant moves, which may take two hours. */
const MAX_RECEIVES_OF_FILES = 20;

/**
 * The queues of work on tenants, of their webhooks and of what happens to files, and the queues of what failed. The messages hold
 * ids and names of objects alone, so SQS encrypts them by its own key. A queue is never kept: `npm run work -- sweep` sends again whatever is open.
 */
export class Queues extends Construct {
  /** Work, each message in the group of its tenant. */
  readonly work: Queue;
  /** Work that failed again and again. */
  readonly deadWork: Queue;
  /** Tenants whose webhooks are due. A server of theirs that is slow delays no work of ours. */
  readonly webhooks: Queue;
  /** The same that failed again and again. What a tenant's server refuses is no failure, and never comes here. */
  readonly deadWebhooks: Queue;
  /** Events of files, as EventBridge sends them. */
  readonly files: Queue;
  /** Events of files that failed again and again, or that EventBridge could not send. */
  readonly deadFiles: Queue;
  /** Places in streams whose records could not be read. */
  readonly deadChanges: Queue;

  constructor(scope: Construct) {
    super(scope, 'Queues');
    const queue = (id: string, props: QueueProps): Queue =>
      new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
    const dead = { retentionPeriod: Duration.days(14) };
    this.deadWork = queue('DeadWork', dead);
    this.deadChanges = queue('DeadChanges', dead);
    this.deadFiles = queue('DeadFiles', dead);
    this.deadWebhooks = queue('DeadWebhooks', dead);
    this.files = queue('Files', {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * FILES_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadFiles, maxReceiveCount: MAX_RECEIVES_OF_FILES },
    });
    this.webhooks = queue('Webhooks', {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * WEBHOOKS_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadWebhooks, maxReceiveCount: MAX_RECEIVES },
    });
    this.work = queue('Work', {
      retentionPeriod: Duration.days(4),
      // AWS advises six times the function's timeout, so that a throttled start is no failed attempt of the work.
      visibilityTimeout: Duration.seconds(6 * WORK_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadWork, maxReceiveCount: MAX_RECEIVES },
    });
  }
}

/** Lets a role send messages to queues. */
export function grantSending(role: IRole, queues: readonly IQueue[]): void {
  allow(
    role,
    ['SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );
}

/** Lets Lambda read a queue with the role of a function. */
export function grantReceiving(role: IRole, queue: IQueue): void {
  allow(role, ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'], [queue.queueArn]);
}

function allow(role: IRole, actions: readonly string[], resources: string[]): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: actions.map((action) => `sqs:${action}`), resources }),
  );
}
