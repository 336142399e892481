import type { Batch } from './batch.ts';
import { type Complete, failing, type PlannedField, type Site } from './plan.ts';
import type { Path, Run } from './run.ts';
import { awaitable, waveOf, type WaveField } from './wave.ts';

/**
 * Returns what adds an object to those for which a field is read together. The rules and the watch are opened once in an execution and
 * called for each object, before it is added.
 */
export function batchedField(
  site: Site,
  batch: Batch,
  number: number,
  complete: Complete,
): PlannedField['execute'] {
  const { key, parent, definition, nodes: fieldNodes } = site;
  const fail = failing(site, definition.type);
  const { permit } = batch;
  const field: WaveField = { open: (context) => batch.open(context), complete, fail };

  const execute = (run: Run, source: unknown, path: Path): unknown => {
    const opened = (run.openedBatches[number] ??= {
      permit: null,
      watch: batch.watch?.(run.context, key, { fieldNodes, fragments: run.fragments }) ?? null,
    });
    const { watch } = opened;
    if (watch && !watch.before()) return awaitable(complete(run, null, path));
    try {
      if (permit) (opened.permit ??= permit(run.context))(source);
    } catch (error) {
      watch?.failed();
      throw error;
    }
    return waveOf(run).add(field, opened, source, path);
  };

  return (run, source, prev) => {
    const path: Path = { prev, key, typename: parent.name };
    try {
      return execute(run, source, path);
    } catch (raw) {
      return fail(run, raw, path);
    }
  };
}
