import { isDeferredByMove } from '../tenant/index.ts';
import { slotRecord, type Model, type SlotRecord } from '../model/index.ts';
import type { Backfill } from '../store/index.ts';

import { applyToTenant, JOB, type TypeReport } from './apply-to-tenant.ts';
import { addWork, type Work, workOf } from './type-work.ts';

/** The state of stored rows: the schema that they are written by, and the work that is left. */
export interface SchemaState {
  readonly record: SlotRecord;
  readonly pending: Work;
}

/** Returns the work that is left over from before, with what a model asks of the rows. */
export function workLeft(before: SchemaState | null, model: Model): Work {
  return before ? addWork(before.pending, workOf(before.record, model), model) : {};
}

export interface EvolveOptions {
  /** Null if there is no state yet. Then the rows are taken to be as the model says. */
  readonly before: SchemaState | null;
  /** The model with its slots in this place: see `keepSlots`. */
  readonly model: Model;
  readonly tenants: readonly string[];
  readonly open: (tenant: string) => Promise<Backfill>;
  /** Saves the state, before the first row is changed and after the last. */
  readonly save: (state: SchemaState) => void;
  readonly onType: (report: TypeReport) => void;
  /** Called for a tenant that is being moved. Its rows must wait for another run. */
  readonly onPutOff: (tenant: string) => void;
  /** Work in addition to what the change demands. */
  readonly more?: Work;
}

/**
 * Brings the rows of all tenants into line with a model. Returns the work that is left.
 * It saves all work before it begins, so that neither a kill nor another change of the schema can leave rows behind.
 */
export async function evolveData(options: EvolveOptions): Promise<Work> {
  const { before, model, tenants, open, save, onType, onPutOff, more = {} } = options;
  const record = slotRecord(model);
  const work = addWork(workLeft(before, model), more, model);
  save({ record, pending: work });
  if (Object.keys(work).length === 0) return {};
  const left = new Set<string>();
  const opened: Backfill[] = [];
  for (const tenant of tenants) {
    const backfill = await open(tenant);
    try {
      for (const type of await applyToTenant(tenant, backfill, { work, model, onType })) left.add(type);
      opened.push(backfill);
    } catch (error) {
      if (!isDeferredByMove(error)) throw error;
      for (const type of Object.keys(work)) left.add(type);
      onPutOff(tenant);
    }
  }
  const pending = Object.fromEntries(Object.entries(work).filter(([type]) => left.has(type)));
  await Promise.all(opened.map((backfill) => backfill.endJob(JOB)));
  save({ record, pending });
  return pending;
}
