import type { APIGatewayProxyEvent } from 'aws-lambda';
import { makeSchema } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafast } from 'postgraphile/grafast';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

import { tenantOf } from './caller.ts';
import { createTables } from './sql-rows.ts';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- PostGraphile declares the contexts of a request here.
  namespace Grafast {
    interface RequestContext {
      readonly tenant?: string;
    }
  }
}

/** What the fields of our API are called in PostGraphile's. Aliases keep our names in the answer. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/getTask\(id:/g, 'getTask: taskByRowId(rowId:'],
  [/listTasks\(limit:/g, 'listTasks: allTasks(first:'],
  [/comments\(limit:/g, 'comments: commentsByTaskId(first:'],
  [/\bitems {/g, 'items: nodes {'],
  [/\bid (?=\w|})/g, 'id: rowId '],
  [/\bproject {/g, 'project: projectByProjectId {'],
  [/\bassignee {/g, 'assignee: personByAssigneeId {'],
  [/\btask {/g, 'task: taskByTaskId {'],
];

const opened = open();
const sources = new Map<string, string>();

async function open() {
  const connectionString = await createTables(process.env['BENCH_POSTGRES'] ?? '', 'acme');
  return makeSchema({
    extends: [PostGraphileAmberPreset],
    pgServices: [
      makePgService({
        connectionString,
        schemas: ['app'],
        pgSettings: ({ tenant = '' }) => ({ 'app.tenant': tenant }),
      }),
    ],
    disablePlugins: ['NodePlugin'],
  });
}

/** PostGraphile with row-level security. It answers an operation by one SQL statement, in a transaction that sets the tenant. */
export async function handler({ headers, body }: APIGatewayProxyEvent) {
  const { schema, resolvedPreset } = await opened;
  const tenant = await tenantOf(headers['authorization']);
  const { query } = JSON.parse(body ?? '') as { readonly query: string };
  const source =
    sources.get(query) ?? NAMES.reduce((text, [name, theirs]) => text.replace(name, theirs), query);
  sources.set(query, source);
  const result = await grafast({
    schema,
    resolvedPreset,
    source,
    requestContext: { tenant },
  });
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  };
}
