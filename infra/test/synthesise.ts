import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openApp, openSiloApp } from '../lib/app.ts';
import { fixtureApp } from './fixture-app.ts';
import { DEFAULT_TRACES, type Stage } from '../lib/stage.ts';
import { stageOf } from '../lib/check-stage.ts';

export interface Template {
  Resources: Record<string, Resource>;
  readonly Parameters?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
  readonly Mappings?: Record<string, unknown>;
  readonly Outputs: Record<string, unknown>;
}
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
  readonly Metadata?: unknown;
  readonly DependsOn?: string | string[];
  readonly Condition?: string;
}

/** A stage with all options except Lambda's tenant isolation, which excludes some of the others. */
export const full: Stage = {
  ...stageOf('prod', fixtureApp),
  name: 'full',
  dynamoDbClient: 'sdk',
  archiveDays: 90,
  scanFiles: true,
  fileOrigins: ['https://app.example.com'],
  alarmEmail: 'operators@example.com',
  domain: {
    name: 'api.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/6f1f4c3e-0000-4000-8000-000000000000',
  },
  realtimeDomain: {
    name: 'live.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/6f1f4c3e-0000-4000-8000-000000000001',
  },
  tiers: { free: { rate: 50, burst: 25 } },
  cacheGets: { seconds: 30, sizeGb: 0.5 },
  mail: { from: 'hello@example.com', name: 'Example' },
  appUrl: 'https://app.example.com',
  hostedSignIn: { domainPrefix: 'tenantql-full', callbackUrls: ['https://app.example.com/'], branding: null },
  capacity: {
    data: { mode: 'onDemand', maxReads: 40_000, maxWrites: 20_000, warm: { reads: 30_000, writes: 10_000 } },
    control: {
      mode: 'provisioned',
      reads: { min: 50, max: 5_000, target: 70 },
      writes: { min: 20, max: 2_000, target: 60 },
    },
    silo: { mode: 'onDemand', maxReads: null, maxWrites: 1_000, warm: null },
  },
  operatorNetworks: ['203.0.113.0/24', '2001:db8::/32'],
  logs: { days: 365, platform: 'WARN', functions: 'INFO' },
  traces: { perSecond: 2, share: 0.1 },
};

/** The same with the cheaper door, without what that door cannot have. */
export const fullHttp: Stage = { ...full, door: 'http', cacheGets: null, tiers: {}, traces: DEFAULT_TRACES };

/** Returns the template of a stage. @throws if `rules` is true and a rule reports a finding. */
export function synthesise(stage: string | Stage, rules = false): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  const { app, stack } = openApp({ deployed: fixtureApp, stage, outdir, rules });
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: Template };
  return template;
}

/** Returns the template of a tenant's silo. @throws as `synthesise` */
export function synthesiseSilo(stage: string | Stage, tenant: string, rules = false): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  const { app, stacks } = openSiloApp({ deployed: fixtureApp, stage, tenants: [tenant], outdir, rules });
  const { template } = app.synth().getStackArtifact(stacks[0]?.artifactId ?? '') as {
    template: Omit<Template, 'Outputs'>;
  };
  return { Outputs: {}, ...template };
}

/** Returns a copy of a template that a test may break. */
export function copyOf(template: Template): Template {
  return JSON.parse(JSON.stringify(template)) as Template;
}

export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Returns a template without the bundles and versions of functions, which change with their code. */
export function normalised(template: Template): unknown {
  const text = JSON.stringify(template)
    .replaceAll(/[0-9a-f]{64}\.zip/g, 'BUNDLE.zip')
    .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
  return JSON.parse(text);
}
