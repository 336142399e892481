import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { mapsOf } from '../bundle.ts';
import { stageTable } from '../costs/stage.ts';
import { tableIn } from '../costs/table.ts';
import { deploymentPage } from '../lib/diagram.ts';
import { FUNCTIONS } from '../../src/lambda/function-names.ts';
import { BUNDLES } from '../lib/functions.ts';
import type { Outputs } from '../../src/cli/sign-in/index.ts';
import { openApp } from '../lib/app.ts';
import { rolesOf } from '../lib/roles.ts';
import type { Stage } from '../lib/stage.ts';
import { traced } from '../lib/trace.ts';
import { stageOf } from '../lib/check-stage.ts';
import roles from '../../src/local/generated/roles.json';
import { TENANT_PATHS } from '../../src/lambda/gateway-settings.ts';
import { tableShape } from '../../src/store/index.ts';
import { claims } from './claims.ts';
import { httpDoor } from './claims/http-door.ts';
import { fixtureApp } from './fixture-app.ts';
import { synthesise, synthesiseSilo } from './deployable.ts';
import { copyOf, full, fullHttp, normalised, ofType, type Template } from './synthesise.ts';
import { withSilos } from './with-silos.ts';

const templates: Record<string, Template> = {};
const templateOf = (stage: string): Template => {
  const template = templates[stage];
  if (!template) throw new Error(`There is no template "${stage}".`);
  return template;
};

beforeAll(() => {
  // The rules of AWS Solutions and of the template throw on a finding.
  templates['full'] = withSilos(synthesise(full, true), [
    synthesiseSilo(full, 'acme', true),
    synthesiseSilo(full, 'acme-2'),
  ]);
  templates['fullHttp'] = synthesise(fullHttp, true);
  // The rules take seconds, so they skip the other stages, which have no resources beyond those of this one.
  process.env['CDK_VALIDATION'] = 'false';
  for (const stage of ['dev', 'prod']) templates[stage] = synthesise(stage);
});

describe.each(claims)('$title', ({ faults, breakIt, ofKept, ofWatched, ofRest }) => {
  const all = ofRest ? ['full'] : ['full', 'fullHttp'];
  const kept = ofKept ? ['prod', ...all] : ['dev', 'prod', ...all];
  it.each(ofWatched ? all : kept)('holds for the stage %s', (stage) => {
    expect(faults(templateOf(stage))).toEqual([]);
  });

  it('is reported as violated when the template is broken', () => {
    const broken = copyOf(templateOf('full'));
    breakIt(broken);
    expect(faults(broken)).not.toEqual([]);
  });
});

describe.each(httpDoor)('$title', ({ faults, breakIt }) => {
  it('holds', () => {
    expect(faults(templateOf('fullHttp'))).toEqual([]);
  });

  it('is reported as violated when the template is broken', () => {
    const broken = copyOf(templateOf('fullHttp'));
    breakIt(broken);
    expect(faults(broken)).not.toEqual([]);
  });
});

it('the data table has exactly the indexes that the schema needs', () => {
  const [, table] =
    ofType(templateOf('dev'), 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('DataTable')) ?? [];
  const indexes = (table?.Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[];
  const wanted = tableShape(fixtureApp.model).indexes.map(({ name }) => name);
  expect(indexes.map(({ IndexName }) => IndexName)).toEqual(wanted);
});

it('the policies of the local IAM equal those of the template: npm run roles', () => {
  expect(rolesOf(templateOf('dev'))).toEqual(roles);
});

it('the diagram in docs/deployment.md equals that of the template: npm run roles', () => {
  const page = readFileSync(join(__dirname, '../../docs/deployment.md'), 'utf8');
  expect(deploymentPage(templateOf('dev'))).toBe(page);
});

it.each(FUNCTIONS)('the function %s starts with exactly the environment of the template', (name) => {
  const prefix = `${name.replaceAll('-', '')}Function`;
  const [, made] =
    ofType(templateOf('prod'), 'AWS::Lambda::Function').find(([id]) => id.startsWith(prefix)) ?? [];
  const { Variables = {} } = (made?.Properties['Environment'] ?? {}) as {
    Variables?: Record<string, unknown>;
  };
  const forms = { POOL_ID: 'eu-central-1_Pool', SOCKET_ENDPOINT: 'https://example.com/realtime' };
  const given = Object.keys(Variables).map((key) => [
    key,
    Object.entries(forms).find(([end]) => key.endsWith(end))?.[1] ?? key.repeat(4),
  ]);
  const code = `console.log(typeof require(${JSON.stringify(join(BUNDLES, name))}).handler); process.exit()`;
  const env = {
    ...Object.fromEntries(given),
    NODE_OPTIONS: '',
    AWS_REGION: 'eu-central-1',
  } as NodeJS.ProcessEnv;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', code], { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('function');
});

it('a stage can have its functions call DynamoDB by the client of the SDK', () => {
  const chosen = (stage: string): Set<unknown> =>
    new Set(
      ofType(templateOf(stage), 'AWS::Lambda::Function')
        .map(
          ([, { Properties }]) =>
            Properties['Environment'] as { Variables?: Record<string, unknown> } | undefined,
        )
        .flatMap((environment) => (environment?.Variables?.['CONTROL_TABLE'] ? [environment.Variables] : []))
        .map((variables) => variables['DYNAMODB_CLIENT']),
    );
  expect(chosen('full')).toEqual(new Set(['sdk']));
  expect(chosen('prod')).toEqual(new Set([undefined]));
});

it('npm run trace finds the sources of a stack from a bundle', () => {
  const { stderr } = spawnSync(process.execPath, [join(BUNDLES, 'graphql', 'index.js')], {
    env: { AWS_REGION: 'eu-central-1' },
    encoding: 'utf8',
  });
  expect(stderr).toContain('index.js:');
  expect(traced(stderr, mapsOf('graphql'))).toMatch(/src\/lambda\/[a-z-]+\.ts:\d+:\d+/);
});

it.each(FUNCTIONS)(
  'the function %s has no source map in its folder, which its first error would read',
  (name) => {
    const others = readdirSync(join(BUNDLES, name)).filter((file) => !file.endsWith('.js'));
    expect(others.filter((file) => file !== 'node_modules')).toEqual([]);
  },
);

/** Lambda's limit is 250 MB of unpacked code; a tenth of that already starts slowly. */
const MOST_UNPACKED = 250_000_000 / 10;
const unpacked = (name: string): number =>
  readdirSync(join(BUNDLES, name), { recursive: true, encoding: 'utf8' }).reduce(
    (sum, file) => sum + statSync(join(BUNDLES, name, file)).size,
    0,
  );

it.each(FUNCTIONS)('the unpacked code of the function %s is small', (name) => {
  expect(unpacked(name)).toBeGreaterThan(1000);
  expect(unpacked(name)).toBeLessThan(MOST_UNPACKED);
});
it.each(['authorizer', 'operator-authorizer'])(
  'the function %s, which each new token waits for, has no GraphQL server in its bundle',
  (name) => {
    const contains = (bundle: string): boolean =>
      readFileSync(join(BUNDLES, bundle, 'index.js'), 'utf8').includes('csrfPrevention');
    expect([contains(name), contains('graphql')]).toEqual([false, true]);
  },
);
/** A name in the text of each client of the SDK. */
const SDK = 'smithy.ts.sdk.synthetic';
const fileOf = (name: string, file: string): string => readFileSync(join(BUNDLES, name, file), 'utf8');

it.each(FUNCTIONS)('the function %s has nothing of the SDK in the file that a start reads', (name) => {
  expect(fileOf(name, 'index.js')).not.toContain(SDK);
});
it.each([
  ...['graphql', 'operator', 'work'].flatMap((name) => ['s3.js', 'cognito.js'].map((file) => [name, file])),
  ['files', 's3.js'],
])('the function %s has the SDK for some of its requests in %s', (name = '', file = '') => {
  expect(fileOf(name, 'index.js')).toContain(`require("./${file}")`);
  expect(fileOf(name, file)).toContain(SDK);
});
it.each(FUNCTIONS.filter((name) => name !== 'operator-authorizer'))(
  'the function %s has the SDK for DYNAMODB_CLIENT=sdk, and for credentials that are not in its environment',
  (name) => {
    for (const file of ['sdk-calls.js', 'credentials.js']) {
      expect(fileOf(name, 'index.js')).toContain(`require("./${file}")`);
      expect(fileOf(name, file)).toContain(SDK);
    }
  },
);

it('only the function files loads sharp, at its first image, and infra/images has the version that the tests use', () => {
  const loads = (name: string): boolean => fileOf(name, 'index.js').includes('require("sharp")');
  expect(FUNCTIONS.filter(loads)).toEqual(['files']);
  const packageIn = (folder: string): { version?: string; dependencies?: Record<string, string> } =>
    JSON.parse(readFileSync(join(__dirname, '../..', folder, 'package.json'), 'utf8')) as object;
  const wanted = packageIn('infra/images').dependencies?.['sharp'];
  expect(packageIn('node_modules/sharp').version).toBe(wanted);
});

it('docs/costs.md has what a stage costs without requests, by its template: npm run costs', () => {
  const stages = { dev: templateOf('dev'), prod: templateOf('prod') };
  const page = readFileSync(join(__dirname, '../../docs/costs.md'), 'utf8');
  expect(tableIn(page, 'stage')).toEqual(stageTable(stages, Object.keys(fixtureApp.plans).length));
});

it('the commands find what they read of a stage in its outputs, and the alarm that npm run smoke lets ring is there', () => {
  const { Outputs, Resources } = templateOf('prod');
  const read: Outputs = {
    Endpoint: '',
    OperatorEndpoint: '',
    SocketEndpoint: '',
    OperatorPoolId: '',
    OperatorPoolClientId: '',
    UserPoolId: '',
    UserPoolClientId: '',
    IdentityPoolId: '',
    FilesBucket: '',
    MetricsNamespace: '',
    SmokeAlarm: '',
    ControlTable: '',
    WorkQueue: '',
    DeadWorkQueue: '',
    DeadChangesQueue: '',
    WebhooksQueue: '',
    DeadWebhooksQueue: '',
  };
  expect(Object.keys(Outputs)).toEqual(expect.arrayContaining(Object.keys(read)));
  const { Value } = Outputs['SmokeAlarm'] as { Value: { Ref: string } };
  expect(Resources[Value.Ref]?.Properties['AlarmName']).toBe('tenantql-prod-alarm-delivery');
});

it('the stage dev deletes its tables when it is removed, and prod keeps those with data', () => {
  const kept = (stage: string): unknown[] =>
    ofType(templateOf(stage), 'AWS::DynamoDB::GlobalTable').map(([, { DeletionPolicy }]) => DeletionPolicy);
  expect(kept('dev')).toEqual(['Delete', 'Delete', 'Delete']);
  expect(kept('prod')).toEqual(['RetainExceptOnCreate', 'RetainExceptOnCreate', 'Delete']);
});

it('the first deployment of a stage that keeps its data can be cleaned up, and what follows protects the data', () => {
  const guarded = (template: Template): string[] =>
    Object.entries(template.Resources)
      .filter(([, { Properties }]) =>
        /"DeletionProtection(Enabled)?":("ACTIVE"|true)/.test(JSON.stringify(Properties)),
      )
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
  expect(guarded(templateOf('prod'))).toEqual([
    'DataTable',
    'DataControl',
    'IdentityUsers',
    'IdentityOperators',
  ]);
  const first = { ...stageOf('prod', fixtureApp), protect: false };
  expect(guarded(synthesise(first))).toEqual([]);
  const protectedIn = (stage: Stage): boolean | undefined =>
    openApp({ deployed: fixtureApp, stage, rules: false }).stack.terminationProtection;
  expect([protectedIn(first), protectedIn(stageOf('prod', fixtureApp))]).toEqual([false, true]);
});

it("Lambda's tenant isolation gets the tenant from the authorizer, and the features that it excludes are off", () => {
  const isolated = synthesise({ ...full, isolateTenants: true });
  const [, graphql] =
    ofType(isolated, 'AWS::Lambda::Function').find(([id]) => id.startsWith('graphqlFunction')) ?? [];
  expect(graphql?.Properties['TenancyConfig']).toEqual({ TenantIsolationMode: 'PER_TENANT' });
  const tenants = ofType(isolated, 'AWS::ApiGateway::Method').filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes(
      '"integration.request.header.X-Amz-Tenant-Id":"context.authorizer.environment"',
    ),
  );
  expect(tenants).toHaveLength(Object.values(TENANT_PATHS).flat().length);
  expect(JSON.stringify(isolated)).not.toContain('ProvisionedConcurrencyConfig');
  expect(ofType(isolated, 'AWS::CodeDeploy::DeploymentGroup')).toEqual([]);
});

it('an app without schedules is not called for slots each minute', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  const deployed = { ...fixtureApp, schedules: [] };
  const { app, stack } = openApp({ deployed, stage: 'dev', outdir, rules: false });
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: Template };
  const inputs = (one: Template): string => JSON.stringify(ofType(one, 'AWS::Events::Rule'));
  expect([inputs(template), inputs(templateOf('dev'))].map((text) => text.includes('slots'))).toEqual([
    false,
    true,
  ]);
});

it('a stage can trace nothing, and its functions then have no right to write traces', () => {
  const text = JSON.stringify(synthesise({ ...full, traces: null }));
  expect(text).not.toMatch(/xray:|"Mode":"Active"|"TracingEnabled":true|AWS::XRay/);
});

it('a stage names only the settings that differ, also of its tables and logs', () => {
  const stages = { trial: { capacity: { data: full.capacity.data }, logs: { days: 7 } } };
  const stage = stageOf('trial', { ...fixtureApp, stages });
  expect(stage.capacity).toEqual({ ...stageOf('dev', fixtureApp).capacity, data: full.capacity.data });
  expect(stage.logs).toEqual({ days: 7, platform: 'INFO', functions: 'INFO' });
});

it('the firewall holds the networks of operators by the version of their addresses', () => {
  const sets = ofType(templateOf('full'), 'AWS::WAFv2::IPSet').map(([, { Properties }]) => [
    Properties['IPAddressVersion'],
    Properties['Addresses'],
  ]);
  expect(sets).toEqual([
    ['IPV4', ['203.0.113.0/24']],
    ['IPV6', ['2001:db8::/32']],
  ]);
});

it('mails come from the address of the stage, and a smaller plan of Cognito has no threat protection', () => {
  const pools = ofType(templateOf('full'), 'AWS::Cognito::UserPool').map(([, { Properties }]) => Properties);
  for (const { EmailConfiguration } of pools)
    expect(EmailConfiguration).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: 'Example <hello@example.com>',
    });
  const smaller = synthesise({ ...full, featurePlan: 'ESSENTIALS' });
  for (const [, { Properties }] of ofType(smaller, 'AWS::Cognito::UserPool')) {
    expect(Properties).toMatchObject({ UserPoolTier: 'ESSENTIALS' });
    expect(JSON.stringify(Properties)).not.toContain('AdvancedSecurityMode');
  }
});

it('a stage lets web pages send every header, or only those that it names in addition to what the API needs', () => {
  const allowed = (template: Template): string[] =>
    ofType(template, 'AWS::ApiGateway::Method')
      .filter(([, { Properties }]) => Properties['HttpMethod'] === 'OPTIONS')
      .map(([, { Properties }]) => JSON.stringify(Properties['Integration']));
  const own =
    'authorization,content-type,idempotency-key,if-match,if-none-match,prefer,x-amz-user-agent,x-apollo-operation-name,x-error-format,x-tenant';
  for (const text of allowed(templateOf('dev'))) expect(text).toContain(`${own},*'`);
  const named = allowed(synthesise({ ...full, allowHeaders: ['traceparent'] }));
  expect(named).toHaveLength(Object.keys(TENANT_PATHS).length + 1);
  for (const text of named) expect(text).toContain(`${own},traceparent'`);
});

it.each(['dev', 'prod'])('the template of %s equals the reviewed snapshot: jest -u', (stage) => {
  expect(normalised(templateOf(stage))).toMatchSnapshot();
});

it('the stage staging differs from prod only in provisioned concurrency, the budget and a policy of alarms', () => {
  const prod = templateOf('prod');
  const staging = synthesise({ ...stageOf('staging', fixtureApp), name: 'prod' });
  const ids = new Set([...Object.keys(prod.Resources), ...Object.keys(staging.Resources)]);
  const different = [...ids].filter(
    (id) => JSON.stringify(prod.Resources[id]) !== JSON.stringify(staging.Resources[id]),
  );
  expect(different.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
    'MonitoringAlarmsPolicy',
    'MonitoringBudget',
    'authorizerLive',
    'graphqlLive',
  ]);
});

it.each(['dev', 'prod'])('the stage %s caches no answers and has no cache', (stage) => {
  expect(JSON.stringify(ofType(templateOf(stage), 'AWS::ApiGateway::Stage'))).not.toMatch(
    /"(CacheClusterEnabled|CachingEnabled)":true/,
  );
  expect(JSON.stringify(ofType(templateOf(stage), 'AWS::ApiGateway::Method'))).not.toContain(
    'CacheKeyParameters',
  );
});
