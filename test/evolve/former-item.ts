import { keyFields, type ModelType } from '../../src/model/index.ts';
import type { Row } from '../../src/store/index.ts';
import { encodeText } from '../../src/store/dynamo/keys/encoding.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';

/** Returns the item of a row as it was stored before types had numbers: with names in its keys, and its own type. */
export function formerItem(tenant: string, type: ModelType, row: Row): Item {
  const encoded = (field: string): string => encodeText(typeof row[field] === 'string' ? row[field] : '');
  const text = (field: string): string => `${encoded(field)}#`;
  const own = keyFields(type.key).map(text).join('');
  const indexes = type.indexes.flatMap(({ name, hash, sort, slot }) =>
    (row[hash] ?? null) === null
      ? []
      : [
          [`__gsi${slot}pk`, `T#${tenant}#${type.name}#${name}#${encoded(hash)}`],
          [
            `__gsi${slot}sk`,
            sort.map((field) => ((row[field] ?? null) === null ? '"#' : text(field))).join('') + own,
          ],
        ],
  );
  return {
    __pk: `T#${tenant}#${type.name}`,
    __sk: own,
    __type: type.name,
    __write: 'e0e4b2e4-0000-4000-8000-000000000000',
    ...Object.fromEntries(indexes),
    ...row,
  } as Item;
}
