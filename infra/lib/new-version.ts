import { Duration } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import type { Alarms } from './alarms.ts';
import { namespaceOf } from './custom-metrics.ts';
import type { ServedFunction } from './functions.ts';
import { ofNewVersion, share } from './rates.ts';
import type { Stage } from './stage.ts';

/** A gradual deployment looks at the first tenth for five minutes. */
const PERIOD = Duration.minutes(1);
/** Percent of the requests of a new version. */
const TOO_MANY = 1;

/** The functions whose log says which requests failed inside, whatever their status. */
const COUNTING = ['graphql', 'operator', 'socket'];

/**
 * Adds the alarms that roll a new version back: on its own errors, and on its own answers with internal errors. What the
 * old version does meanwhile moves none of them.
 */
export function watchNewVersions(
  scope: Construct,
  stage: Stage,
  alarms: Alarms,
  functions: Readonly<Record<string, ServedFunction>>,
): void {
  for (const [name, { current }] of Object.entries(functions)) {
    const calls = [ofNewVersion(current, 'Invocations', PERIOD)];
    alarms.add('new-version-errors', {
      of: name,
      metric: share(ofNewVersion(current, 'Errors', PERIOD), calls, PERIOD),
      threshold: TOO_MANY,
      description: 'A new version of a function fails.',
    });
    if (!COUNTING.includes(name)) continue;
    const failures = new MetricFilter(scope, `${name}-new-version`, {
      logGroup: current.logGroup,
      metricNamespace: namespaceOf(stage),
      metricName: `${name}NewVersionFailures`,
      filterPattern: FilterPattern.literal(
        `{ ($.version = "${current.currentVersion.version}") && ($.Failures > 0) }`,
      ),
      metricValue: '1',
    }).metric({ period: PERIOD, statistic: 'Sum' });
    alarms.add('new-version-failures', {
      of: name,
      metric: share(failures, calls, PERIOD),
      threshold: TOO_MANY,
      description: 'A new version of a function answers with internal errors.',
    });
  }
}

/** Returns the names of the alarms that roll a function back. */
export function newVersionAlarms(name: string): string[] {
  const failures = COUNTING.includes(name) ? [`${name}-new-version-failures`] : [];
  return [`${name}-new-version-errors`, ...failures];
}
