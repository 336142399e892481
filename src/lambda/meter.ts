import { openLogLines } from '../store/index.ts';

import { CONTROL, controlParts, processLog } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import { eventBridge } from './event-bridge.ts';
import { openMeter } from './functions/open-meter.ts';
import { traced } from './traced.ts';

const configuration = readConfiguration(process.env, [...CONTROL, 'usageBucket', 'metrics', 'eventBus']);
const { region, usageBucket, metrics, eventBus } = configuration;

/** The Lambda function that counts usage from the log; a schedule calls it every hour. */
export const handler = traced(
  'meter',
  openMeter({
    ...controlParts(configuration),
    lines: openLogLines({ region, bucket: usageBucket }),
    bus: eventBridge({ region, bus: eventBus }),
    now: Date.now,
    log: processLog(metrics),
  }),
);
