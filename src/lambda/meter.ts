import { openLogLines } from '../store/index.ts';

import { CONTROL, controlParts, processLog } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import { openMeter } from './functions/open-meter.ts';
import { traced } from './traced.ts';

const configuration = readConfiguration(process.env, [...CONTROL, 'usageBucket', 'metrics']);
const { region, usageBucket, metrics } = configuration;

/** The Lambda function that counts usage from the log; a schedule calls it every hour. */
export const handler = traced(
  'meter',
  openMeter({
    ...controlParts(configuration),
    lines: openLogLines({ region, bucket: usageBucket }),
    now: Date.now,
    log: processLog(metrics),
  }),
);
