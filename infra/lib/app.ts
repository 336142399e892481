import { App, Validations, type Environment } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { nagSuppressionsOf } from './nag-suppressions.ts';
import { checkedStage, requireTenantId, stageOf } from './check-stage.ts';
import { SiloStack } from './silo-stack.ts';
import { TenantqlStack } from './stack.ts';
import { DEFAULT_REGION, type DeployedApp, type Stage } from './stage.ts';

export interface AppOptions {
  readonly deployed: DeployedApp;
  /** The name of a stage, or a stage itself. */
  readonly stage: string | Stage;
  readonly outdir?: string;
  /** Whether to check the rules of AWS Solutions in addition to the template's own. They take a few seconds. */
  readonly rules?: boolean;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Opens the app of one stage, not yet synthesised. */
export function openApp({ deployed, stage: wanted, rules = true, ...options }: AppOptions): {
  readonly app: App;
  readonly stack: TenantqlStack;
} {
  const stage = stageFor(wanted, deployed);
  const app = emptyApp(options);
  const stack = new TenantqlStack(app, `tenantql-${stage.name}`, {
    env: environment(),
    stage,
    model: deployed.model,
    plans: deployed.plans,
    schedules: deployed.schedules,
    description: `TenantQL, stage ${stage.name}`,
  });
  if (rules) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    for (const finding of nagSuppressionsOf(stage, stack.region)) Validations.of(stack).acknowledge(finding);
  }
  return { app, stack };
}

/**
 * Opens the app of the silos of tenants in one stage, each a stack of its own, not yet synthesised.
 * @throws {Error} if an id is not that of a tenant
 */
export function openSiloApp({
  deployed,
  stage: wanted,
  tenants,
  rules = true,
  ...options
}: AppOptions & { readonly tenants: readonly string[] }): {
  readonly app: App;
  readonly stacks: readonly SiloStack[];
} {
  const stage = stageFor(wanted, deployed);
  for (const tenant of tenants) requireTenantId(tenant);
  const app = emptyApp(options);
  const stacks = tenants.map(
    (tenant) =>
      new SiloStack(app, {
        env: environment(),
        stage,
        model: deployed.model,
        tenant,
        description: `TenantQL, stage ${stage.name}: the table of ${tenant}`,
      }),
  );
  if (rules) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stacks };
}

function stageFor(wanted: string | Stage, deployed: DeployedApp): Stage {
  return typeof wanted === 'string' ? stageOf(wanted, deployed) : checkedStage(wanted, deployed.plans);
}

function emptyApp({ outdir, context }: Pick<AppOptions, 'outdir' | 'context'>): App {
  return new App({
    ...(outdir === undefined ? {} : { outdir }),
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
  });
}

function environment(): Environment {
  const account = process.env['CDK_DEFAULT_ACCOUNT'];
  return {
    ...(account !== undefined && { account }),
    region: process.env['CDK_DEFAULT_REGION'] ?? DEFAULT_REGION,
  };
}
