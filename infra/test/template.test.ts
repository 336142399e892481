import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundle } from '../bundle.ts';
import { deploymentPage } from '../lib/diagram.ts';
import { BUNDLES, FUNCTIONS } from '../lib/functions.ts';
import { rolesOf } from '../lib/roles.ts';
import { stageOf } from '../lib/stage.ts';
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

it.each(['graphql', 'operator', 'jobs'])(
  '%s keeps archives by an SDK in a file of its own, which no start has to read',
  (name) => {
    const read = (file: string): string => readFileSync(join(BUNDLES, name, file), 'utf8');
    expect(read('index.js')).toContain('require("./s3.js")');
    expect(read('index.js')).not.toContain('"AmazonS3"');
    expect(read('s3.js')).toContain('"AmazonS3"');
  },
);

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

it('a name that cannot be part of names is refused', () => {
  expect(() => stageOf('Prod_1')).toThrow('"Prod_1" is no name of a stage');
});
