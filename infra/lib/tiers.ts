import { ApiKey, UsagePlan, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

import type { Plans } from '../../src/platform/index.ts';
import { tierKey, tierThrottles } from '../../src/lambda/gateway-tiers.ts';
import type { Stage } from './stage.ts';

/** Returns the prefix of a stage's gateway keys: `tenantql-prod`. The authorizer names the keys by it. */
export function tierPrefix(stage: Stage): string {
  return `tenantql-${stage.name}`;
}

/**
 * A usage plan for each plan of the app, with one key. The authorizer counts all tenants of the plan to it.
 * It has no quota, because tenants would use it up for each other. The API itself counts months.
 */
export class Tiers extends Construct {
  constructor(scope: Construct, stage: Stage, plans: Plans, api: RestApi) {
    super(scope, 'Tiers');
    let before: UsagePlan | undefined;
    for (const [name, { rate, burst }] of Object.entries(tierThrottles(plans, stage.throttle, stage.tiers))) {
      const description = `All tenants of the plan ${name}`;
      const plan = new UsagePlan(this, `${name}Plan`, {
        name: `tenantql-${stage.name}-${name}`,
        description,
        throttle: { rateLimit: rate, burstLimit: burst },
        apiStages: [{ api, stage: api.deploymentStage }],
      });
      const value = tierKey(tierPrefix(stage), name);
      plan.addApiKey(
        new ApiKey(this, `${name}Key`, { apiKeyName: `tenantql-${stage.name}-${name}`, description, value }),
      );
      // API Gateway makes one change of a stage's usage plans at a time.
      if (before) plan.node.addDependency(before);
      before = plan;
    }
  }
}
