import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Operation, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  FilterPattern,
  type ILogGroup,
  MetricFilter,
  QueryDefinition,
  QueryString,
} from 'aws-cdk-lib/aws-logs';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import type { FunctionName, ServedFunction } from './functions.ts';
import type { Stage } from './stage.ts';

export interface MonitoringProps {
  readonly stage: Stage;
  readonly functions: Readonly<Record<FunctionName, ServedFunction>>;
  readonly tables: Readonly<Record<string, TableV2>>;
  readonly apis: Readonly<Record<string, RestApi>>;
  readonly accessLogs: readonly ILogGroup[];
}

/** A dashboard of the stage, and an alarm for each thing that someone has to look at: docs/operate.md says how. */
export class Monitoring extends Construct {
  readonly #alarms = new Map<string, Alarm>();
  readonly #topic: Topic;
  readonly #stage: Stage;

  constructor(scope: Construct, { stage, functions, tables, apis, accessLogs }: MonitoringProps) {
    super(scope, 'Monitoring');
    this.#stage = stage;
    this.#topic = new Topic(this, 'Alarms', { enforceSSL: true });
    if (stage.alarmEmail !== null) this.#topic.addSubscription(new EmailSubscription(stage.alarmEmail));
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `tenantql-${stage.name}` });
    const period = Duration.minutes(5);

    for (const [name, { alias, current }] of Object.entries(functions)) {
      this.#alarm('errors', alias.metricErrors({ period }), 1, 'A function fails.', { of: name });
      // The schedule finds jobs busy whenever they last longer than a minute.
      if (name === 'jobs') continue;
      const throttles = current.metricThrottles({ period });
      this.#alarm('throttles', throttles, 1, 'A function is not started often enough.', { of: name });
    }
    for (const [name, table] of Object.entries(tables)) {
      const operations = [
        Operation.GET_ITEM,
        Operation.QUERY,
        Operation.PUT_ITEM,
        Operation.TRANSACT_WRITE_ITEMS,
      ];
      const throttles = table.metricThrottledRequestsForOperations({ operations, period });
      this.#alarm('table-throttles', throttles, 10, 'A table is asked for more than it gives.', { of: name });
    }
    for (const [name, api] of Object.entries(apis)) {
      this.#alarm('server-errors', api.metricServerError({ period }), 5, 'The API fails.', { of: name });
      const p95 = api.metricLatency({ period, statistic: 'p95' });
      this.#alarm('latency', p95, 3000, 'One request of twenty takes longer than three seconds.', {
        of: name,
      });
    }
    this.#alarm(
      'jobs-stalled',
      functions.jobs.alias.metricInvocations({ period: Duration.minutes(30) }),
      1,
      'Jobs have not run for half an hour.',
      { missing: true },
    );
    const [isolation] = (['graphql', 'jobs'] as const).map((name) =>
      new MetricFilter(this, `${name}-isolation`, {
        logGroup: functions[name].current.logGroup,
        metricNamespace: `TenantQL/${stage.name}`,
        metricName: 'IsolationAlarms',
        filterPattern: FilterPattern.any(
          FilterPattern.stringValue('$.message', '=', 'isolation alarm'),
          FilterPattern.stringValue('$.error', '=', 'AccessDeniedException'),
        ),
        metricValue: '1',
        defaultValue: 0,
      }).metric({ period, statistic: 'Sum' }),
    );
    const found = 'A row was found where it must not be, or a call was denied by IAM.';
    if (isolation) this.#alarm('isolation', isolation, 1, found);
    if (stage.monthlyBudget !== null) this.#watchCosts(stage.monthlyBudget);
    this.#addQueries(functions.graphql, accessLogs);
    const left = Object.values(apis).map((api) => api.metricCount({ period }));
    const right = Object.values(apis).map((api) => api.metricLatency({ period, statistic: 'p95' }));
    dashboard.addWidgets(
      new GraphWidget({ title: 'Requests and p95', left, right, width: 12 }),
      new GraphWidget({
        title: 'Errors of functions',
        left: Object.values(functions).map(({ alias }) => alias.metricErrors({ period })),
        width: 12,
      }),
      new GraphWidget({
        title: 'Consumed capacity',
        left: Object.values(tables).flatMap((table) => [
          table.metricConsumedReadCapacityUnits({ period }),
          table.metricConsumedWriteCapacityUnits({ period }),
        ]),
        width: 24,
      }),
    );
  }

  /** An alarm by what it watches and its kind, such as `graphql-errors`. */
  alarmOf(name: string): Alarm {
    const alarm = this.#alarms.get(name);
    if (!alarm) throw new Error(`There is no alarm "${name}".`);
    return alarm;
  }

  /** Budgets are the account's: this one counts what carries the tags of the stage, once they are activated for costs. */
  #watchCosts(amount: number): void {
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('budgets.amazonaws.com')],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const subscribers = [{ subscriptionType: 'SNS', address: this.#topic.topicArn }];
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `tenantql-${this.#stage.name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:Stage$${this.#stage.name}`] },
      },
      notificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
        notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold: 100 },
        subscribers,
      })),
    });
  }

  /**
   * Figures by tenant are questions to the logs, never dimensions of a metric: CloudWatch bills each combination of
   * dimensions as a metric of its own.
   */
  #addQueries(graphql: ServedFunction, accessLogs: readonly ILogGroup[]): void {
    new QueryDefinition(this, 'ByTenant', {
      queryDefinitionName: `tenantql/${this.#stage.name}/requests-by-tenant`,
      logGroups: [...accessLogs],
      queryString: new QueryString({
        statsStatements: [
          'count(*) as requests, sum(status >= 500) as failed, pct(latency, 95) as p95 by tenantId',
        ],
        sort: 'requests desc',
        limit: 50,
      }),
    });
    new QueryDefinition(this, 'Troubles', {
      queryDefinitionName: `tenantql/${this.#stage.name}/errors`,
      logGroups: [graphql.current.logGroup],
      queryString: new QueryString({
        fields: ['@timestamp', 'tenantId', 'requestId', 'message', 'error', 'reason'],
        filterStatements: ['level = "error"'],
        sort: '@timestamp desc',
        limit: 100,
      }),
    });
  }

  /**
   * An alarm of a kind: docs/operate.md has a section for each. `of` is what it watches where there are several;
   * `missing` makes it ring when there is less than the threshold, or nothing at all.
   */
  #alarm(
    kind: string,
    metric: IMetric,
    threshold: number,
    alarmDescription: string,
    { of, missing = false }: { readonly of?: string; readonly missing?: boolean } = {},
  ): void {
    const name = of === undefined ? kind : `${of}-${kind}`;
    const alarm = new Alarm(this, name, {
      alarmName: `tenantql-${this.#stage.name}-${name}`,
      alarmDescription: `${alarmDescription} See docs/operate.md, "${kind}".`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: missing
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    this.#alarms.set(name, alarm);
  }
}
