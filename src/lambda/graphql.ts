import { cognitoVerifier, openGate } from '../tenant/index.ts';
import { dynamoSend, openDirectory } from '../store/index.ts';
import { openLimiter, planOf } from '../platform/index.ts';
import { jsonLog, logLimitTrouble } from '../server/index.ts';
import { resolvers } from '../generated/custom.ts';

import { readConfiguration } from './configuration.ts';
import { createGraphqlHandler } from './graphql-handler.ts';
import { openPlatformParts } from './platform-parts.ts';
import { openTenantAccess, TENANT_ACCESS } from './tenant-access.ts';

const configuration = readConfiguration(process.env, [
  ...TENANT_ACCESS,
  'controlTable',
  'cursorSecret',
  'userPoolId',
  'clientId',
  'metrics',
]);
const { region, controlTable } = configuration;
const { sendOf, archives } = openTenantAccess(configuration);
const controlSend = dynamoSend({ region, table: controlTable });
const log = jsonLog((line) => process.stdout.write(`${line}\n`), configuration.metrics);
const platform = openPlatformParts(configuration, controlSend, archives, log);

/** Serves `/graphql`. This module creates all parts once per process. */
export const handler = createGraphqlHandler({
  platform,
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  gate: openGate(cognitoVerifier(configuration), openDirectory(controlSend), {
    featuresOf: (tenant) => planOf(platform.plans, tenant).features,
  }),
  sendOf,
  limiter: openLimiter({ ...platform, onTrouble: logLimitTrouble(log) }),
  log,
});

// Lambda sends this signal before it ends a process, if an extension is registered. Without it, usage in
// memory is lost.
process.once('SIGTERM', () => {
  void platform.meter.settle().finally(() => process.exit(0));
});
