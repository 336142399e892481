import type { Duration } from 'aws-cdk-lib';
import { Operation, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';

import type { Alarms } from './alarms.ts';

const OPERATIONS = [Operation.GET_ITEM, Operation.QUERY, Operation.PUT_ITEM, Operation.TRANSACT_WRITE_ITEMS];

/** Adds the alarm on calls that a table throttles. */
export function watchTable(alarms: Alarms, name: string, table: TableV2, period: Duration): void {
  alarms.add('table-throttles', {
    of: name,
    metric: table.metricThrottledRequestsForOperations({ operations: OPERATIONS, period }),
    threshold: 10,
    description: 'A table is asked for more than it gives.',
  });
}
