import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { nagSuppressionsOf } from './nag-suppressions.ts';
import { checkedStage, stageOf } from './check-stage.ts';
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
export function openApp({ deployed, stage: wanted, outdir, rules = true, context }: AppOptions): {
  readonly app: App;
  readonly stack: TenantqlStack;
} {
  const stage = typeof wanted === 'string' ? stageOf(wanted, deployed) : checkedStage(wanted, deployed.plans);
  const app = new App({
    ...(outdir === undefined ? {} : { outdir }),
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
  });
  const stack = new TenantqlStack(app, `tenantql-${stage.name}`, {
    env: {
      account: process.env['CDK_DEFAULT_ACCOUNT'],
      region: process.env['CDK_DEFAULT_REGION'] ?? DEFAULT_REGION,
    },
    stage,
    model: deployed.model,
    plans: deployed.plans,
    description: `TenantQL, stage ${stage.name}`,
  });
  if (rules) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    for (const finding of nagSuppressionsOf(stage, stack.region)) Validations.of(stack).acknowledge(finding);
  }
  return { app, stack };
}
