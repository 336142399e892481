import {
  Dashboard,
  GraphWidget,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

import type { CustomMetrics } from './custom-metrics.ts';
import { queryLines, TENANT_QUERIES, type TenantQuery } from './tenant-queries.ts';
import type { Watched } from './watched.ts';

const HALF = 12;
/** The tenants that a widget lists. */
const TOP = 10;

/**
 * Adds the dashboard: the system as AWS sees it, then the tenants by tier as the functions count them, then the first
 * tenants by the log. A widget of the log reads it only while the dashboard is open.
 */
export function addDashboard(
  scope: Construct,
  { stage, functions, tables, apis, sockets, queues, period }: Watched,
  own: CustomMetrics,
): void {
  const graph = (title: string, left: IMetric[], right: IMetric[] = [], width = HALF): GraphWidget =>
    new GraphWidget({ title, left, right, width });
  const top = (query: TenantQuery): LogQueryWidget =>
    new LogQueryWidget({
      title: query.title,
      logGroupNames: [functions.graphql.current.logGroup.logGroupName],
      queryLines: queryLines(query, TOP),
      view: LogQueryVisualizationType.TABLE,
      width: HALF,
    });
  new Dashboard(scope, 'Dashboard', {
    dashboardName: `tenantql-${stage.name}`,
    widgets: [
      [
        graph(
          'Requests and p95',
          Object.values(apis).map((api) => api.metricCount({ period })),
          Object.values(apis).map((api) => api.metricLatency({ period, statistic: 'p95' })),
        ),
        graph(
          'Errors of functions',
          Object.values(functions).map(({ alias }) => alias.metricErrors({ period })),
        ),
      ],
      [
        graph('Requests by tier', own.byTier('Latency', 'SampleCount')),
        graph('p95 by tier, in milliseconds', own.byTier('Latency', 'p95')),
      ],
      [
        graph('Internal errors by tier', own.byTier('Failures', 'Sum'), [own.ofStage('Failures', 'Sum')]),
        graph('Refused by tier: throttled, or over the plan', own.byTier('Refused', 'Sum')),
      ],
      [
        graph('Cost by tier, in points', own.byTier('Cost', 'Sum')),
        graph(
          'Read (left) and write units by tier',
          own.byTier('ReadUnits', 'Sum'),
          own.byTier('WriteUnits', 'Sum'),
        ),
      ],
      [
        graph(
          'Consumed capacity',
          Object.values(tables).flatMap((table) => [
            table.metricConsumedReadCapacityUnits({ period }),
            table.metricConsumedWriteCapacityUnits({ period }),
          ]),
        ),
        graph(
          'Tenants whose work failed, mails that SES refused, and the longest wait of a job in seconds (right)',
          [own.ofStage('TenantsFailed', 'Sum'), own.ofStage('MailErrors', 'Sum')],
          [own.ofStage('JobWait', 'Maximum')],
        ),
      ],
      [
        graph(
          'Work that waits, and the age of the oldest in seconds (right)',
          [
            queues.work,
            queues.webhooks,
            queues.files,
            queues.deadWork,
            queues.deadWebhooks,
            queues.deadChanges,
            queues.deadFiles,
          ].map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })),
          [queues.work, queues.webhooks, queues.files].map((queue) =>
            queue.metricApproximateAgeOfOldestMessage({ period }),
          ),
        ),
        graph('Delay of the changes, in milliseconds', [
          functions.changes.current.metric('IteratorAge', { period, statistic: 'Maximum' }),
        ]),
      ],
      [
        graph(
          'Connects and messages of sockets, and p95 in milliseconds (right)',
          ['ConnectCount', 'MessageCount'].map((name) => sockets.metric(name, { period, statistic: 'Sum' })),
          [sockets.metric('IntegrationLatency', { period, statistic: 'p95' })],
        ),
        graph('Frames to subscribers, and those whose connection was gone', [
          own.ofStage('FramesPosted', 'Sum'),
          own.ofStage('FramesGone', 'Sum'),
        ]),
      ],
      TENANT_QUERIES.slice(0, 2).map(top),
      TENANT_QUERIES.slice(2).map(top),
    ],
  });
}
