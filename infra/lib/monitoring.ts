import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
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
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import type { ServedFunction } from './functions.ts';
import type { Stage } from './stage.ts';

export interface MonitoringProps {
  readonly stage: Stage;
  readonly functions: Readonly<Record<string, ServedFunction>>;
  readonly tables: Readonly<Record<string, TableV2>>;
  readonly apis: Readonly<Record<string, RestApi>>;
}

/** A dashboard of the stage, and an alarm for each thing that someone has to look at: docs/operate.md says how. */
export class Monitoring extends Construct {
  readonly alarms: Alarm[] = [];
  readonly #topic: Topic;
  readonly #stage: Stage;

  constructor(scope: Construct, { stage, functions, tables, apis }: MonitoringProps) {
    super(scope, 'Monitoring');
    this.#stage = stage;
    this.#topic = new Topic(this, 'Alarms', { enforceSSL: true });
    if (stage.alarmEmail !== null) this.#topic.addSubscription(new EmailSubscription(stage.alarmEmail));
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `tenantql-${stage.name}` });
    const period = Duration.minutes(5);

    for (const [name, { alias, current }] of Object.entries(functions)) {
      this.#alarm(`${name}-errors`, alias.metricErrors({ period }), 1, 'A function fails.');
      this.#alarm(
        `${name}-throttles`,
        current.metricThrottles({ period }),
        1,
        'A function is not started often enough.',
      );
    }
    for (const [name, table] of Object.entries(tables)) {
      const operations = [
        Operation.GET_ITEM,
        Operation.QUERY,
        Operation.PUT_ITEM,
        Operation.TRANSACT_WRITE_ITEMS,
      ];
      const throttles = table.metricThrottledRequestsForOperations({ operations, period });
      this.#alarm(`${name}-table-throttles`, throttles, 10, 'A table is asked for more than it gives.');
    }
    for (const [name, api] of Object.entries(apis)) {
      this.#alarm(`${name}-server-errors`, api.metricServerError({ period }), 5, 'The API fails.');
      this.#alarm(
        `${name}-latency`,
        api.metricLatency({ period, statistic: 'p95' }),
        3000,
        'One request of twenty takes longer than three seconds.',
      );
    }
    const { graphql } = functions;
    if (graphql) {
      const isolation = new MetricFilter(this, 'IsolationAlarms', {
        logGroup: graphql.current.logGroup,
        metricNamespace: `TenantQL/${stage.name}`,
        metricName: 'IsolationAlarms',
        filterPattern: FilterPattern.stringValue('$.message', '=', 'isolation alarm'),
        metricValue: '1',
        defaultValue: 0,
      });
      this.#alarm(
        'isolation',
        isolation.metric({ period, statistic: 'Sum' }),
        1,
        'A row was found where it must not be, or a call was denied by IAM.',
      );
    }
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

  #alarm(name: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    const alarm = new Alarm(this, name, {
      alarmName: `tenantql-${this.#stage.name}-${name}`,
      alarmDescription: `${alarmDescription} See docs/operate.md, "${name}".`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    this.alarms.push(alarm);
  }
}
