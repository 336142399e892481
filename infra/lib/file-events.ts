import { Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { DIRECT_FOLDER, MANAGED_FOLDER } from '../../src/store/index.ts';
import type { ServedFunction } from './functions.ts';
import { grantReceiving, type Queues } from './queues.ts';

export interface FileEventsProps {
  readonly bucket: IBucket;
  /** The function `files`. */
  readonly served: ServedFunction;
  readonly queues: Queues;
  /** Whether GuardDuty scans new files. */
  readonly scanned: boolean;
  /** The maximum number of events that are worked on at once. */
  readonly workers: number;
}

/** The keys of what browsers write directly, as a rule of EventBridge. */
const DIRECT = [{ prefix: `${DIRECT_FOLDER}/` }];
/** The same, and those of uploads. A thumbnail starts no call. */
const NEW = [...DIRECT, { wildcard: `${MANAGED_FOLDER}/*/original` }];

/**
 * What calls the function `files`: EventBridge sends what happens to files to a queue, because the event of a tenant that
 * moves waits longer than EventBridge and Lambda try.
 */
export class FileEvents extends Construct {
  constructor(scope: Construct, { bucket, served, queues, scanned, workers }: FileEventsProps) {
    super(scope, 'FileEvents');
    const send = (id: string, description: string, eventPattern: EventPattern): void => {
      new Rule(this, id, {
        description,
        eventPattern,
        targets: [new SqsQueue(queues.files, { deadLetterQueue: queues.deadFiles })],
      });
    };
    const objects = (id: string, detailType: string, key: readonly object[]): void => {
      send(id, `Sends files to their queue: ${detailType}`, {
        source: ['aws.s3'],
        detailType: [detailType],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key } },
      });
    };
    objects('Created', 'Object Created', NEW);
    // The system deletes uploads itself, and has counted them.
    objects('Deleted', 'Object Deleted', DIRECT);
    if (scanned)
      send('Scans', 'Sends what a scan found in files to their queue', {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: {
            bucketName: [bucket.bucketName],
            objectKey: NEW,
          },
        },
      });
    grantReceiving(served.role, queues.files);
    new EventSourceMapping(this, 'Queue', {
      target: served.alias,
      eventSourceArn: queues.files.queueArn,
      // An image that ends the process takes no other event with it.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: workers,
    }).node.addDependency(served.role);
  }
}
