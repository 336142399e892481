import { appModel } from './app.ts';

type Item = Readonly<Record<string, unknown>>;

/** What is left of files in the tables and the bucket of a tenant. */
export interface FileState {
  /** Objects without a record. */
  readonly orphans: readonly string[];
  /** Records without their object, and rows that hold a file which is no record of theirs. */
  readonly dangling: readonly string[];
  /** Where the bytes that count differ from the sum of the records. */
  readonly bytes: readonly string[];
  /** Files that are due and not yet removed. */
  readonly due: number;
}

/**
 * Compares a tenant's rows, records of files and objects.
 * @param keys the keys of all objects
 */
export function fileState(items: readonly Item[], keys: readonly string[], tenant: string): FileState {
  const within = (kind: string): readonly Item[] =>
    items.filter(({ __pk }) => __pk === `T#${tenant}#${kind}`);
  const records = new Map(within('FILE#').map((item) => [String(item['id']), item]));
  const prefix = `uploads/${tenant}/`;
  const objects = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const ids = new Set(objects.map((key) => key.split('/')[0] ?? ''));
  const holders = new Map(
    within(String(appModel.models['Album']?.number)).flatMap((row) =>
      [row['cover'], ...((row['pages'] as unknown[] | undefined) ?? [])].flatMap((id): [string, Item][] =>
        typeof id === 'string' ? [[id, row]] : [],
      ),
    ),
  );
  const isHeld = (item: Item): boolean => item['holder'] !== undefined;
  /** The record of an erased file stays until no link can put its bytes again. */
  const isErased = (item: Item | undefined): boolean => item?.['erased'] === true;
  const sum = [...records.values()].reduce((total, item) => total + Number(item['counted'] ?? 0), 0);
  const counted = within('FILEBYTES#').reduce((total, item) => total + Number(item['bytes'] ?? 0), 0);
  const due = new Set(within('FILEDUE#').map(({ __sk }) => String(__sk).split('#')[1] ?? ''));
  return {
    orphans: [...ids].filter((id) => !records.has(id) || isErased(records.get(id))),
    dangling: [
      ...[...records].flatMap(([id, item]) => {
        if (item['status'] === 'READY' && !ids.has(id)) return [`${id}: no object`];
        if (isHeld(item) && holders.get(id)?.['__sk'] !== item['holder']) return [`${id}: no row`];
        if (!isHeld(item) && !due.has(id)) return [`${id}: neither held nor due`];
        return isHeld(item) && due.has(id) ? [`${id}: held and due`] : [];
      }),
      ...[...holders.keys()].flatMap((id) => {
        const item = records.get(id);
        return item && isHeld(item) ? [] : [`${id}: of a row, but not held`];
      }),
    ],
    bytes: sum === counted ? [] : [`${counted} bytes counted, and ${sum} in records`],
    due: [...records.values()].filter((item) => item['status'] === 'REMOVED' && !isErased(item)).length,
  };
}
