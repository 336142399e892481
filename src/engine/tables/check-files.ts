import { Refusal } from '../../tenant/index.ts';
import type { FileField, Json, ModelType } from '../../model/index.ts';
import { WriteFailed, type Row } from '../../store/port/index.ts';

/** The form of the ids of uploads. */
const FILE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Checks the ids of files that a caller gives to a row: how many there are, and their form. Whether they exist, and are the
 * caller's, is decided by the write. An id of another form is one that never existed.
 * @param refuse turns a failed write into the client's refusal
 */
export function checkFiles(type: ModelType, values: Row, refuse: (error: unknown) => never): void {
  for (const file of type.files) {
    const given = values[file.field] ?? null;
    const ids: readonly Json[] = given === null ? [] : [given].flat();
    checkNumber(type, file, ids);
    if (ids.some((id) => typeof id !== 'string' || !FILE_ID.test(id)))
      refuse(new WriteFailed('no-file', null, 0, [file.field]));
  }
}

function checkNumber(type: ModelType, { field, maxFiles }: FileField, ids: readonly Json[]): void {
  const why =
    ids.length > maxFiles
      ? `has ${maxFiles} files at most`
      : new Set(ids).size < ids.length
        ? 'has each file once'
        : null;
  if (why === null) return;
  const message = `Field ${field} of type ${type.name} ${why}`;
  throw new Refusal('VALIDATION_FAILED', message, {
    fields: [{ path: ['input', field], rule: 'file', message }],
  });
}
