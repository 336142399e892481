import { setTimeout } from 'node:timers/promises';

import type { Model } from '../../../model/index.ts';
import { dynamoTables, type TableAdmin } from './dynamo-tables.ts';
import type { DynamoOptions } from '../driver/dynamo.ts';
import { controlShape, realtimeShape, type TableShape, tableShape } from './table-shape.ts';

/** Milliseconds between two looks at a table that is being built. DynamoDB sends no event. */
const LOOK_EVERY = 50;

/**
 * Makes the tables of a model exist and be usable: creates what is missing, adds indexes that the schema gained, one at a
 * time. Indexes that the schema no longer needs stay. For a laptop and for tests; on AWS `infra/` does it.
 */
export async function ensureTables(
  options: DynamoOptions & {
    readonly model: Model;
    readonly data: string;
    readonly control: string;
    readonly realtime: string;
    /** The names of tables of single tenants, which are as that of all. */
    readonly silos?: readonly string[];
  },
): Promise<void> {
  const tables = dynamoTables(options);
  const shape = tableShape(options.model);
  await Promise.all([
    ...[options.data, ...(options.silos ?? [])].map((table) => ensureTable(tables, table, shape)),
    ensureTable(tables, options.control, controlShape),
    ensureTable(tables, options.realtime, realtimeShape),
  ]);
}

async function ensureTable(tables: TableAdmin, table: string, shape: TableShape): Promise<void> {
  if (!(await tables.describe(table))) await tables.create(table, shape);
  const present = await whenActive(tables, table);
  for (const { name } of shape.indexes) {
    if (present.includes(name)) continue;
    await tables.addIndex(table, shape, name);
    await whenActive(tables, table);
  }
}

async function whenActive(tables: TableAdmin, table: string): Promise<readonly string[]> {
  for (;;) {
    const state = await tables.describe(table);
    if (state?.active) return state.indexes;
    await setTimeout(LOOK_EVERY);
  }
}
