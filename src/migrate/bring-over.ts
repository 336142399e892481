import type { Model } from '../model/index.ts';
import type { Scope } from '../tenant/index.ts';
import { formerParts, openFormatCopier, openJobNotes, type Send } from '../store/index.ts';

/** The name of the job's record. */
const JOB = 'format';
/** Items of a step: what a killed run does again. */
const ITEMS = 500;

/** The tables of one tenant. No process may write into the former one meanwhile. */
export interface TenantToBringOver {
  readonly scope: Scope;
  readonly from: Send;
  readonly to: Send;
}

type Progress = Readonly<{ at: number; after: string | null }>;

/**
 * Copies all items of a tenant from a table whose keys have the names of types into one whose keys have their numbers. A run
 * that was killed goes on where it noted its position, and copies no item twice into different places.
 * @returns how many items this run copied
 */
export async function bringOver({ scope, from, to }: TenantToBringOver, model: Model): Promise<number> {
  const parts = formerParts(Object.values(model.models));
  const copier = openFormatCopier(scope, { from, to });
  const notes = openJobNotes(scope, to);
  const noted = (await notes.read(JOB)) as Progress | null;
  let { at, after }: Progress = noted ?? { at: 0, after: null };
  let copied = 0;
  for (let part = parts[at]; part; part = parts[at]) {
    const run = await copier.copy(part, after, ITEMS);
    copied += run.items;
    ({ at, after } = run.after === null ? { at: at + 1, after: null } : { at, after: run.after });
    await notes.note(JOB, { at, after });
  }
  return copied;
}
