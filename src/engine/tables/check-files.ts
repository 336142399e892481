import type { Json, ModelType } from '../../model/index.ts';
import { WriteFailed, type Row } from '../../store/port/index.ts';

/** The form of the ids of uploads. */
const FILE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Checks the form of the ids of files that a caller gives to a row. Whether they exist, and are the caller's, is decided by the
 * write. An id of another form is one that never existed.
 * @param refuse turns a failed write into the client's refusal
 */
export function checkFiles(type: ModelType, values: Row, refuse: (error: unknown) => never): void {
  for (const { field } of type.files) {
    const given = values[field] ?? null;
    const ids: readonly Json[] = given === null ? [] : [given].flat();
    if (ids.some((id) => typeof id !== 'string' || !FILE_ID.test(id)))
      refuse(new WriteFailed('no-file', null, 0, [field]));
  }
}
