import plans from '../generated/plans.json';

import { CONTROL, controlParts, fileParts, FILES, processLog, rowParts, ROWS } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import { openFiles } from './functions/open-files.ts';
import { traced } from './traced.ts';

const configuration = readConfiguration(process.env, [...CONTROL, ...ROWS, ...FILES, 'metrics']);

/** The Lambda function that follows what happens in the bucket of files; the queue of its events calls it. */
export const handler = traced(
  'files',
  openFiles({
    ...controlParts(configuration),
    ...rowParts(configuration),
    ...fileParts(configuration),
    plans,
    now: Date.now,
    log: processLog(configuration.metrics),
  }),
);
