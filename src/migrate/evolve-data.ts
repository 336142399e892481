import { isDeferredByMove } from '../tenant/index.ts';
import { slotRecord, type Model, type SlotRecord } from '../model/index.ts';
import type { Backfill } from '../store/index.ts';

import { applyToTenant, JOB, type TypeReport } from './apply-to-tenant.ts';
import { addWork, type Work, workOf } from './type-work.ts';

/** What is known of stored rows: the schema that they are written by, and what is left to be done so that all are. */
export interface SchemaState {
  readonly record: SlotRecord;
  readonly pending: Work;
}

export interface EvolveOptions {
  /** Null when nothing was known yet: the rows are taken to be as the model says. */
  readonly before: SchemaState | null;
  /** With the slots that it has in this place: see `keepSlots`. */
  readonly model: Model;
  readonly tenants: readonly string[];
  readonly open: (tenant: string) => Promise<Backfill>;
  /** Remembers the state; it is told before the first row is touched and after the last. */
  readonly save: (state: SchemaState) => void;
  readonly onType: (report: TypeReport) => void;
  /** Hears of a tenant that is being moved: its rows are left for another time. */
  readonly onPutOff: (tenant: string) => void;
  /** What to do besides what the change asks. */
  readonly more?: Work;
}

/**
 * Brings the rows of all tenants into line with a model. Everything that is begun is remembered first, so that neither a kill
 * nor another change of the schema can leave rows behind. Answers what is left.
 */
export async function evolveData(options: EvolveOptions): Promise<Work> {
  const { before, model, tenants, open, save, onType, onPutOff, more = {} } = options;
  const record = slotRecord(model);
  const asked = before ? workOf(before.record, model) : {};
  const work = addWork(addWork(before?.pending ?? {}, asked, model), more, model);
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
