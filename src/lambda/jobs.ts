import type { Model } from '../model/index.ts';
import { dynamoSend, openControl, openCursors, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';

import { readConfiguration } from './configuration.ts';
import { createJobsHandler } from './jobs-handler.ts';

const { region, dataTable, controlTable, cursorSecret } = readConfiguration(process.env, [
  'region',
  'dataTable',
  'controlTable',
  'cursorSecret',
]);

const controlSend = dynamoSend({ region, table: controlTable });

/** The Lambda function that goes on with jobs; call it by a schedule, with the ids of the tenants. */
export const handler = createJobsHandler({
  model: model as unknown as Model,
  directory: openDirectory(controlSend),
  control: openControl(controlSend),
  plans,
  send: dynamoSend({ region, table: dataTable }),
  cursors: openCursors(cursorSecret),
  log: jsonLog((line) => process.stdout.write(`${line}\n`)),
});
