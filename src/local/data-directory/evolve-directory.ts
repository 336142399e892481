import type { Directory } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import type { Control, SendOf } from '../../store/index.ts';
import { livingTenants, recordJobScopeOnce } from '../../platform/index.ts';
import type { Settings } from './settings.ts';

import {
  evolveData,
  openTenantBackfill,
  planData,
  printDeferred,
  printReport,
  printSpread,
  allWork,
  type Work,
} from '../../migrate/index.ts';

export interface DirectoryOptions {
  readonly settings: Settings;
  readonly save: (changed: Settings) => void;
  /** The model, with the index slots that the directory has recorded. */
  readonly model: Model;
  /** The control table, which lists all tenants, including those that operators created. */
  readonly control: Control;
  readonly directory: Directory;
  readonly sendOf: SendOf;
  readonly note: (line: string, severity: 'info' | 'problem') => void;
  /** Work in addition to what the change of the schema needs. */
  readonly more?: Work;
}

/**
 * Migrates the rows of a data directory to a model. The directory's settings hold its schema. Returns the
 * work that is left.
 */
export async function evolveDirectory(options: DirectoryOptions): Promise<Work> {
  const { settings, save, model, control, directory, sendOf, note } = options;
  const before = settings.schema ?? null;
  const moved = await control.spreadTenants();
  if (moved > 0) note(printSpread(moved), 'info');
  // Rows without a recorded schema: they are older than this record.
  const more = !before && settings.seeds.length > 0 ? allWork(model) : options.more;
  for (const line of before ? planData(before.record, model) : []) {
    if (line.kind === 'problem') note(`${line.at}: ${line.message} ${line.action}`, 'problem');
  }
  const tenants: string[] = [];
  for await (const tenant of livingTenants(control)) tenants.push(tenant);
  const record = recordJobScopeOnce(control);
  return evolveData({
    before,
    model,
    ...(more && { more }),
    tenants,
    open: (tenant) => openTenantBackfill(tenant, { model, control, directory, sendOf, record }),
    save: (schema) => {
      save({ ...settings, schema });
    },
    onType: (report) => {
      for (const { text, severity } of printReport(report)) note(text, severity);
    },
    onPutOff: (tenant) => {
      note(printDeferred(tenant), 'problem');
    },
  });
}
