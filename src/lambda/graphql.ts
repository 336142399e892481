import { connectAhead } from '../store/index.ts';
import { openLimiter } from '../platform/index.ts';
import { resolvers } from '../generated/custom.ts';

import { fileParts, FILES, tenantParts, TENANTS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { openGraphql } from './functions/open-graphql.ts';
import { openPlatform } from './functions/open-platform.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [...TENANTS, ...FILES, ...PLATFORM, 'clientId']);
connectAhead(configuration.region, ['dynamodb', 'sts']);
const parts = {
  ...tenantParts(configuration),
  ...fileParts(configuration),
  ...platformParts(configuration),
  users: { ...configuration, fetchesAhead: true },
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  openLimiter,
};

/** The Lambda function behind `/graphql`. */
export const handler = traced(
  'graphql',
  withSecret(parts.secret, openGraphql(parts, openPlatform('graphql', parts))),
);
