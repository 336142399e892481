import { cognitoVerifier, openGate } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { dynamoSend, openCursors, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import model from '../generated/model.json';
import { resolvers } from '../generated/custom.ts';

import { readConfiguration } from './configuration.ts';
import { createGraphqlHandler } from './graphql-handler.ts';

const { region, dataTable, controlTable, cursorSecret, ...pool } = readConfiguration(process.env, [
  'region',
  'dataTable',
  'controlTable',
  'cursorSecret',
  'userPoolId',
  'clientId',
]);
const directory = openDirectory(dynamoSend({ region, table: controlTable }));

/** The Lambda function behind `/graphql`: everything is wired here, once a process. */
export const handler = createGraphqlHandler({
  model: model as unknown as Model,
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  gate: openGate(cognitoVerifier(pool), directory),
  send: dynamoSend({ region, table: dataTable }),
  cursors: openCursors(cursorSecret),
  log: jsonLog((line) => process.stdout.write(`${line}\n`)),
});
