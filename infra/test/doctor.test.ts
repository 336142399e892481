import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

const INFRA = join(__dirname, '..');
const ACCOUNT = '111122223333';

/** An AWS CLI that knows one account. It keeps what it was asked to change in a file next to it. */
const CLI = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const file = join(__dirname, 'calls');
const args = process.argv.slice(2).join(' ');
const calls = existsSync(file) ? readFileSync(file, 'utf8') : '';
const answers = [
  ['ssm get-parameter', { Parameter: { Value: '21' } }],
  ['apigateway get-account', calls.includes('update-account') ? { cloudwatchRoleArn: 'arn' } : {}],
  ['lambda get-account-settings', { AccountLimit: { UnreservedConcurrentExecutions: 1000 } }],
  ['iam', {}],
  ['s3api delete-objects', {}],
  ['s3api list-object-versions --bucket logs', calls.includes('--bucket logs') ? {} : { Versions: [{ Key: 'a', VersionId: 'null', Size: 1 }] }],
  ['s3api list-object-versions', { DeleteMarkers: calls.includes('--bucket files') ? [] : [{ Key: 'b', VersionId: 'v2' }] }],
  ['cloudformation describe-stack-resources', { StackResources: ['logs', 'files'].map((PhysicalResourceId) => ({ ResourceType: 'AWS::S3::Bucket', PhysicalResourceId })) }],
  ['cloudformation describe-stacks', JSON.parse(process.env.STACKS ?? 'null')],
  ['apigateway update-account', {}],
  ['--version', 'aws-cli'],
];
if (/create-role|attach-role-policy|update-account|delete-objects/.test(args)) appendFileSync(file, args + '\\n');
const found = answers.find(([call]) => args.startsWith(call));
if (!found?.[1]) process.exit(1);
process.stdout.write(JSON.stringify(found[1]));
`;

/** An npx that runs nothing. */
const NPX = `#!/usr/bin/env node
const { join } = require('node:path');
require('node:fs').appendFileSync(join(__dirname, 'calls'), process.argv.slice(2, 6).join(' ') + '\\n');
`;

let folder: string;
let stacks: readonly object[] | null = null;
let sts: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  for (const [name, text] of [['aws', CLI] as const, ['npx', NPX] as const]) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  sts = createServer((_request, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Arn>arn:aws:iam::${ACCOUNT}:user/ada</Arn><UserId>ada</UserId><Account>${ACCOUNT}</Account>` +
        `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  });
  await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => sts.close(resolve));
});

/** Runs a command as a user of the account. */
async function command(
  name: string,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(INFRA, `bin/${name}.ts`), ...args], {
    cwd: join(INFRA, '..'),
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      STACKS: JSON.stringify(stacks && { Stacks: stacks }),
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
    },
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

const NO_ROLE =
  'API Gateway has no role for logs in this account and region: npm run doctor -- --fix makes one.';

it('doctor names what is missing in the account, and gives advice for stages with users', async () => {
  const { code, stdout, stderr } = await command('doctor');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toContain(
    `ok       Account ${ACCOUNT}, region eu-central-1, as arn:aws:iam::${ACCOUNT}:user/ada.`,
  );
  expect(stdout).toContain('ok       The account is bootstrapped for CDK, version 21.');
  expect(stdout).toContain(`missing  ${NO_ROLE}`);
  expect(stdout).toContain('advice   Stage "prod" sends its alarms to nobody: set "alarmEmail"');
});

it('doctor --fix makes the role with which API Gateway writes logs', async () => {
  const { code, stdout } = await command('doctor', '--fix');
  expect(code).toBe(0);
  expect(stdout).toContain('ok       API Gateway may write logs.');
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
    'iam create-role',
    'iam attach-role-policy',
    'apigateway update-account',
  ]);
  expect(calls[0]).toContain('"Service":"apigateway.amazonaws.com"');
  expect(calls[2]).toContain(`value=arn:aws:iam::${ACCOUNT}:role/tenantql-gateway-logs`);
});

it('deploy stops before it changes anything if the account lacks something', async () => {
  const { code, stdout, stderr } = await command('deploy', '--stage', 'trial');
  expect([code, stderr]).toEqual([1, `${NO_ROLE}\n`]);
  expect(stdout).toBe(
    `tenantql-trial in account ${ACCOUNT}, eu-central-1, as arn:aws:iam::${ACCOUNT}:user/ada\n`,
  );
});

const DEPLOYS = ['tsx bin/synth.ts prod', 'cdk deploy tenantql-prod'];
it.each([
  [
    'without protection first, if no deployment of it succeeded',
    [{ StackName: 'tenantql-prod', StackStatus: 'ROLLBACK_COMPLETE' }],
    ['tsx bin/synth.ts prod --first', 'cdk deploy tenantql-prod', ...DEPLOYS],
  ],
  [
    'with protection, if it exists',
    [{ StackName: 'tenantql-prod', StackStatus: 'UPDATE_COMPLETE' }],
    DEPLOYS,
  ],
  ['with protection, if AWS does not say whether it exists', null, DEPLOYS],
])('deploy makes a stage that keeps its data %s', async (_when, known, expected) => {
  stacks = known;
  writeFileSync(join(folder, 'calls'), 'update-account\n');
  const { code, stderr } = await command('deploy', '--stage', 'prod', '--yes');
  expect([code, stderr]).toEqual([0, '']);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls.filter((call) => /^(tsx|cdk)/.test(call)).map((call) => call.replace(' --app', ''))).toEqual(
    expected,
  );
});

it('destroy empties the buckets of a stage, whose log fills by itself, and then deletes the stack', async () => {
  const { code, stderr } = await command('destroy', '--stage', 'trial', '--yes');
  expect([code, stderr]).toEqual([0, '']);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls.filter((call) => !call.startsWith('tsx'))).toEqual([
    ...[
      ['logs', 'a', 'null'],
      ['files', 'b', 'v2'],
    ].map(
      ([bucket, Key, VersionId]) =>
        `s3api delete-objects --bucket ${String(bucket)} --delete ${JSON.stringify({ Objects: [{ Key, VersionId }], Quiet: true })} --region eu-central-1 --output json`,
    ),
    'cdk destroy tenantql-trial --app',
  ]);
});
