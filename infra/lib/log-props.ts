import { RetentionDays, type LogGroupProps } from 'aws-cdk-lib/aws-logs';

import { removalPolicyOf } from './removal-policy.ts';
import type { Stage } from './stage.ts';

/**
 * Returns what all logs of a stage have: the days that they are kept, and what becomes of them when they leave it.
 * @throws {Error} if CloudWatch has no such retention
 */
export function logPropsOf(stage: Stage): LogGroupProps {
  const retention = Object.values(RetentionDays).find((days) => Number(days) === stage.logs.days);
  if (typeof retention !== 'number') throw new Error(`CloudWatch keeps no log for ${stage.logs.days} days.`);
  return { retention, removalPolicy: removalPolicyOf(stage) };
}
