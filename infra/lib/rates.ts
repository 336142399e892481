import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

import { ALIAS } from './functions.ts';

/** Returns what share of something is bad, in percent. Without any there is no data, which is no alarm. */
export function share(bad: IMetric, all: readonly IMetric[], period: Duration): MathExpression {
  const parts = Object.fromEntries(all.map((metric, place) => [`all${place}`, metric]));
  return new MathExpression({
    expression: `100 * FILL(bad, 0) / (${Object.keys(parts).join(' + ')})`,
    usingMetrics: { bad, ...parts },
    period,
  });
}

/**
 * Returns a metric of the calls of the version that a template deploys. Lambda counts them while an alias moves from one
 * version to another (AWS Lambda Developer Guide, "Types of metrics", `ExecutedVersion`).
 */
export function ofNewVersion(current: LambdaFunction, metricName: string, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: {
      FunctionName: current.functionName,
      Resource: `${current.functionName}:${ALIAS}`,
      ExecutedVersion: current.currentVersion.version,
    },
    statistic: 'Sum',
    period,
  });
}
