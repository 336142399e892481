import { openLogLines } from '../store/index.ts';

import plans from '../generated/plans.json';

import { CONTROL, controlParts, processLog } from './aws-parts.ts';
import { mailSettings, readConfiguration } from './configuration.ts';
import { eventBridge } from './event-bridge.ts';
import { openMeter } from './functions/open-meter.ts';
import { sqsWorkQueue } from './sqs-work-queue.ts';
import { traced } from './traced.ts';

const configuration = readConfiguration(process.env, [
  ...CONTROL,
  'usageBucket',
  'workQueue',
  'metrics',
  'eventBus',
]);
const { region, usageBucket, workQueue: url, metrics, eventBus } = configuration;

/** The Lambda function that counts usage from the log; a schedule calls it every hour. */
export const handler = traced(
  'meter',
  openMeter({
    ...controlParts(configuration),
    lines: openLogLines({ region, bucket: usageBucket }),
    bus: eventBridge({ region, bus: eventBus }),
    plans,
    queue: sqsWorkQueue({ region, url }),
    sendsMail: mailSettings(process.env) !== null,
    now: Date.now,
    log: processLog(metrics),
  }),
);
