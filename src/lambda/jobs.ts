import { tenantParts, TENANTS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { openJobs } from './functions/open-jobs.ts';
import { openPlatform } from './functions/open-platform.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [...TENANTS, ...PLATFORM]);
const parts = { ...tenantParts(configuration), ...platformParts(configuration) };

/** The Lambda function that continues jobs; a schedule calls it, one run at a time. */
export const handler = traced('jobs', withSecret(parts.secret, openJobs(parts, openPlatform('jobs', parts))));
