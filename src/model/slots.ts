import { countKind, type CountKind } from './count-kind.ts';
import { isInRow, rowType } from './in-row.ts';
import { keyFields } from './key-fields.ts';
import type { AwsScalarName } from './scalars/index.ts';
import type {
  Index,
  Json,
  Key,
  LostNumbers,
  Model,
  ModelType,
  OnDelete,
  OwnerField,
  TypeRef,
  Unique,
} from './model.ts';

/** What must be kept of a schema to know later how its rows are stored: plain JSON. */
export interface SlotRecord {
  readonly types: Readonly<Record<string, TypeRecord>>;
  /** Types without `@model`, which are stored inside rows. */
  readonly objects: Readonly<Record<string, Readonly<Record<string, TypeRef>>>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** The numbers of types that the schema has lost. Absent if there are none. */
  readonly lost?: Readonly<Record<string, LostNumbers>>;
}

/** Numbers are absent in a record that is older than them. */
export interface TypeRecord extends Partial<LostNumbers> {
  readonly key: Key;
  readonly indexes: readonly IndexRecord[];
  readonly uniques: readonly Unique[];
  /** Only those with `onDelete`: the target counts them. */
  readonly references: readonly ReferenceRecord[];
  /** How a counter of its rows is kept. Null without one. */
  readonly counted: CountKind | null;
  /** Into how many partitions the rows are spread. Absent means 1. */
  readonly shards?: number;
  /** The number before, while requests look there too. */
  readonly formerShards?: number;
  /** The stored fields. */
  readonly fields: Readonly<Record<string, FieldRecord>>;
}

export interface IndexRecord extends Key {
  readonly name: string;
  readonly slot: number;
  readonly number?: number;
}

export interface ReferenceRecord {
  readonly target: string;
  readonly fields: readonly string[];
  readonly onDelete: OnDelete;
}

export interface FieldRecord {
  readonly type: TypeRef;
  /** Present if the values are ids of files. */
  readonly file?: true;
  readonly default?: Json;
  /** By what the keys and the other attributes of a row compare the field: see `Field.form`. */
  readonly form?: AwsScalarName;
  readonly owner?: OwnerField;
}

/**
 * Numbers the types, indexes and slots of a model so that stored rows and index entries remain valid.
 * A type keeps its number, and gets the same one again if it comes back. An index that existed before, with the same name
 * and fields, keeps its number and its slot. Any other index takes the lowest slot that is free in its type, and a number
 * that no index of the type had. Without a `before`, the numbers of `readModel` remain.
 *
 * @example
 * ```ts
 * const { model } = readModel(sources);
 * const next = keepSlots(model, before);
 * const record = slotRecord(next);
 * ```
 */
export function keepSlots(model: Model, before: Model | SlotRecord | null): Model {
  if (!before) return model;
  const known: Readonly<Record<string, TypeRecord | ModelType>> =
    'types' in before ? before.types : before.models;
  const used: Readonly<Record<string, Partial<LostNumbers>>> = { ...before.lost, ...known };
  let last = Math.max(0, ...Object.values(used).map(({ number = 0 }) => number));
  const models = Object.values(model.models).map((type) => {
    const { number = ++last, lastIndex = 0 } = used[type.name] ?? {};
    return [
      type.name,
      { ...type, number, ...numbered(type.indexes, known[type.name]?.indexes ?? [], lastIndex) },
    ];
  });
  const lost = Object.entries(used).flatMap(([name, { number, lastIndex = 0 }]) =>
    name in model.models || number === undefined ? [] : [[name, { number, lastIndex }] as const],
  );
  const { lost: _, ...rest } = model;
  return {
    ...rest,
    models: Object.fromEntries(models) as Model['models'],
    ...(lost.length > 0 && { lost: Object.fromEntries(lost) }),
  };
}

function numbered(
  indexes: readonly Index[],
  before: readonly IndexRecord[],
  used: number,
): Pick<ModelType, 'indexes' | 'lastIndex'> {
  const kept = new Map(
    indexes.flatMap((index) => {
      const same = before.find((other) => sameIndex(other, index));
      return same ? [[index.name, same] as const] : [];
    }),
  );
  const taken = new Set([...kept.values()].map(({ slot }) => slot));
  let lastIndex = used;
  const all = indexes.map((index): Index => {
    const same = kept.get(index.name);
    const slot = same?.slot ?? lowestFree(taken);
    taken.add(slot);
    return { ...index, slot, number: same?.number ?? ++lastIndex };
  });
  return { indexes: all, lastIndex };
}

function lowestFree(taken: ReadonlySet<number>): number {
  let slot = 1;
  while (taken.has(slot)) slot++;
  return slot;
}

/** Returns whether two indexes hold the same entries, in any slot. */
export function sameIndex(
  one: Key & { readonly name: string },
  other: Key & { readonly name: string },
): boolean {
  return one.name === other.name && sameFields(keyFields(one), keyFields(other));
}

function sameFields(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((field, place) => field === other[place]);
}

/** Returns what must be kept of a model. */
export function slotRecord(model: Model): SlotRecord {
  const map = <T, R>(
    entries: Readonly<Record<string, T>>,
    read: (one: T) => R,
  ): Readonly<Record<string, R>> =>
    Object.fromEntries(Object.entries(entries).map(([name, one]) => [name, read(one)]));
  return {
    types: map(model.models, typeRecord),
    objects: map(model.objects, ({ fields }) => map(fields, ({ type }) => type)),
    enums: map(model.enums, ({ values }) => values.map(({ name }) => name)),
    ...(model.lost && { lost: model.lost }),
  };
}

function typeRecord(type: ModelType): TypeRecord {
  const { number, lastIndex, key, indexes, uniques, references, fields } = type;
  const { shards, formerShards } = type;
  return {
    number,
    lastIndex,
    key: { hash: key.hash, sort: key.sort },
    indexes: indexes.map(({ name, hash, sort, slot, number }) => ({ name, hash, sort, slot, number })),
    uniques,
    references: references.flatMap(({ target, fields, onDelete }) =>
      onDelete === null ? [] : [{ target, fields, onDelete }],
    ),
    counted: countKind(type),
    ...(shards === undefined ? {} : { shards }),
    ...(formerShards === undefined ? {} : { formerShards }),
    fields: Object.fromEntries(
      Object.values(fields)
        .filter(isInRow)
        .map((field) => [
          field.name,
          {
            type: rowType(field),
            ...(field.kind.is === 'file' ? { file: true } : {}),
            ...(field.default === undefined ? {} : { default: field.default }),
            ...(field.form && { form: field.form }),
            ...(field.owner ? { owner: field.owner } : {}),
          },
        ]),
    ),
  };
}
