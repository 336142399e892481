import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { keepOutputs } from '../bin/outputs.ts';
import { ACCOUNT, openAccountRig, type AccountRig, type Outcome } from './account-rig.ts';
import type { Finding } from '../bin/finding.ts';
import { copiesOf } from '../bin/findings.ts';
import { mailFindings } from '../bin/mail-findings.ts';
import { full } from './synthesise.ts';

const INFRA = join(__dirname, '..');

/** An AWS CLI that knows one account. It keeps what it was asked to change in a file next to it. */
const CLI = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const file = join(__dirname, 'calls');
const args = process.argv.slice(2).join(' ');
const calls = existsSync(file) ? readFileSync(file, 'utf8') : '';
const stack = process.env.STACK_STATUS;
if (args.startsWith('cloudformation describe-stacks --stack-name') && (!stack || stack === 'DENIED')) {
  const what = stack ? '(AccessDenied)' : '(ValidationError)';
  process.stderr.write('An error occurred ' + what + ' when calling the DescribeStacks operation: Stack with id x does not exist');
  process.exit(254);
}
const silos = (process.env.SILOS ?? '').split(' ').filter(Boolean).map((StackName) => ({ StackName, StackStatus: stack }));
const answers = [
  ['cloudformation describe-stacks --region', { Stacks: silos }],
  ['s3api delete-objects', {}],
  ['s3api list-object-versions --bucket logs', calls.includes('--bucket logs') ? {} : { Versions: [{ Key: 'a', VersionId: 'null', Size: 1 }] }],
  ['s3api list-object-versions', { DeleteMarkers: calls.includes('--bucket files') ? [] : [{ Key: 'b', VersionId: 'v2' }] }],
  ['cloudformation describe-stack-resources', { StackResources: ['logs', 'files'].map((PhysicalResourceId) => ({ ResourceType: 'AWS::S3::Bucket', PhysicalResourceId })) }],
  ['cloudformation describe-stacks', { Stacks: [{ StackStatus: stack }] }],
  ['cloudformation update-termination-protection', {}],
  ['ssm get-parameter', { Parameter: { Value: '21' } }],
  ['apigateway get-account', calls.includes('update-account') ? { cloudwatchRoleArn: 'arn' } : {}],
  ['lambda get-account-settings', { AccountLimit: { UnreservedConcurrentExecutions: 1000 } }],
  ['sesv2 get-email-identity --email-identity example.com', { VerifiedForSendingStatus: true }],
  ['sesv2 get-account', { ProductionAccessEnabled: false, SendingEnabled: true }],
  ['iam', {}],
  ['apigateway update-account', {}],
  ['--version', 'aws-cli'],
];
if (/create-role|attach-role-policy|update-account|termination|delete-objects/.test(args)) appendFileSync(file, args + '\\n');
const found = answers.find(([call]) => args.startsWith(call));
if (!found) process.exit(1);
process.stdout.write(JSON.stringify(found[1]));
`;

let rig: AccountRig;
let folder: string;
beforeEach(async () => {
  rig = await openAccountRig(CLI);
  ({ folder } = rig);
});
afterEach(() => rig.close());

/** Runs a command as a user of the account. */
const commandWith = (env: NodeJS.ProcessEnv, name: string, ...args: string[]): Promise<Outcome> =>
  rig.command(env, name, ...args);
const command = (name: string, ...args: string[]): Promise<Outcome> => commandWith({}, name, ...args);

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

it('doctor says whether SES has verified the senders of mails, and whether it is in its sandbox', async () => {
  const account = { id: ACCOUNT, region: 'eu-central-1', caller: 'ada' };
  const stages = ['hello@example.com', 'hi@example.com', 'hello@example.org'].map((from) => ({
    ...full,
    mail: { from, name: null },
  }));
  expect(mailFindings(account, [{ ...full, mail: null, appUrl: null }])).toEqual([]);
  // A process of its own has the account's programs in its path.
  const source = `
    const { mailFindings } = require('./bin/mail-findings.ts');
    Promise.all(mailFindings(${JSON.stringify(account)}, ${JSON.stringify(stages)})).then((found) => {
      process.stdout.write(JSON.stringify(found));
    });
  `;
  const env = { PATH: [folder, process.env['PATH']].join(delimiter) };
  const program = ['--require', 'tsx/cjs', '--eval', source];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: INFRA, env });
  const found = JSON.parse(stdout) as readonly Finding[];
  expect(found.map(({ is, says }) => `${is}: ${says.split(':')[0] ?? ''}`)).toEqual([
    'ok: Amazon SES may send mails of example.com.',
    'missing: Amazon SES has not verified example.org in eu-central-1',
    'advice: Amazon SES is in its sandbox in eu-central-1, so it mails to verified addresses alone',
  ]);
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

const calls = (): string[] => rig.calls();
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
  const last = stdout.trim().split('\n').slice(-3).join('\n');
  expect(last).toMatch(
    /^Deployed\.\nMake an operator first: .+\nProve it with: npm run smoke -- --stage trial$/,
  );
  expect(page).toContain(`\n${last.replaceAll('trial', 'try')}\n`);
});

it.each([
  ['npm fails', { FAILS: 'ci' }],
  ['npm installs nothing', {}],
])(
  'deploy installs the binaries for images if they are missing, and stops with a hint if %s',
  async (_what, npm) => {
    const images = join(folder, 'none');
    mkdirSync(images);
    const { code, stderr } = await deploy({ ...npm, TENANTQL_IMAGES: images }, 'trial');
    expect([code, stderr]).toEqual([
      1,
      'Without the binaries for images, files have no thumbnails. Install them where npm reaches its registry: cd infra/images && npm ci --os=linux --cpu=arm64 --libc=glibc --ignore-scripts --no-audit --no-fund\n',
    ]);
    expect(withoutRole()).toEqual([
      'npm ci --os=linux --cpu=arm64 --libc=glibc --ignore-scripts --no-audit --no-fund',
    ]);
  },
);

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

it('a later deployment updates the silos of the stage first, so that they have an index before the code asks for it', async () => {
  const SILOS = 'tenantql-prod-silo-acme tenantql-prod tenantql-prod-silo-globex tenantql-prod2-silo-x';
  const { code, stdout } = await deploy({ STACK_STATUS: 'UPDATE_COMPLETE', SILOS }, 'prod');
  expect(code).toBe(0);
  expect(stdout).toContain('Update the silos of the stage first: acme, globex.\n');
  expect(withoutRole()).toEqual([
    'npx tsx bin/synth.ts prod --silo acme --silo globex',
    'npx cdk deploy tenantql-prod-silo-acme tenantql-prod-silo-globex',
    'npx tsx bin/synth.ts prod',
    'npx cdk deploy tenantql-prod',
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
