import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Stage } from './stage.ts';

/**
 * The bus of events about tenants: `tenantql-prod`. The functions put events, and rules of yours send them to other
 * systems. Without a rule AWS drops them. A bus of the stage's own keeps the events of two stages apart, and a rule of another
 * account sees nothing else.
 */
export class TenantEvents extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'TenantEvents');
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `tenantql-${stage.name}`,
      description: `Events about tenants of the stage ${stage.name}`,
    });
  }

  /** Lets a role put events on this bus alone. */
  grantPutting(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
  }
}
