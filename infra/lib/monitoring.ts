import { Duration } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { addAlarmTopic, Alarms, allowToPublish } from './alarms.ts';
import { watchBackground } from './background-alarms.ts';
import { addDashboard } from './dashboard.ts';
import { namespaceOf, CustomMetrics } from './custom-metrics.ts';
import type { ServedFunction } from './functions.ts';
import { addQueries } from './queries.ts';
import { watchNewVersions } from './new-version.ts';
import { share } from './rates.ts';
import { watchSockets } from './socket-alarms.ts';
import type { Stage } from './stage.ts';
import { watchTable } from './table-alarm.ts';
import type { Watched } from './watched.ts';

export interface MonitoringProps extends Omit<Watched, 'period'> {
  /** The functions that are deployed gradually, by name. */
  readonly gradual: Readonly<Record<string, ServedFunction>>;
  readonly accessLogs: readonly ILogGroup[];
}

/** Percent of calls or requests, from which a kind of error is an alarm. */
const TOO_MANY = 1;

/** The kind of the alarm that `npm run smoke` lets ring. */
export const DELIVERY = 'alarm-delivery';

/** The dashboard of a stage, and an alarm for each event that an operator must check. docs/operate.md says how. */
export class Monitoring extends Construct {
  /** The topic that all alarms are sent to. */
  readonly topic: Topic;
  readonly #alarms: Alarms;

  constructor(scope: Construct, { accessLogs, gradual, ...props }: MonitoringProps) {
    super(scope, 'Monitoring');
    const watched = { ...props, period: Duration.minutes(5) };
    const { stage, tiers, functions } = props;
    const own = new CustomMetrics(stage, tiers, watched.period);
    this.topic = addAlarmTopic(this, stage);
    this.#alarms = new Alarms(this, stage, this.topic);
    this.#watchAws(watched);
    this.#watchOurselves(watched, own);
    watchNewVersions(this, stage, this.#alarms, gradual);
    this.#watchDelivery(watched.period);
    watchBackground(this.#alarms, watched, own);
    watchSockets(this.#alarms, watched, own);
    if (stage.monthlyBudget !== null) this.#watchCosts(stage, stage.monthlyBudget);
    addQueries(this, stage, { access: accessLogs, graphql: functions.graphql.current.logGroup });
    addDashboard(this, watched, own);
  }

  /** Returns an alarm by the thing that it watches and its kind: `graphql-errors`. */
  alarmOf(name: string): Alarm {
    return this.#alarms.get(name);
  }

  /** Adds the alarm on the alarms themselves, which `npm run smoke` lets ring. */
  #watchDelivery(period: Duration): void {
    this.#alarms.add(DELIVERY, {
      metric: this.topic.metricNumberOfNotificationsFailed({ period }),
      threshold: 1,
      description: 'A subscriber did not get an alarm, or npm run smoke tests the way of the alarms.',
    });
  }

  /** Adds alarms on the metrics of AWS's services. */
  #watchAws({ functions, tables, apis, period }: Watched): void {
    for (const [name, { alias, current }] of Object.entries(functions)) {
      this.#alarms.add('errors', {
        of: name,
        metric: share(alias.metricErrors({ period }), [alias.metricInvocations({ period })], period),
        threshold: TOO_MANY,
        description: 'A function fails.',
      });
      this.#alarms.add('throttles', {
        of: name,
        metric: share(
          current.metricThrottles({ period }),
          [current.metricThrottles({ period }), current.metricInvocations({ period })],
          period,
        ),
        threshold: TOO_MANY,
        description: 'A function is not started often enough.',
      });
    }
    for (const [name, table] of Object.entries(tables)) watchTable(this.#alarms, name, table, period);
    for (const [name, api] of Object.entries(apis)) {
      this.#alarms.add('server-errors', {
        of: name,
        // The average of this metric is the share of requests.
        metric: api.metricServerError({ period, statistic: 'Average' }),
        threshold: TOO_MANY / 100,
        description: 'The API fails.',
      });
      this.#alarms.add('latency', {
        of: name,
        metric: api.metricLatency({ period, statistic: 'p95' }),
        threshold: 3000,
        description: 'One request of twenty takes longer than three seconds.',
      });
    }
  }

  /** Adds alarms on metrics that we extract from our own logs. */
  #watchOurselves({ stage, functions, apis, sockets, metering, period }: Watched, own: CustomMetrics): void {
    this.#alarms.add('failures', {
      metric: share(
        own.ofStage('Failures', 'Sum'),
        [
          ...Object.values(apis).map((api) => api.metricCount({ period, statistic: 'Sum' })),
          // Not the messages: the pings of many sockets would hide the failures of few requests.
          sockets.metric('ConnectCount', { period, statistic: 'Sum' }),
        ],
        period,
      ),
      threshold: TOO_MANY,
      description: 'Requests, subscriptions or events are answered with internal errors.',
    });
    this.#alarms.add('usage-late', {
      metric: metering.age(period),
      threshold: Duration.minutes(30).toSeconds(),
      description: 'Log lines of requests have not reached their bucket for half an hour.',
    });
    this.#alarms.add('usage-stalled', {
      metric: own.ofStage('UsageRounds', 'Sum', Duration.hours(3)),
      threshold: 1,
      description: 'Usage has not been counted for three hours.',
      below: true,
      missing: true,
    });
    this.#alarms.add('usage-lost', {
      metric: own.ofStage('UsageLost', 'Sum'),
      threshold: 1,
      description: 'Usage cannot be counted from log lines of requests.',
    });
    this.#alarms.add('limits-off', {
      metric: own.ofStage('LimitsOff', 'Sum'),
      threshold: 1,
      description: 'The limits of a tenant are off, because the control table does not answer.',
    });
    const [isolation] = Object.entries(functions).map(([name, { current }]) =>
      new MetricFilter(this, `${name}-isolation`, {
        logGroup: current.logGroup,
        metricNamespace: namespaceOf(stage),
        metricName: 'IsolationAlarms',
        filterPattern: FilterPattern.any(
          FilterPattern.stringValue('$.message', '=', 'isolation alarm'),
          // The services of AWS call it one or the other.
          FilterPattern.stringValue('$.error', '=', 'AccessDeniedException'),
          FilterPattern.stringValue('$.error', '=', 'AccessDenied'),
        ),
        metricValue: '1',
        defaultValue: 0,
      }).metric({ period, statistic: 'Sum' }),
    );
    if (!isolation) return;
    this.#alarms.add('isolation', {
      metric: isolation,
      threshold: 1,
      description: 'A row was found where it must not be, or a call was denied by IAM.',
    });
  }

  /**
   * Adds a budget. Budgets belong to the account: this one counts the resources with the stage's tags, once those are
   * activated for costs.
   */
  #watchCosts({ name }: Stage, amount: number): void {
    const { topic } = this;
    allowToPublish(topic, 'budgets.amazonaws.com');
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `tenantql-${name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:Stage$${name}`] },
      },
      notificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
        notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold: 100 },
        subscribers,
      })),
    });
    // AWS Budgets tries the topic at once, so its policy comes first.
    budget.node.addDependency(topic);
  }
}
