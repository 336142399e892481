import { dynamoSend, openDirectory } from '../store/index.ts';

import { readConfiguration } from './configuration.ts';
import { createPreTokenGeneration } from './pre-token-generation.ts';

const { region, controlTable } = readConfiguration(process.env, ['region', 'controlTable']);

/** The Lambda function that Cognito calls before it signs a token. */
export const handler = createPreTokenGeneration(openDirectory(dynamoSend({ region, table: controlTable })));
