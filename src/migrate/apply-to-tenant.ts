import { createHash } from 'node:crypto';

import { Refusal } from '../tenant/index.ts';
import type { Json, Model } from '../model/index.ts';
import type { Backfill, Duplicate, Unfit } from '../store/index.ts';

import type { Work } from './type-work.ts';

/** What a run did to the rows of one type of one tenant. */
export interface TypeReport {
  readonly tenant: string;
  readonly type: string;
  /** The rows examined, and those changed. Rows of an earlier run that was killed do not count again. */
  readonly looked: number;
  readonly changed: number;
  readonly duplicates: readonly Duplicate[];
  readonly unfit: readonly Unfit[];
  /** Sentences about counters and freed values. */
  readonly notes: readonly string[];
}

/** The progress of a tenant, in the record of its job. */
interface Progress {
  readonly digest: string;
  /** The number of finished types, in the order of the work. */
  readonly finished: number;
  /** The position in the rows of the next type, or null at its beginning. */
  readonly after: string | null;
  /** Finished types with work left. */
  readonly left: readonly string[];
}

/** The name of the job and of its record, and the purpose of its scope. */
export const JOB = 'schema';

/**
 * Does the work of one tenant, type by type, and records its progress in the tenant's own partition.
 * So the next run continues where a killed one stopped. Returns the types with work left: rows that share a unique
 * value, or a counter that other writers changed all the time.
 */
export async function applyToTenant(
  tenant: string,
  backfill: Backfill,
  { work, model, onType }: { work: Work; model: Model; onType: (report: TypeReport) => void },
): Promise<readonly string[]> {
  const digest = createHash('sha256')
    .update(JSON.stringify([work, model.models]))
    .digest('base64');
  let progress = progressOf(await backfill.readJob(JOB), digest);
  const note = async (changed: Partial<Progress>): Promise<void> => {
    progress = { ...progress, ...changed };
    await backfill.noteJob(JOB, { ...progress });
  };
  for (const [name, { claims, releases, tally, shards }] of Object.entries(work).slice(progress.finished)) {
    const type = model.models[name];
    if (!type) continue;
    const report = {
      looked: 0,
      changed: 0,
      duplicates: [] as Duplicate[],
      unfit: [] as Unfit[],
      notes: [] as string[],
    };
    for (const unique of releases) {
      const released = await backfill.release(type, unique);
      if (released > 0) report.notes.push(`gave up ${released} values of the unique "${unique}"`);
    }
    const uniques = type.uniques.filter((unique) => claims.includes(unique.name));
    for await (const page of backfill.rows(type, uniques, progress.after, shards)) {
      report.looked += page.looked;
      report.changed += page.changed;
      report.duplicates.push(...page.duplicates);
      report.unfit.push(...page.unfit);
      const open = page.duplicates.length + page.unfit.length > 0;
      if (page.after !== null) await note({ after: page.after, left: withType(progress.left, name, open) });
      else if (open) progress = { ...progress, left: withType(progress.left, name, true) };
    }
    const counted = await recounts();
    await note({
      finished: progress.finished + 1,
      after: null,
      left: withType(progress.left, name, !counted),
    });
    onType({ tenant, type: name, ...report });

    async function recounts(): Promise<boolean> {
      if (!type) return true;
      try {
        if (tally) {
          const { before, after } = await backfill.recount(type);
          if (before !== after) report.notes.push(`set the counter from ${before} to ${after}`);
        }
        return true;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        report.notes.push(error.message);
        return false;
      }
    }
  }
  return progress.left;
}

function progressOf(noted: Json, digest: string): Progress {
  const progress = noted as unknown as Progress | null;
  return progress?.digest === digest ? progress : { digest, finished: 0, after: null, left: [] };
}

function withType(left: readonly string[], name: string, add: boolean): readonly string[] {
  return add && !left.includes(name) ? [...left, name] : left;
}
