import { CfnQueryDefinition, type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import type { Stage } from './stage.ts';
import { queryLines, TENANT_QUERIES } from './tenant-queries.ts';

/** The tenants that a saved query lists. */
const SAVED = 50;

interface Logs {
  /** The access logs of the gateways. */
  readonly access: readonly ILogGroup[];
  /** The log of the function that answers tenants. */
  readonly graphql: ILogGroup;
}

/**
 * Adds saved queries for figures by tenant.
 * They are queries of the logs, never dimensions of a metric, because CloudWatch bills each combination of dimensions
 * as a metric of its own.
 */
export function addQueries(scope: Construct, stage: Stage, { access, graphql }: Logs): void {
  const add = (id: string, name: string, logs: readonly ILogGroup[], query: QueryString): void => {
    new QueryDefinition(scope, id, {
      queryDefinitionName: `tenantql/${stage.name}/${name}`,
      logGroups: [...logs],
      queryString: query,
    });
  };
  // The log of an HTTP API names no tenant.
  if (access.length > 0)
    add(
      'ByTenant',
      'requests-by-tenant',
      access,
      new QueryString({
        statsStatements: [
          'count(*) as requests, sum(status >= 500) as failed, pct(latency, 95) as p95 by tenantId',
        ],
        sort: 'requests desc',
        limit: 50,
      }),
    );
  for (const query of TENANT_QUERIES) {
    new CfnQueryDefinition(scope, query.name, {
      name: `tenantql/${stage.name}/${query.name}`,
      logGroupNames: [graphql.logGroupName],
      queryString: queryLines(query, SAVED).join('\n| '),
    });
  }
  add(
    'Troubles',
    'errors',
    [graphql],
    new QueryString({
      fields: ['@timestamp', 'tenantId', 'requestId', 'message', 'error', 'reason'],
      filterStatements: ['level = "error"'],
      sort: '@timestamp desc',
      limit: 100,
    }),
  );
}
