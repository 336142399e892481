import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';

import { areDefaultTraces, type Stage } from './stage.ts';

/** Before the rule of X-Ray itself, which is the last. */
const PRIORITY = 1000;

/**
 * Has X-Ray trace another part of the tenants' requests than it does by itself. The gateway decides for each request, and
 * what is behind it follows.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-configuring-xray-sampling-rules.html
 */
export function addSampling(scope: Construct, { name, traces }: Stage, api: RestApi): void {
  if (traces === null || areDefaultTraces(traces)) return;
  const { perSecond, share } = traces;
  new CfnSamplingRule(scope, 'Sampling', {
    samplingRule: {
      version: 1,
      ruleName: `tenantql-${name}`,
      priority: PRIORITY,
      reservoirSize: perSecond,
      fixedRate: share,
      serviceName: `${api.restApiName}/${api.deploymentStage.stageName}`,
      serviceType: 'AWS::ApiGateway::Stage',
      host: '*',
      httpMethod: '*',
      urlPath: '*',
      resourceArn: '*',
    },
  });
}
