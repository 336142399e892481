import type { ModelType } from '../../model/index.ts';

import type { JsonObject } from '../reading/read-body.ts';

/**
 * Returns the members of a body as an input takes them. A file may be the object that an answer shows: its id is what a row
 * holds.
 */
export function writtenFiles({ files }: Pick<ModelType, 'files'>, body: JsonObject): JsonObject {
  if (files.length === 0) return body;
  const names = new Set(files.map(({ field }) => field));
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, names.has(name) ? idsOf(value) : value]),
  );
}

function idsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(idsOf);
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}
