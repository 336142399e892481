import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

import { ALIAS } from './functions.ts';

/** Returns the sum of metrics by their ids. A metric without data counts as 0, and does not leave the sum without data. */
export function sumOf(ids: readonly string[]): string {
  return `SUM([${ids.map((id) => `FILL(${id}, 0)`).join(', ')}])`;
}

/**
 * Returns what share of something is bad, in percent. Without any there is no data, which is no alarm.
 * A part of the whole that has no data counts as 0: an operator seldom calls, and a function without a free copy has no calls.
 */
export function share(bad: IMetric, all: readonly IMetric[], period: Duration): MathExpression {
  const parts = Object.fromEntries(all.map((metric, place) => [`all${place}`, metric]));
  return new MathExpression({
    expression: `100 * FILL(bad, 0) / ${sumOf(Object.keys(parts))}`,
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
