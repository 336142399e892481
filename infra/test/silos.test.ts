import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import prices from '../costs/prices.json';
import { metricsOf } from '../costs/stage.ts';
import { openSiloApp } from '../lib/app.ts';
import { stageOf } from '../lib/check-stage.ts';
import type { Stage } from '../lib/stage.ts';
import { synthesiseSilo } from './deployable.ts';
import { fixtureApp } from './fixture-app.ts';
import { copyOf, ofType, type Template } from './synthesise.ts';
import { withSilos } from './with-silos.ts';

let silo: Template;
beforeAll(() => {
  process.env['CDK_VALIDATION'] = 'false';
  silo = synthesiseSilo('prod', 'acme');
});

const typesOf = ({ Resources }: Template): string[] =>
  Object.values(Resources)
    .map(({ Type }) => Type)
    .sort();

it('a silo is a table with its alarm and the reader of its stream: two resources for $0.40 a month, and the table', () => {
  expect(typesOf(silo)).toEqual([
    'AWS::CloudWatch::Alarm',
    'AWS::DynamoDB::GlobalTable',
    'AWS::Lambda::EventSourceMapping',
  ]);
  const metrics = ofType(silo, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => metricsOf(Properties));
  const month = metrics.reduce((sum, count) => sum + count * prices.usd.alarmMetrics.usd, 0);
  const page = readFileSync(join(__dirname, '../../docs/platform/isolation.md'), 'utf8');
  expect(page).toContain(`and $${month.toFixed(2)} a month for its alarm`);
  expect(page).toContain(`a stack of its own with ${Object.keys(silo.Resources).length} resources`);
});

it('the table of a silo has the tags of its stage and of its tenant', () => {
  const [replica] = ofType(silo, 'AWS::DynamoDB::GlobalTable').flatMap(
    ([, { Properties }]) => Properties['Replicas'] as { Tags: { Key: string; Value: string }[] }[],
  );
  expect(Object.fromEntries(replica?.Tags.map(({ Key, Value }) => [Key, Value]) ?? [])).toEqual({
    Project: 'tenantql',
    Stage: 'prod',
    TenantId: 'acme',
  });
});

it('a silo of a stage that keeps its data is kept and protected, once its first deployment has succeeded', () => {
  const guardOf = (stage: Stage | string): unknown[] => {
    const [[, table] = []] = ofType(synthesiseSilo(stage, 'acme'), 'AWS::DynamoDB::GlobalTable');
    const [replica] = table?.Properties['Replicas'] as { DeletionProtectionEnabled?: boolean }[];
    const { stacks } = openSiloApp({ deployed: fixtureApp, stage, tenants: ['acme'], rules: false });
    return [table?.DeletionPolicy, replica?.DeletionProtectionEnabled, stacks[0]?.terminationProtection];
  };
  expect(guardOf('prod')).toEqual(['RetainExceptOnCreate', true, true]);
  expect(guardOf({ ...stageOf('prod', fixtureApp), protect: false })).toEqual([
    'RetainExceptOnCreate',
    false,
    false,
  ]);
  expect(guardOf('dev')).toEqual(['Delete', false, false]);
});

it('an app of silos has a stack for each tenant', () => {
  const { stacks } = openSiloApp({
    deployed: fixtureApp,
    stage: 'dev',
    tenants: ['acme', 'globex'],
    rules: false,
  });
  expect(stacks.map(({ stackName }) => stackName)).toEqual([
    'tenantql-dev-silo-acme',
    'tenantql-dev-silo-globex',
  ]);
});

it('a silo uses four things of its stage, and a stage that does not export one of them is found', () => {
  const names = [...JSON.stringify(silo).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
  expect([...new Set(names)].sort()).toEqual(
    ['AlarmTopicArn', 'ChangesArn', 'DeadChangesArn', 'KeyArn'].map((name) => `tenantql-prod-${name}`),
  );
  const stage = { ...copyOf(silo), Outputs: {} };
  expect(() => withSilos(stage, [silo])).toThrow(/^The stage exports no "tenantql-prod-\w+"\.$/);
});

it('the template of a silo equals the reviewed snapshot: jest -u', () => {
  expect(silo).toMatchSnapshot();
});
