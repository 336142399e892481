import { connectAhead } from '../store/index.ts';
import { openLimiter } from '../platform/index.ts';
import { resolvers } from '../generated/custom.ts';

import { fileParts, FILES, REALTIME, realtimeParts, socketParts, SOCKETS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { openPlatform } from './functions/open-platform.ts';
import { openSocket } from './functions/open-socket.ts';
import { NO_ARCHIVES } from './no-archives.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [
  ...REALTIME,
  ...SOCKETS,
  ...FILES,
  ...PLATFORM,
  'clientId',
]);
connectAhead(configuration.region, ['dynamodb', 'sts']);
const parts = {
  ...realtimeParts(configuration),
  ...socketParts(configuration),
  ...fileParts(configuration),
  ...platformParts(configuration),
  archivesOf: () => NO_ARCHIVES,
  users: { ...configuration, fetchesAhead: true },
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  openLimiter,
};

/** The Lambda function behind the WebSocket API, which a schedule calls too. */
export const handler = traced(
  'socket',
  withSecret(parts.secret, openSocket(parts, openPlatform('socket', parts))),
);
