import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { keepOutputs } from '../bin/outputs.ts';
import { copiesOf } from '../bin/findings.ts';

const INFRA = join(__dirname, '..');
const ACCOUNT = '111122223333';

/** An AWS CLI that knows one account. It keeps what it was asked to change in a file next to it. */
const CLI = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const file = join(__dirname, 'calls');
const args = process.argv.slice(2).join(' ');
const calls = existsSync(file) ? readFileSync(file, 'utf8') : '';
const stack = process.env.STACK_STATUS;
if (args.startsWith('cloudformation describe-stacks') && (!stack || stack === 'DENIED')) {
  const what = stack ? '(AccessDenied)' : '(ValidationError)';
  process.stderr.write('An error occurred ' + what + ' when calling the DescribeStacks operation: Stack with id x does not exist');
  process.exit(254);
}
const answers = [
  ['s3api delete-objects', {}],
  ['s3api list-object-versions --bucket logs', calls.includes('--bucket logs') ? {} : { Versions: [{ Key: 'a', VersionId: 'null', Size: 1 }] }],
  ['s3api list-object-versions', { DeleteMarkers: calls.includes('--bucket files') ? [] : [{ Key: 'b', VersionId: 'v2' }] }],
  ['cloudformation describe-stack-resources', { StackResources: ['logs', 'files'].map((PhysicalResourceId) => ({ ResourceType: 'AWS::S3::Bucket', PhysicalResourceId })) }],
  ['cloudformation describe-stacks', { Stacks: [{ StackStatus: stack }] }],
  ['cloudformation update-termination-protection', {}],
  ['ssm get-parameter', { Parameter: { Value: '21' } }],
  ['apigateway get-account', calls.includes('update-account') ? { cloudwatchRoleArn: 'arn' } : {}],
  ['lambda get-account-settings', { AccountLimit: { UnreservedConcurrentExecutions: 1000 } }],
  ['iam', {}],
  ['apigateway update-account', {}],
  ['--version', 'aws-cli'],
];
if (/create-role|attach-role-policy|update-account|termination|delete-objects/.test(args)) appendFileSync(file, args + '\\n');
const found = answers.find(([call]) => args.startsWith(call));
if (!found) process.exit(1);
process.stdout.write(JSON.stringify(found[1]));
`;

/** A program `npx` that only records how it is called. */
const NPX = `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
appendFileSync(join(__dirname, 'calls'), ['npx', ...args].join(' ') + '\\n');
process.exit(args[0] === process.env.NPX_FAILS ? 1 : 0);
`;

let folder: string;
let sts: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  writeFileSync(join(folder, 'aws'), CLI);
  writeFileSync(join(folder, 'npx'), NPX);
  for (const program of ['aws', 'npx']) chmodSync(join(folder, program), 0o755);
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

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as a user of the account. */
const command = (name: string, ...args: string[]): Promise<Outcome> => commandWith({}, name, ...args);

async function commandWith(env: NodeJS.ProcessEnv, name: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(INFRA, `bin/${name}.ts`), ...args], {
    cwd: join(INFRA, '..'),
    env: {
      ...env,
      PATH: [folder, process.env['PATH']].join(delimiter),
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
  expect(stdout).toContain('advice   Stage "prod" sends its alarms to no address: set "alarmEmail"');
});

it('docs/first-deployment.md shows what doctor prints, and what deploy begins with', async () => {
  const page = readFileSync(join(INFRA, '../docs/first-deployment.md'), 'utf8');
  const { stdout } = await command('doctor', '--fix');
  const shown = /^```\n(ok {7}Node [^]*?)```$/m.exec(page)?.[1] ?? '';
  expect(stdout.replace(process.versions.node, '24.22.0')).toBe(shown);
  expect(page).toContain(
    `tenantql-try in account ${ACCOUNT}, eu-central-1, as arn:aws:iam::${ACCOUNT}:user/ada\n`,
  );
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

it('doctor wants 100 copies in addition to warm ones, as Lambda does, else twice the workers', () => {
  expect(copiesOf({ warm: 2, workers: 10 })).toBe(103);
  expect(copiesOf({ warm: 0, workers: 10 })).toBe(20);
});

it('deploy stops before it changes anything if the account lacks something', async () => {
  const { code, stdout, stderr } = await command('deploy', '--stage', 'trial');
  expect([code, stderr]).toEqual([1, `${NO_ROLE}\n`]);
  expect(stdout).toBe(
    `tenantql-trial in account ${ACCOUNT}, eu-central-1, as arn:aws:iam::${ACCOUNT}:user/ada\n`,
  );
});

/** Returns what the commands called, without the options of the CDK that are always the same. */
const calls = (): string[] =>
  readFileSync(join(folder, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((call) => call.replace(/ --app .*| --region .*/, ''));
const ROLE_MADE = ['iam create-role', 'iam attach-role-policy', 'apigateway update-account'];
const withoutRole = (): string[] =>
  calls().filter((call) => !ROLE_MADE.some((made) => call.startsWith(made)));
const deploy = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> =>
  commandWith(env, 'deploy', '--fix', '--yes', '--stage', ...args);

it('deploy --fix makes what the account lacks, deploys a trial stage, and names the smoke test', async () => {
  const { code, stdout, stderr } = await deploy({}, 'trial');
  expect([code, stderr]).toEqual([0, '']);
  expect(withoutRole()).toEqual(['npx tsx bin/synth.ts trial', 'npx cdk deploy tenantql-trial']);
  expect(calls()).toHaveLength(5);
  const page = readFileSync(join(INFRA, '../docs/first-deployment.md'), 'utf8');
  const last = stdout.trim().split('\n').at(-1) ?? 'nothing';
  expect(last).toMatch(/^Deployed\. Prove it with: npm run smoke -- --stage trial/);
  expect(page).toContain(`\n${last.replaceAll('trial', 'try')}\n`);
});

it('the first deployment of a stage that keeps its data makes it, and then protects it', async () => {
  const { code, stdout } = await deploy({}, 'prod');
  expect(code).toBe(0);
  expect(withoutRole()).toEqual([
    'npx tsx bin/synth.ts prod --first',
    'npx cdk deploy tenantql-prod',
    'npx tsx bin/synth.ts prod',
    'npx cdk deploy tenantql-prod',
  ]);
  expect(stdout).toMatch(/Step 1 of 2: make the stage\.\n[^]*Step 2 of 2: protect its tables/);
});

it('a first deployment that failed can be repeated, although its stack was protected', async () => {
  const { code, stdout } = await deploy({ STACK_STATUS: 'ROLLBACK_COMPLETE' }, 'prod');
  expect(code).toBe(0);
  expect(withoutRole().slice(0, 2)).toEqual([
    'cloudformation update-termination-protection --stack-name tenantql-prod --no-enable-termination-protection',
    'npx tsx bin/synth.ts prod --first',
  ]);
  expect(stdout).toContain('The first deployment failed: its stack is deleted, and made again.');
});

it('a later deployment takes no protection off, and runs the smoke test if --smoke says so', async () => {
  const { code } = await deploy({ STACK_STATUS: 'UPDATE_COMPLETE' }, 'prod', '--smoke');
  expect(code).toBe(0);
  expect(withoutRole()).toEqual([
    'npx tsx bin/synth.ts prod',
    'npx cdk deploy tenantql-prod',
    expect.stringMatching(/^npx tsx .*src\/cli\/commands\/smoke\.ts --stage prod$/),
  ]);
});

it('deploy changes no protection if AWS does not say whether the stage exists', async () => {
  const { code } = await deploy({ STACK_STATUS: 'DENIED' }, 'prod');
  expect(code).toBe(0);
  expect(withoutRole()).toEqual(['npx tsx bin/synth.ts prod', 'npx cdk deploy tenantql-prod']);
});

it('deploy waits for no other deployment of the stage', async () => {
  const { code, stderr } = await deploy({ STACK_STATUS: 'UPDATE_IN_PROGRESS' }, 'prod');
  expect(code).toBe(1);
  expect(stderr).toBe(
    'CloudFormation is changing "tenantql-prod" (UPDATE_IN_PROGRESS): wait until it has ended, and try again.\n',
  );
});

it('the outputs of a deployment are added to those of the other stages', () => {
  const out = join(folder, 'cdk.out');
  mkdirSync(out);
  writeFileSync(join(out, 'outputs.json'), '{ "tenantql-dev": { "Endpoint": "a" }, "tenantql-prod": {} }');
  writeFileSync(join(out, 'latest.json'), '{ "tenantql-prod": { "Endpoint": "b" } }');
  keepOutputs(folder);
  expect(JSON.parse(readFileSync(join(out, 'outputs.json'), 'utf8'))).toEqual({
    'tenantql-dev': { Endpoint: 'a' },
    'tenantql-prod': { Endpoint: 'b' },
  });
});

it('destroy empties the buckets of a stage, whose log fills by itself, and then deletes the stack', async () => {
  const { code, stderr } = await command('destroy', '--stage', 'trial', '--yes');
  expect([code, stderr]).toEqual([0, '']);
  expect(calls().filter((call) => !call.startsWith('npx tsx'))).toEqual([
    ...[
      ['logs', 'a', 'null'],
      ['files', 'b', 'v2'],
    ].map(
      ([bucket, Key, VersionId]) =>
        `s3api delete-objects --bucket ${String(bucket)} --delete ${JSON.stringify({ Objects: [{ Key, VersionId }], Quiet: true })}`,
    ),
    'npx cdk destroy tenantql-trial',
  ]);
});
