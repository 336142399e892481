import { placeholders } from '../commands/expression.ts';
import type { Item, TransactItem } from '../driver/send.ts';
import { CONTROL_PK } from '../tables/table-shape.ts';
import type { AuditEvent } from '../../port/audit-event.ts';
import type { Ids, Kind, Records } from '../../port/records.ts';
import { kinds } from './control-keys.ts';
import { itemKey, recordOf, VERSION, versionOf } from './items.ts';

/** A transaction of records. */
export interface ControlTransaction {
  /** Returns a record, or null. If it changes before the commit, the transaction runs again. */
  get<K extends Kind>(kind: K, id: Ids[K]): Promise<Records[K] | null>;
  /** Writes a whole record, in place of the one that `get` read or if `get` found none. */
  put<K extends Kind>(kind: K, record: Records[K] & Ids[K]): void;
  /** Writes a record with a new random id, which needs no read. */
  add<K extends Kind>(kind: K, record: Records[K] & Ids[K]): void;
  /** Removes a record that `get` read. */
  remove<K extends Kind>(kind: K, id: Ids[K]): void;
  /** Deletes an event that the audit has sealed. It may be gone already. */
  strike(id: Ids['event']): void;
  /** Records an audit event in the same transaction. */
  record(event: AuditEvent): void;
}

type Place = readonly [string, string];

/** A record in the transaction: what was read and what to write. */
interface Entry {
  readonly kind: Kind;
  readonly place: Place;
  /** The item as it was read. Undefined if it was not read. */
  readonly read: Item | null | undefined;
  readonly copiesOf: (item: Item) => readonly Place[];
  readonly isCopiedOnce: boolean;
  /** The item to write. Undefined leaves it unchanged. */
  wanted: Item | null | undefined;
}

export interface OpenTransaction extends ControlTransaction {
  /** Returns whether it writes a record of a kind. */
  writes(kind: Kind): boolean;
  /** Returns its items for DynamoDB, without copies in the partitions to leave out. */
  items(without: readonly string[]): TransactItem[];
}

/** Opens a transaction. */
export function openControlTransaction(read: (key: Item) => Promise<Item | null>): OpenTransaction {
  const entries = new Map<string, Entry>();
  const entryOf = <K extends Kind>(kind: K, id: Ids[K]): Entry | undefined =>
    entries.get(kinds[kind].key(id).join(' '));
  const enter = <K extends Kind>(kind: K, id: Ids[K], item: Item | null | undefined): Entry => {
    const place = kinds[kind].key(id);
    const { copies, isCopiedOnce = false } = kinds[kind];
    const copiesOf = (of: Item): readonly Place[] => copies(recordOf(kind, of));
    const entry: Entry = { kind, place, read: item, copiesOf, isCopiedOnce, wanted: undefined };
    entries.set(place.join(' '), entry);
    return entry;
  };
  const known = <K extends Kind>(kind: K, id: Ids[K]): Entry => {
    const entry = entryOf(kind, id);
    if (!entry) throw new Error(`Read the ${kind} in this transaction before you write it.`);
    return entry;
  };

  return {
    async get(kind, id) {
      const entry = entryOf(kind, id) ?? enter(kind, id, await read(itemKey(kinds[kind].key(id))));
      const item = entry.wanted === undefined ? entry.read : entry.wanted;
      return item ? recordOf(kind, item) : null;
    },
    put(kind, record) {
      known(kind, record).wanted = plain(record);
    },
    add(kind, record) {
      enter(kind, record, undefined).wanted = plain(record);
    },
    remove(kind, id) {
      known(kind, id).wanted = null;
    },
    strike(id) {
      enter('event', id, undefined).wanted = null;
    },
    record(event) {
      enter('event', event, undefined).wanted = plain(event);
    },
    writes: (kind) =>
      [...entries.values()].some((entry) => entry.kind === kind && entry.wanted !== undefined),
    items: (without) => {
      const changed = [...entries.values()].some(({ wanted }) => wanted !== undefined);
      return changed ? [...entries.values()].flatMap((entry) => itemsOf(entry, without)) : [];
    },
  };
}

/** Returns a record as JSON, without undefined members. */
function plain(record: object): Item {
  return JSON.parse(JSON.stringify(record)) as Item;
}

function itemsOf(
  { place, read, copiesOf, isCopiedOnce, wanted }: Entry,
  without: readonly string[],
): TransactItem[] {
  const Key = itemKey(place);
  if (read === undefined && wanted === null) return [{ Delete: { Key } }];
  const condition = unchanged(read ?? null);
  if (wanted === undefined) return [{ ConditionCheck: { Key, ...condition } }];
  const copies = (item: Item | null | undefined): readonly Place[] =>
    item ? copiesOf(item).filter(([pk]) => !without.includes(pk)) : [];
  const isNoneOf =
    (others: readonly Place[]) =>
    (copy: Place): boolean =>
      !others.some((other) => other.join(' ') === copy.join(' '));
  const stale = copies(read).filter(isNoneOf(copies(wanted)));
  const removals = stale.map((copy) => ({ Delete: { Key: itemKey(copy) } }));
  if (wanted === null) return [{ Delete: { Key, ...condition } }, ...removals];
  const fresh = isCopiedOnce ? copies(wanted).filter(isNoneOf(copies(read))) : copies(wanted);
  const item = { ...wanted, [VERSION]: versionOf(read ?? null) + 1 };
  return [
    { Put: { Item: { ...item, ...Key }, ...condition } },
    ...fresh.map((copy) => ({ Put: { Item: { ...item, ...itemKey(copy) } } })),
    ...removals,
  ];
}

/** Returns the condition that no one has written an item since it was read. */
export function unchanged(read: Item | null) {
  const expression = placeholders();
  const ConditionExpression = read
    ? `${expression.name(VERSION)} = ${expression.value(versionOf(read))}`
    : `attribute_not_exists(${expression.name(CONTROL_PK)})`;
  return { ConditionExpression, ...expression.placeheld(ConditionExpression) };
}
