import type { Model } from '../model/index.ts';
import type { Backfill } from '../store/index.ts';

import type { SchemaState } from './evolve-data.ts';
import { planData } from './plan-change.ts';
import type { PlanLine } from './plan-line.ts';

export interface RowsAtRiskOptions {
  readonly before: SchemaState;
  /** The model by which the rows are written. */
  readonly written: Model;
  /** The model that is to be served, with its slots kept. */
  readonly model: Model;
  readonly tenants: readonly string[];
  readonly open: (tenant: string) => Promise<Backfill>;
}

/**
 * Returns what a change of the schema would make unreadable or unreachable: the problems of its plan, without those of types
 * that no tenant has a row of.
 */
export async function rowsAtRisk(options: RowsAtRiskOptions): Promise<readonly PlanLine[]> {
  const problems = planData(options.before.record, options.model).filter(({ kind }) => kind === 'problem');
  const safe = new Set<string>();
  for (const name of new Set(problems.map(typeOf)))
    if (options.written.models[name] && !(await hasRows(name, options))) safe.add(name);
  return problems.filter((line) => !safe.has(typeOf(line)));
}

/** The type, object or enum that a line is about. */
function typeOf({ at }: PlanLine): string {
  return at.split(/[.#]/, 1)[0] ?? at;
}

async function hasRows(name: string, { written, tenants, open }: RowsAtRiskOptions): Promise<boolean> {
  const type = written.models[name];
  if (!type) return false;
  for (const tenant of tenants) {
    const backfill = await open(tenant);
    for await (const page of backfill.rows(type, [], null)) if (page.looked > 0) return true;
  }
  return false;
}
