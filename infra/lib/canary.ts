import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { ALIAS, type ServedFunction } from './functions.ts';

/** A function, and the alarms that show a bad new version. */
export interface CanaryFunction {
  readonly name: string;
  readonly served: ServedFunction;
  readonly alarms: readonly Alarm[];
}

/**
 * Moves an alias to a new version in two steps: a tenth of the requests for five minutes, then all.
 * If an alarm rings meanwhile, the alias goes back and the deployment of the stack fails.
 */
export class CanaryDeployment extends Construct {
  constructor(scope: Construct, functions: readonly CanaryFunction[]) {
    super(scope, 'Gradual');
    const role = new Role(this, 'Role', {
      description: 'Moves the aliases of functions to new versions',
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    });
    // AWS's own policy would allow changes of every alias of the account.
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        // By the function, because the alias awaits the deployment group, which awaits this policy.
        resources: functions.flatMap(({ served: { current } }) => [
          current.functionArn,
          `${current.functionArn}:${ALIAS}`,
        ]),
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
    const application = new LambdaApplication(this, 'Application');
    for (const { name, served, alarms } of functions) {
      const group = new LambdaDeploymentGroup(this, name, {
        application,
        alias: served.alias,
        alarms: [...alarms],
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        role: role.withoutPolicyUpdates(),
      });
      group.node.addDependency(role);
    }
  }
}
