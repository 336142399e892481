import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';

import type { Alarms } from './alarms.ts';
import { sumOf } from './rates.ts';

const OPERATIONS = [Operation.GET_ITEM, Operation.QUERY, Operation.PUT_ITEM, Operation.TRANSACT_WRITE_ITEMS];

/** Adds the alarm on calls that a table throttles. */
export function watchTable(alarms: Alarms, name: string, table: TableV2, period: Duration): void {
  const usingMetrics = Object.fromEntries(
    OPERATIONS.map((operation) => [
      operation.toLowerCase(),
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: 'ThrottledRequests',
        dimensionsMap: { TableName: table.tableName, Operation: operation },
        statistic: 'Sum',
        period,
      }),
    ]),
  );
  alarms.add('table-throttles', {
    of: name,
    // An operation that is not throttled has no data. CDK's own sum has none then, whatever the others have.
    metric: new MathExpression({ expression: sumOf(Object.keys(usingMetrics)), usingMetrics, period }),
    threshold: 10,
    description: 'A table is asked for more than it gives.',
  });
}
