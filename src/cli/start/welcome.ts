import { keyFields, type Model } from '../../model/index.ts';

import { type LocalCloud, listable, MAILBOX_PAGE } from '../../local/index.ts';
import {
  CLIENT_ID,
  ENDPOINT_PATH,
  IDENTITY_POOL_ID,
  REGION,
  REST_PAGE,
  USER_POOL_ID,
  OPERATOR_CLIENT_ID,
  OPERATOR_ENDPOINT_PATH,
  OPERATOR_PAGE,
  OPERATOR_POOL_ID,
} from '../../local/data-directory/index.ts';
import type { Seed } from '../../app/index.ts';
import type { Check } from './self-check.ts';

/** Returns what a person needs next: the addresses, the users, a request to paste, and the result of the self-check. */
export async function welcome(
  cloud: LocalCloud,
  seed: Seed,
  model: Model,
  checks: readonly Check[],
  readyMs: number,
): Promise<string> {
  const first = seed.users.find(({ username }) => cloud.cognito.user(username));
  // The user may have left the tenant since.
  const curl = first && (await curlLine(cloud, first, model).catch(() => null));
  return [
    '',
    `  GraphiQL   ${cloud.url}`,
    `  GraphQL    ${cloud.url}${ENDPOINT_PATH}`,
    `  REST       ${cloud.url}${REST_PAGE}`,
    `  Socket     ${cloud.socketUrl}`,
    `  Files      ${cloud.filesUrl}`,
    `  Operators  ${cloud.url}${OPERATOR_PAGE}`,
    `  Mailbox    ${cloud.url}${MAILBOX_PAGE}`,
    '',
    '  Sign in as',
    ...table(
      seed.users.map(({ username, password, memberships }) => [
        username,
        password,
        memberships.map(({ tenant, groups }) => `${tenant} (${groups.join(', ') || 'no group'})`).join(', '),
      ]),
    ),
    '',
    ...(seed.operators.length > 0 ? ['  Operators, who run the platform', ...operators(seed), ''] : []),
    ...(first && curl ? [`  Paste, to ask as ${first.username}`, '', curl, ''] : []),
    ...checks.map(
      ({ tenant, username, field, seen }) => `  ${tenant}: ${username} sees ${describe(seen)} by ${field}`,
    ),
    '',
    `  Ready in ${(readyMs / 1000).toFixed(2)} s. Ctrl+C stops it.`,
    '',
    '',
  ].join('\n');
}

/** Returns one line for programs: `--json`. */
export function jsonLine(cloud: LocalCloud, seed: Seed, readyMs: number): string {
  return JSON.stringify({
    url: cloud.url,
    endpoint: `${cloud.url}${ENDPOINT_PATH}`,
    socketUrl: cloud.socketUrl,
    filesUrl: cloud.filesUrl,
    region: REGION,
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    identityPoolId: IDENTITY_POOL_ID,
    userPoolEndpoint: cloud.url,
    operatorEndpoint: `${cloud.url}${OPERATOR_ENDPOINT_PATH}`,
    operatorUserPoolId: OPERATOR_POOL_ID,
    operatorClientId: OPERATOR_CLIENT_ID,
    tenants: seed.tenants.map(({ id }) => id),
    users: seed.users.map(({ username }) => username),
    operators: seed.operators.map(({ username }) => username),
    readyMs,
  });
}

function operators(seed: Seed): string[] {
  return table(
    seed.operators.map(({ username, password, groups }) => [username, password, groups.join(', ')]),
  );
}

async function curlLine(
  cloud: LocalCloud,
  { username, memberships }: Seed['users'][number],
  model: Model,
): Promise<string> {
  const tenant = memberships[0]?.tenant;
  const { accessToken } = await cloud.cognito.issueTokens(username, tenant === undefined ? {} : { tenant });
  const [type] = listable(model);
  const list = type?.operations.list;
  const query = JSON.stringify({
    query: type && list ? `{ ${list} { items { ${keyFields(type.key).join(' ')} } } }` : '{ __typename }',
  });
  return `curl -s ${cloud.url}${ENDPOINT_PATH} -H 'content-type: application/json' -H 'authorization: Bearer ${accessToken}' -d '${query}'`;
}

function describe(seen: number | string): string {
  if (typeof seen === 'string') return `"${seen}"`;
  return seen === 1 ? '1 row' : `${seen} rows`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map(
    (row) =>
      `    ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd()}`,
  );
}
