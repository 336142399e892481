import { Duration } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { Alarms, allowToPublish } from './alarms.ts';
import { addDashboard } from './dashboard.ts';
import { namespaceOf, CustomMetrics } from './custom-metrics.ts';
import { addQueries } from './queries.ts';
import type { Stage } from './stage.ts';
import type { Watched } from './watched.ts';

export interface MonitoringProps extends Omit<Watched, 'period'> {
  readonly accessLogs: readonly ILogGroup[];
}

/** The kind of the alarm that `npm run smoke` lets ring. */
export const DELIVERY = 'alarm-delivery';

/** The dashboard of a stage, and an alarm for each event that an operator must check. docs/operate.md says how. */
export class Monitoring extends Construct {
  readonly #alarms: Alarms;

  constructor(scope: Construct, { accessLogs, ...props }: MonitoringProps) {
    super(scope, 'Monitoring');
    const watched = { ...props, period: Duration.minutes(5) };
    const { stage, tiers, functions } = props;
    const own = new CustomMetrics(stage, tiers, watched.period);
    this.#alarms = new Alarms(this, stage);
    this.#watchAws(watched);
    this.#watchOurselves(watched, own);
    this.#watchDelivery(watched.period);
    if (stage.monthlyBudget !== null) this.#watchCosts(this.#alarms.topic, stage, stage.monthlyBudget);
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
      metric: this.#alarms.topic.metricNumberOfNotificationsFailed({ period }),
      threshold: 1,
      description: 'A subscriber did not get an alarm, or npm run smoke tests the way of the alarms.',
    });
  }

  /** Adds alarms on the metrics of AWS's services. */
  #watchAws({ functions, tables, apis, period }: Watched): void {
    for (const [name, { alias, current }] of Object.entries(functions)) {
      this.#alarms.add('errors', {
        of: name,
        metric: alias.metricErrors({ period }),
        threshold: 1,
        description: 'A function fails.',
      });
      // The schedule finds jobs busy whenever they last longer than a minute.
      if (name === 'jobs') continue;
      this.#alarms.add('throttles', {
        of: name,
        metric: current.metricThrottles({ period }),
        threshold: 1,
        description: 'A function is not started often enough.',
      });
    }
    for (const [name, table] of Object.entries(tables)) {
      const operations = [
        Operation.GET_ITEM,
        Operation.QUERY,
        Operation.PUT_ITEM,
        Operation.TRANSACT_WRITE_ITEMS,
      ];
      this.#alarms.add('table-throttles', {
        of: name,
        metric: table.metricThrottledRequestsForOperations({ operations, period }),
        threshold: 10,
        description: 'A table is asked for more than it gives.',
      });
    }
    for (const [name, api] of Object.entries(apis)) {
      this.#alarms.add('server-errors', {
        of: name,
        metric: api.metricServerError({ period }),
        threshold: 5,
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
  #watchOurselves({ stage, functions, period }: Watched, own: CustomMetrics): void {
    this.#alarms.add('failures', {
      metric: own.ofStage('Failures', 'Sum'),
      threshold: 5,
      description: 'Requests are answered with internal errors, whatever their status.',
    });
    this.#alarms.add('jobs-stalled', {
      metric: own.ofStage('JobRounds', 'Sum', Duration.minutes(30)),
      threshold: 1,
      description: 'Jobs have not come through all tenants for half an hour.',
      missing: true,
    });
    this.#alarms.add('tenants-failed', {
      metric: own.ofStage('TenantsFailed', 'Sum', Duration.minutes(30)),
      threshold: 10,
      description: 'The background work of a tenant fails again and again.',
    });
    this.#alarms.add('limits-off', {
      metric: own.ofStage('LimitsOff', 'Sum'),
      threshold: 1,
      description: 'The limits of a tenant are off, because the control table does not answer.',
    });
    const [isolation] = (['graphql', 'jobs', 'operator'] as const).map((name) =>
      new MetricFilter(this, `${name}-isolation`, {
        logGroup: functions[name].current.logGroup,
        metricNamespace: namespaceOf(stage),
        metricName: 'IsolationAlarms',
        filterPattern: FilterPattern.any(
          FilterPattern.stringValue('$.message', '=', 'isolation alarm'),
          FilterPattern.stringValue('$.error', '=', 'AccessDeniedException'),
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
  #watchCosts(topic: Topic, { name }: Stage, amount: number): void {
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
