import { checkValue, type TypedRow } from '../../engine/index.ts';
import { isInRow, rowType, type Model } from '../../model/index.ts';
import { brokenArchive } from './archive-format.ts';
import type { ArchiveRecord } from './read-part.ts';

/** Maximum characters of a scalar's own message, which repeats the value. */
const MAX_MESSAGE = 200;

/**
 * Returns the rows of a file with the stored fields that the schema still has, and the number of dropped values.
 * @param file the name of the file, for the message
 * @throws {Refusal} VALIDATION_FAILED if a value does not fit its field, because no query could return the row
 */
export function checkedRows(
  model: Model,
  type: string,
  records: readonly ArchiveRecord[],
  file: string,
): { readonly rows: readonly TypedRow[]; readonly dropped: number } {
  const fields = Object.values(model.models[type]?.fields ?? {}).filter(isInRow);
  let dropped = 0;
  const rows = records.map((record, at): TypedRow => {
    const known = fields.filter(({ name }) => Object.hasOwn(record, name));
    dropped += Object.keys(record).length - known.length;
    for (const field of fields)
      checkValue(
        model,
        rowType(field),
        Object.hasOwn(record, field.name) ? record[field.name] : null,
        field.name,
        (place, message) => {
          const what = `${place} ${message}`.slice(0, MAX_MESSAGE).replace(/\.$/, '');
          throw brokenArchive(
            `has a ${type} that does not fit the schema (record ${at + 1} of "${file}"): ${what}`,
          );
        },
      );
    return { type, row: Object.fromEntries(known.map(({ name }) => [name, record[name] ?? null])) };
  });
  return { rows, dropped };
}
