import { processLog } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import { openChanges } from './functions/open-changes.ts';
import { sqsWorkQueue } from './sqs-work-queue.ts';
import { traced } from './traced.ts';

const {
  region,
  workQueue: url,
  metrics,
} = readConfiguration(process.env, ['region', 'workQueue', 'metrics']);

/** The Lambda function that reads the streams of the tables. */
export const handler = traced(
  'changes',
  openChanges({ queue: sqsWorkQueue({ region, url }), log: processLog(metrics) }),
);
