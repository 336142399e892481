import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

import type { Check } from '../../src/cli/smoke/report.ts';
import { guardGroup, OWN_GROUP } from '../shared/guard.ts';
import { installAws, type Answers, type AwsStandIn } from './aws-cli-stand-in.ts';
import { cleanEnv, programOf, run, type Outcome } from './run.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

const SMOKE = 'src/cli/commands/smoke.ts';
const ALARM = 'tenantql-try-smoke';

/** What CloudWatch answers if all is well: the first look is too early for the metric and for the alarm. */
const WELL: Answers = {
  'describe-alarms': [{ MetricAlarms: [{ AlarmName: ALARM, StateValue: 'OK' }] }],
  'get-metric-statistics': [{ Datapoints: [] }, { Datapoints: [{ SampleCount: 12, Unit: 'Milliseconds' }] }],
  'set-alarm-state': [{}],
  'describe-alarm-history': [
    { AlarmHistoryItems: [] },
    {
      AlarmHistoryItems: [
        {
          HistoryItemType: 'Action',
          HistorySummary: 'Successfully executed action arn:aws:sns:eu-central-1:111122223333:alarms',
        },
      ],
    },
  ],
};

let server: TestServer;
let folder: string;
let sdk: CognitoIdentityProvider;
/** An access token of the operator "opal". */
let token: string;
/** The file of outputs that a deployment of the stage "try" would write. */
let outputs: string;
beforeAll(async () => {
  server = await startServer();
  folder = temporaryFolder();
  outputs = join(folder, 'outputs.json');
  const stack = {
    Endpoint: server.endpoint,
    OperatorEndpoint: server.operatorEndpoint,
    SocketEndpoint: `${server.url.replace(/^http/, 'ws')}/realtime`,
    OperatorPoolId: server.operatorUserPoolId,
    OperatorPoolClientId: server.operatorClientId,
    UserPoolId: server.userPoolId,
    UserPoolClientId: server.clientId,
    MetricsNamespace: 'TenantQL/try',
    SmokeAlarm: ALARM,
  };
  const { MetricsNamespace: _missing, ...older } = stack;
  writeFileSync(outputs, JSON.stringify({ 'tenantql-try': stack, 'tenantql-older': older }));
  sdk = new CognitoIdentityProvider({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  token = await tokenOf('opal');
});
afterAll(async () => {
  sdk.destroy();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function tokenOf(operator: string): Promise<string> {
  const { stdout } = await run('src/cli/commands/token.ts', [operator, '--operator', '--data', server.data]);
  return stdout.trim();
}

/** The users and tenants of runs that are left. */
async function leftovers(id: string): Promise<readonly unknown[]> {
  const { Users = [] } = await sdk.listUsers({ UserPoolId: server.userPoolId });
  const { stdout } = await run('src/cli/commands/tenant.ts', [
    ...['list', '--name', `Smoke test ${id}`, '--json', '--data', server.data],
  ]);
  const tenants = JSON.parse(stdout) as readonly { status: string }[];
  return [
    ...Users.filter(({ Username }) => Username?.startsWith(`smoke-${id}`)),
    ...tenants.filter(({ status }) => status !== 'DELETED'),
  ];
}

/** A run without what differs in each: its id and tenants, the seconds, and the requests that it counts. */
const plain = (text: string): string =>
  text
    .replaceAll(/smoke-test-\w+-([ab])-\w+/g, 'TENANT-$1')
    .replaceAll(/\b[0-9a-f]{8}\b/g, 'RUN')
    .replaceAll(/ +\d+\.\d s/g, ' N s')
    .replaceAll(/\d+ events/g, 'N events');

const idOf = ({ stderr }: Outcome): string => /^Run ([0-9a-f]{8}) on /m.exec(stderr)?.[1] ?? 'none';
const reportIn = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as { ok: boolean; checks: readonly Check[] };
const verdicts = (file: string): Readonly<Record<string, string>> =>
  Object.fromEntries(reportIn(file).checks.map(({ name, is }) => [name, is]));

interface StageRun {
  readonly answers?: Answers;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** The output at which the user types Ctrl-C. */
  readonly stopAt?: RegExp;
}
let runs = 0;

/** Runs the command on the stage "try", whose API and pools are those of the laptop, and whose CloudWatch is a stand-in. */
async function onStage({ answers = WELL, env = {}, args = [], stopAt }: StageRun = {}): Promise<
  Outcome & { readonly aws: AwsStandIn; readonly file: string }
> {
  runs += 1;
  const aws = installAws(join(folder, `aws-${runs}`), answers);
  const file = join(folder, `report-${runs}.json`);
  const given = ['--stage', 'try', '--outputs', outputs, '--json', file, ...args];
  const child = spawn(process.execPath, [...programOf(SMOKE), ...given], {
    stdio: 'pipe',
    detached: OWN_GROUP,
    env: cleanEnv({
      TENANTQL_OPERATOR_TOKEN: token,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: server.url,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      PATH: aws.path,
      ...env,
    }),
  });
  const endGroup = guardGroup(child.pid ?? 0);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (stopAt?.test(said) && !child.killed) child.kill('SIGINT');
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [ended, stdout] = await Promise.all([code, text(child.stdout)]);
  endGroup();
  return { code: ended, stdout, stderr: said, aws, file };
}

/** What becomes of a run: with the purges, each takes half a minute, so they run at the same time. */
const started = (): Readonly<Record<'laptop' | 'well' | 'mute' | 'stopped', Promise<Outcome>>> => ({
  laptop: run(SMOKE, ['--data', server.data, '--json', join(folder, 'laptop.json')]),
  well: onStage(),
  mute: onStage({
    answers: {
      ...WELL,
      'describe-alarm-history': [
        {
          AlarmHistoryItems: [
            { HistorySummary: 'Failed to execute action arn:aws:sns:eu-central-1:1:alarms' },
          ],
        },
      ],
    },
  }),
  stopped: onStage({
    answers: { ...WELL, 'get-metric-statistics': [{ Datapoints: [] }] },
    stopAt: /waiting for metric/,
  }),
});

describe('npm run smoke', () => {
  let ended: Readonly<Record<keyof ReturnType<typeof started>, Outcome>>;
  beforeAll(async () => {
    const { laptop, well, mute, stopped } = started();
    ended = { laptop: await laptop, well: await well, mute: await mute, stopped: await stopped };
  });

  test('proves on a laptop that two tenants are served and kept apart, and removes them', async () => {
    const { code, stdout, stderr } = ended.laptop;
    expect(stderr).toContain('questions: the other tenant is as one that does not exist.');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^8 ok, 2 skipped, 0 failed, 0 not run, in /)]);
    expect(verdicts(join(folder, 'laptop.json'))).toMatchObject({ audit: 'ok', metric: 'skipped' });
    expect(await leftovers(idOf(ended.laptop))).toEqual([]);
  });

  test('waits on a stage for a metric and an alarm that reached its topic', async () => {
    const { code, stdout, stderr, aws, file } = ended.well as Awaited<ReturnType<typeof onStage>>;
    expect(stderr).toContain('CloudWatch counts 12 requests of the tier "free".');
    expect(stderr).toContain('Successfully executed action arn:aws:sns:');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^10 ok, 0 skipped, 0 failed, 0 not run, in /)]);
    expect(reportIn(file)).toMatchObject({ ok: true });
    const states = aws.calls().filter(([, operation]) => operation === 'set-alarm-state');
    expect(states.map((call) => call[call.indexOf('--state-value') + 1])).toEqual(['ALARM', 'OK']);
    for (const call of aws.calls()) expect(call).toEqual(expect.arrayContaining(['--region', 'us-east-1']));
    expect(await leftovers(idOf(ended.well))).toEqual([]);
  });

  test('prints what docs/first-deployment.md shows', () => {
    const { stdout, stderr } = ended.well;
    const shown = /^```\n(Run [^]*?)```$/m.exec(readFileSync('docs/first-deployment.md', 'utf8'))?.[1] ?? '';
    const lines = stderr.split('\n').filter((line) => /^(Run|ok) /.test(line));
    expect(plain([...lines, stdout].join('\n'))).toBe(plain(shown));
  });

  test('fails with the cause and a hint if the topic refuses the alarm, and cleans up', async () => {
    const { code, stdout, stderr, file } = ended.mute as Awaited<ReturnType<typeof onStage>>;
    expect(stderr).toMatch(
      /^failed +alarm .*CloudWatch could not publish the alarm: Failed to execute action/m,
    );
    expect(stderr).toContain("Look at the alarm's history and at the policy of the topic in SNS.");
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^9 ok, 0 skipped, 1 failed, 0 not run/)]);
    expect(verdicts(file)).toMatchObject({ metric: 'ok', alarm: 'failed', 'clean-up': 'ok' });
    expect(await leftovers(idOf(ended.mute))).toEqual([]);
  });

  test('cleans up when the user stops it, and reports what did not run', async () => {
    const { code, file } = ended.stopped as Awaited<ReturnType<typeof onStage>>;
    expect(code).toBe(130);
    expect(verdicts(file)).toMatchObject({ audit: 'ok', alarm: 'not run', 'clean-up': 'ok' });
    expect(await leftovers(idOf(ended.stopped))).toEqual([]);
  });

  test('an operator without the right makes nothing', async () => {
    const { code, stderr, aws } = await onStage({ env: { TENANTQL_OPERATOR_TOKEN: await tokenOf('sid') } });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^failed +tenants .*The operator may not make tenants: sign in as an operator of the group ADMIN\.$/m,
    );
    expect(stderr).toMatch(/^ok +clean-up /m);
    expect(aws.calls().map(([, operation]) => operation)).toContain('set-alarm-state');
  });

  test.each<[string, StageRun, RegExp]>([
    [
      'an expired token of an operator',
      { env: { TENANTQL_OPERATOR_TOKEN: 'ey.expired.token' } },
      /^failed +access .*The operators' API does not take the token, which lasts an hour: get a new one/m,
    ],
    [
      'an expired session of AWS',
      {
        answers: {
          'describe-alarms': [
            'An error occurred (ExpiredToken) when calling the DescribeAlarms operation: The security token included in the request is expired',
          ],
        },
      },
      /^failed +access .*The AWS session has expired: sign in with "aws sso login"/m,
    ],
    [
      'credentials without a right',
      {
        answers: {
          'describe-alarms': [
            'An error occurred (AccessDenied) when calling the DescribeAlarms operation: User: ada is not authorized to perform: cloudwatch:DescribeAlarms',
          ],
        },
      },
      /^failed +access .*AWS does not allow it: User: ada is not authorized/m,
    ],
    [
      'credentials of another account',
      { answers: { 'describe-alarms': [{ MetricAlarms: [] }] } },
      /^failed +access .*There is no alarm "tenantql-try-smoke" in us-east-1: these credentials are of another account/m,
    ],
    [
      'a machine without the AWS CLI',
      { env: { PATH: '/nowhere' } },
      /^failed +access .*The AWS CLI is not installed: https:/m,
    ],
  ])('%s is reported before anything is made', async (_what, asked, sentence) => {
    const { code, stderr, file } = await onStage(asked);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
    expect(verdicts(file)).toMatchObject({ tenants: 'not run', 'clean-up': 'not run' });
  });

  test('a refusal of the firewall is reported in its own words', async () => {
    const message = 'The firewall refused the request: its network is not allowed.';
    const firewall = createServer((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] }));
    });
    await new Promise<void>((resolve) => firewall.listen(0, '127.0.0.1', resolve));
    const { port } = firewall.address() as AddressInfo;
    const blocked = join(folder, 'blocked.json');
    const stack = (JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, object>)['tenantql-try'];
    const OperatorEndpoint = `http://127.0.0.1:${port}/graphql`;
    writeFileSync(blocked, JSON.stringify({ 'tenantql-try': { ...stack, OperatorEndpoint } }));
    const { code, stderr } = await onStage({ args: ['--outputs', blocked] });
    await new Promise((resolve) => firewall.close(resolve));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^failed +access .* s {2}FORBIDDEN: The firewall refused the request: its network/m,
    );
  });

  test.each<[readonly string[], string]>([
    [['--stage', 'prod'], 'has no outputs of the stage "prod": deploy it from here, or name the file with'],
    [
      ['--stage', 'older'],
      'The outputs of the stage "older" lack MetricsNamespace: deploy it again with this',
    ],
    [['--stage', 'try', '--clean', '../x'], '"../x" is no run: write the eight characters that it printed.'],
    [['--stage', 'try', '--wait', 'long'], '--wait takes a whole number, not "long".'],
  ])('rejects %j with a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await run(SMOKE, [...args, '--outputs', outputs], {
      env: { TENANTQL_OPERATOR_TOKEN: token },
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });
});
