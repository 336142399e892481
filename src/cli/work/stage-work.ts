import type { WorkQueue } from '../../platform/index.ts';
import { dynamoSend, openControl, openQueue, type Control, type Queue } from '../../store/index.ts';
import { UsageError } from '../../app/index.ts';
import { sqsWorkQueue } from '../../lambda/index.ts';
import type { Outputs } from '../sign-in/index.ts';

/** The queues of a stage, and its control table. */
export interface StageWork {
  readonly work: Queue;
  /** Sends work to the queue of work. */
  readonly sender: WorkQueue;
  readonly deadWork: Queue;
  readonly deadChanges: Queue;
  readonly control: Pick<Control, 'all'>;
}

/**
 * Opens the queues of a deployed stage with the AWS credentials of this process.
 * @throws {UsageError} if the stage was deployed without them
 */
export function openStageWork(stage: string, outputs: Outputs): StageWork {
  const { WorkQueue: url, DeadWorkQueue, DeadChangesQueue, ControlTable } = outputs as Partial<Outputs>;
  if (!url || !DeadWorkQueue || !DeadChangesQueue || !ControlTable)
    throw new UsageError(`The outputs of the stage "${stage}" name no queues: deploy it again.`);
  // `sqs.eu-central-1.amazonaws.com`
  const [, region = ''] = new URL(url).hostname.split('.');
  const queueOf = (of: string): Queue => openQueue({ region, url: of });
  return {
    work: queueOf(url),
    sender: sqsWorkQueue({ region, url }),
    deadWork: queueOf(DeadWorkQueue),
    deadChanges: queueOf(DeadChangesQueue),
    control: openControl(dynamoSend({ region, table: ControlTable })),
  };
}
