import type { WorkQueue } from '../../platform/index.ts';
import { dynamoSend, openControl, openQueue, type Control, type Queue } from '../../store/index.ts';
import { UsageError } from '../../app/index.ts';
import { sqsWorkQueues } from '../../lambda/index.ts';
import type { Outputs } from '../sign-in/index.ts';

/** The queues of a stage, and its control table. */
export interface StageWork {
  readonly work: Queue;
  readonly webhooks: Queue;
  /** Sends each work to its queue. */
  readonly sender: WorkQueue;
  readonly deadWork: Queue;
  readonly deadWebhooks: Queue;
  readonly deadChanges: Queue;
  readonly control: Pick<Control, 'all'>;
}

/**
 * Opens the queues of a deployed stage with the AWS credentials of this process.
 * @throws {UsageError} if the stage was deployed without them
 */
export function openStageWork(stage: string, outputs: Outputs): StageWork {
  const { WorkQueue, WebhooksQueue, DeadWorkQueue, DeadWebhooksQueue, DeadChangesQueue, ControlTable } =
    outputs as Partial<Outputs>;
  const isMissing = !WorkQueue || !WebhooksQueue || !DeadWorkQueue || !DeadWebhooksQueue;
  if (isMissing || !DeadChangesQueue || !ControlTable)
    throw new UsageError(`The outputs of the stage "${stage}" name no queues: deploy it again.`);
  // `sqs.eu-central-1.amazonaws.com`
  const [, region = ''] = new URL(WorkQueue).hostname.split('.');
  const queueOf = (url: string): Queue => openQueue({ region, url });
  return {
    work: queueOf(WorkQueue),
    webhooks: queueOf(WebhooksQueue),
    sender: sqsWorkQueues({ region, workQueue: WorkQueue, webhookQueue: WebhooksQueue }),
    deadWork: queueOf(DeadWorkQueue),
    deadWebhooks: queueOf(DeadWebhooksQueue),
    deadChanges: queueOf(DeadChangesQueue),
    control: openControl(dynamoSend({ region, table: ControlTable })),
  };
}
