import { fileParts, FILES, tenantParts, TENANTS } from '../../../src/lambda/aws-parts.ts';
import { PLATFORM, platformParts } from '../../../src/lambda/aws-platform.ts';
import { readConfiguration } from '../../../src/lambda/configuration.ts';
import { openGraphql } from '../../../src/lambda/functions/open-graphql.ts';
import { openPlatform } from '../../../src/lambda/functions/open-platform.ts';
import { withSecret } from '../../../src/lambda/with-secret.ts';
import type { Output, Send } from '../../../src/store/dynamo/driver/send.ts';

const configuration = readConfiguration(process.env, [...TENANTS, ...FILES, ...PLATFORM, 'clientId']);
const opened = {
  ...tenantParts(configuration),
  ...fileParts(configuration),
  ...platformParts(configuration),
};
const parts: Parameters<typeof openGraphql>[0] & typeof opened = {
  ...opened,
  sendOf: (role) => {
    const rows = opened.sendOf(role);
    return (...of) => constant(rows(...of));
  },
  users: configuration,
  resolvers: {},
  compat: false,
  openLimiter: null,
};

/** The function behind `/graphql`, whose rows come from the memory of the process after the first request. */
export const handler = withSecret(parts.secret, openGraphql(parts, openPlatform('graphql', parts)));

const kept = new Map<string, Promise<Output>>();

/** Returns a Send that asks the database once for each command. */
function constant(send: Send): Send {
  return (command, options) => {
    const key = JSON.stringify(command);
    const answer = kept.get(key) ?? send(command, options);
    kept.set(key, answer);
    return answer;
  };
}
