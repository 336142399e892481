import type { Caller, Refusal } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';

import { requireFeature } from '../auth/require-feature.ts';
import { permitWrite, type Site } from './permit.ts';

/**
 * Requires that a caller could write a file into a field of some row, by a create or an update. Which row is decided when
 * the row names the file.
 * @throws {Refusal} FORBIDDEN if no row of the type could, FEATURE_DISABLED if the plan lacks the type or the field
 */
export function permitFile(type: ModelType, field: string, caller: Caller, site: Site): void {
  const { feature } = type.fields[field] ?? {};
  if (feature !== undefined) requireFeature(caller, feature);
  const toCreate = refusalOf(type, field, caller, 'create', site);
  if (toCreate && refusalOf(type, field, caller, 'update', site)) throw toCreate;
}

function refusalOf(
  type: ModelType,
  field: string,
  caller: Caller,
  operation: 'create' | 'update',
  site: Site,
): Refusal | null {
  try {
    permitWrite(type, caller, operation, { [field]: '' }, site);
    return null;
  } catch (refusal) {
    return refusal as Refusal;
  }
}
