import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { bundle } from '../bundle.ts';
import { deploymentPage } from '../lib/diagram.ts';
import { BUNDLES, FUNCTIONS } from '../lib/functions.ts';
import { rolesOf } from '../lib/roles.ts';
import { stageOf, type Stage } from '../lib/stage.ts';
import model from '../../src/generated/model.json';
import roles from '../../src/generated/roles.json';
import type { Model } from '../../src/model/index.ts';
import { tableShape } from '../../src/store/index.ts';
import { claims } from './claims.ts';
import { copyOf, full, normalised, ofType, synthesise, type Template } from './synthesise.ts';

const templates: Record<string, Template> = {};
const templateOf = (stage: string): Template => {
  const template = templates[stage];
  if (!template) throw new Error(`There is no template "${stage}".`);
  return template;
};

beforeAll(async () => {
  await bundle();
  // The rules of AWS Solutions and those of the template throw when they find something.
  templates['full'] = synthesise(full, true);
  // They take seconds, so the other stages, which hold nothing that this one does not, go without.
  process.env['CDK_VALIDATION'] = 'false';
  for (const stage of ['dev', 'prod']) templates[stage] = synthesise(stage);
});

describe.each(claims)('$title', ({ faults, breakIt, ofKept }) => {
  it.each(ofKept ? ['prod', 'full'] : ['dev', 'prod', 'full'])('holds of %s', (stage) => {
    expect(faults(templateOf(stage))).toEqual([]);
  });

  it('is noticed when it does not', () => {
    const broken = copyOf(templateOf('full'));
    breakIt(broken);
    expect(faults(broken)).not.toEqual([]);
  });
});

it('the data table has exactly the indexes that the schema needs', () => {
  const [, table] =
    ofType(templateOf('dev'), 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('DataTable')) ?? [];
  const indexes = (table?.Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[];
  const wanted = tableShape(model as unknown as Model).indexes.map(({ name }) => name);
  expect(indexes.map(({ IndexName }) => IndexName)).toEqual(wanted);
});

it('the policies by which the laptop judges are those of the template: npm run roles', () => {
  expect(rolesOf(templateOf('dev'))).toEqual(roles);
});

it('the diagram of docs/deployment.md is that of the template: npm run roles', () => {
  const page = readFileSync(join(__dirname, '../../docs/deployment.md'), 'utf8');
  expect(deploymentPage(templateOf('dev'))).toBe(page);
});

it.each(FUNCTIONS)(
  '%s starts with the environment that the template gives it, and with nothing else',
  (name) => {
    const prefix = `${name.replaceAll('-', '')}Function`;
    const [, made] =
      ofType(templateOf('prod'), 'AWS::Lambda::Function').find(([id]) => id.startsWith(prefix)) ?? [];
    const { Variables = {} } = (made?.Properties['Environment'] ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    const given = Object.keys(Variables).map((key) => [
      key,
      key.endsWith('POOL_ID') ? 'eu-central-1_Pool' : key.repeat(4),
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
  },
);

/** Lambda unpacks 250 MB of a function at most; a tenth of that is already slow to start. */
const MOST_UNPACKED = 250_000_000 / 10;
const unpacked = (name: string): number =>
  readdirSync(join(BUNDLES, name)).reduce((sum, file) => sum + statSync(join(BUNDLES, name, file)).size, 0);

it.each(FUNCTIONS)('%s is small when it is unpacked', (name) => {
  expect(unpacked(name)).toBeGreaterThan(1000);
  expect(unpacked(name)).toBeLessThan(MOST_UNPACKED);
});
it.each(['graphql', 'operator', 'jobs'])(
  '%s keeps archives by an SDK in a file of its own, which no start has to read',
  (name) => {
    const read = (file: string): string => readFileSync(join(BUNDLES, name, file), 'utf8');
    expect(read('index.js')).toContain('require("./s3.js")');
    expect(read('index.js')).not.toContain('"AmazonS3"');
    expect(read('s3.js')).toContain('"AmazonS3"');
  },
);

it('docs/operate.md has the price of as many alarms as production has, each by the metrics that it looks at', () => {
  const looks = ofType(templateOf('prod'), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const parts = (Properties['Metrics'] ?? []) as { MetricStat?: unknown }[];
    return Math.max(1, parts.filter(({ MetricStat }) => MetricStat).length);
  });
  const metrics = looks.reduce((sum, count) => sum + count, 0);
  const page = readFileSync(join(__dirname, '../../docs/operate.md'), 'utf8');
  expect(page).toContain(`${looks.length} that look at ${metrics} metrics × 0.10`);
});

it('a stage for trying out keeps nothing, and production keeps everything', () => {
  const kept = (stage: string): unknown[] =>
    ofType(templateOf(stage), 'AWS::DynamoDB::GlobalTable').map(([, { DeletionPolicy }]) => DeletionPolicy);
  expect(kept('dev')).toEqual(['Delete', 'Delete']);
  expect(kept('prod')).toEqual(['Retain', 'Retain']);
});

it("Lambda's own isolation hands it the tenant of the authorizer, and leaves out what it excludes", () => {
  const isolated = synthesise({ ...full, isolateTenants: true });
  const [, graphql] =
    ofType(isolated, 'AWS::Lambda::Function').find(([id]) => id.startsWith('graphqlFunction')) ?? [];
  expect(graphql?.Properties['TenancyConfig']).toEqual({ TenantIsolationMode: 'PER_TENANT' });
  const tenants = ofType(isolated, 'AWS::ApiGateway::Method').filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes(
      '"integration.request.header.X-Amz-Tenant-Id":"context.authorizer.tenantId"',
    ),
  );
  expect(tenants).toHaveLength(2);
  expect(JSON.stringify(isolated)).not.toContain('ProvisionedConcurrencyConfig');
  expect(ofType(isolated, 'AWS::CodeDeploy::DeploymentGroup')).toEqual([]);
});

it.each(['dev', 'prod'])('the template of %s is the one that was reviewed: jest -u', (stage) => {
  expect(normalised(templateOf(stage))).toMatchSnapshot();
});

it('staging is production, but for warm copies and the watch on costs', () => {
  const prod = templateOf('prod');
  const staging = synthesise({ ...stageOf('staging'), name: 'prod' });
  const ids = new Set([...Object.keys(prod.Resources), ...Object.keys(staging.Resources)]);
  const different = [...ids].filter(
    (id) => JSON.stringify(prod.Resources[id]) !== JSON.stringify(staging.Resources[id]),
  );
  expect(different.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
    'MonitoringAlarmsPolicy',
    'MonitoringBudget',
    'graphqlLive',
  ]);
});

it('a name that cannot be part of names is refused', () => {
  expect(() => stageOf('Prod_1')).toThrow('"Prod_1" is no name of a stage');
  // The table of its tenant "b" would have the name of that of "silo-b" of the stage "a".
  expect(() => stageOf('a-silo')).toThrow('"a-silo" is no name of a stage');
});

it.each(['Acme', 'acme_2', '-acme', '*', '', 'a'.repeat(64)])(
  'a table for "%s", which no tenant can be called, is refused',
  (tenant) => {
    expect(() => synthesise({ ...full, silos: [tenant] })).toThrow(
      `"${tenant}" in "silos" of the stage "full" is no id of a tenant`,
    );
  },
);
it.each<[string, Partial<Stage>, string]>([
  [
    'a tier that is no plan',
    { tiers: { gold: { rate: 1, burst: 1 } } },
    'The tier "gold" is no plan of schema/plans.json: the tiers of a stage are free, team, enterprise.',
  ],
  [
    'answers kept for longer than a minute',
    { cacheGets: { seconds: 61, sizeGb: 0.5 } },
    'The stage keeps answers to GETs for 61 seconds: take a whole number from 1 to 60.',
  ],
  [
    'a cache of a size that AWS does not have',
    { cacheGets: { seconds: 5, sizeGb: 2 } },
    'There is no cache of 2 GB: take one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237.',
  ],
])('%s is refused in one sentence', (_what, more, sentence) => {
  expect(() => synthesise({ ...stageOf('dev'), ...more })).toThrow(sentence);
});

it.each(['dev', 'prod'])('%s keeps no answers, and pays for no cache', (stage) => {
  expect(JSON.stringify(ofType(templateOf(stage), 'AWS::ApiGateway::Stage'))).not.toMatch(
    /"(CacheClusterEnabled|CachingEnabled)":true/,
  );
  expect(JSON.stringify(ofType(templateOf(stage), 'AWS::ApiGateway::Method'))).not.toContain(
    'CacheKeyParameters',
  );
});
