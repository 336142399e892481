import { keyFields, sameIndex, type SlotRecord, type TypeRecord } from '../model/index.ts';

import type { PlanLine } from './plan-line.ts';
import { changedForms } from './type-work.ts';

/** Plans what a change means for keys, indexes, unique values and counts. */
export function planKeys(before: SlotRecord, after: SlotRecord): PlanLine[] {
  const types = Object.entries(after.types).flatMap(([name, type]) => {
    const known = before.types[name];
    if (!known) return [];
    return [
      ...planPrimaryKey(name, known, type),
      ...planForms(name, known, type),
      ...planShards(name, known, type),
      ...planIndexes(name, known, type, before),
      ...planUniques(name, known, type),
      ...planCounts(name, known, type),
    ];
  });
  return [...types, ...planTable(before, after)];
}

function planPrimaryKey(at: string, known: TypeRecord, type: TypeRecord): PlanLine[] {
  const [from, to] = [known, type].map(({ key }) => keyFields(key).join(', '));
  if (from === to) return [];
  return [
    {
      kind: 'problem',
      code: 'primary-key-changed',
      at,
      message: `The primary key changes from (${from ?? ''}) to (${to ?? ''}): existing rows are not found by it.`,
      action: 'Add a type of another name with the new key, copy the rows, then remove this one.',
    },
  ];
}

function planForms(name: string, known: TypeRecord, type: TypeRecord): PlanLine[] {
  const changed = changedForms(known, type);
  const compared = [
    ['value', changed.filter((field) => type.fields[field]?.form !== undefined)],
    ['text', changed.filter((field) => type.fields[field]?.form === undefined)],
  ] as const;
  return compared.flatMap(([by, fields]): readonly PlanLine[] => {
    if (fields.length === 0) return [];
    const message = `These fields are compared by ${by} from now on: ${fields.join(', ')}.`;
    const action = `schema:apply brings keys and unique values of ${name} into line, and lists rows that are equal now. Until then a key or a filter may miss rows.`;
    return [{ kind: 'apply', code: 'form-changed', at: name, message, action }];
  });
}

function planShards(at: string, known: TypeRecord, type: TypeRecord): PlanLine[] {
  const [from, to] = [known.shards ?? 1, type.shards ?? 1];
  if (from === to) return [];
  const action =
    type.formerShards === from
      ? `schema:apply moves the rows of ${at}. Requests look in both places: remove "formerShards" after it.`
      : `schema:apply moves the rows of ${at}. Until then requests miss them: on AWS write "formerShards: ${from}" for that time.`;
  const message = `The rows are spread over ${to} partitions in place of ${from}.`;
  return [{ kind: 'apply', code: 'shards-changed', at, message, action }];
}

function planIndexes(name: string, known: TypeRecord, type: TypeRecord, before: SlotRecord): PlanLine[] {
  const inTable = slotsOf(before);
  const lines: PlanLine[] = [];
  const line = (code: string, index: string, message: string, action: string): void => {
    lines.push({ kind: 'apply', code, at: `${name}#${index}`, message, action });
  };
  const fill = `schema:apply writes its keys into every row of ${name}; until then queries of it miss rows.`;
  for (const index of type.indexes) {
    const former = known.indexes.find((other) => other.name === index.name);
    const where = `slot ${index.slot}, ${inTable.has(index.slot) ? 'a spare index of the table' : 'a new index of the table'}`;
    if (!former) line('index-added', index.name, `The index is new (${where}).`, fill);
    else if (!sameIndex(former, index))
      line('index-changed', index.name, `The fields of the index change (${where}).`, fill);
    else if (former.slot !== index.slot) {
      const message = `The index moves from slot ${former.slot} to ${index.slot}.`;
      line('index-moved', index.name, message, `${fill} Keep its slot to avoid that.`);
    }
  }
  for (const { name: index, slot } of known.indexes) {
    if (type.indexes.some((other) => other.name === index)) continue;
    const message = `The index is removed (slot ${slot}).`;
    line('index-removed', index, message, `schema:apply removes its keys from the rows of ${name}.`);
  }
  return lines;
}

function planUniques(name: string, known: TypeRecord, type: TypeRecord): PlanLine[] {
  const has = (uniques: TypeRecord['uniques'], unique: string): boolean =>
    uniques.some((other) => other.name === unique);
  const added = type.uniques.filter((unique) => !has(known.uniques, unique.name));
  const removed = known.uniques.filter((unique) => !has(type.uniques, unique.name));
  return [
    ...added.map((unique) => ({
      kind: 'apply' as const,
      code: 'unique-added',
      at: `${name}.${unique.name}`,
      message: 'Existing rows have not taken their values yet, and two of them may share one.',
      action: 'schema:apply takes the values and lists rows that share one: change those, then apply again.',
    })),
    ...removed.map((unique) => ({
      kind: 'apply' as const,
      code: 'unique-removed',
      at: `${name}.${unique.name}`,
      message: 'The values are free again.',
      action: 'schema:apply gives them up, so that they block nothing if the unique comes back.',
    })),
  ];
}

function planCounts(at: string, known: TypeRecord, type: TypeRecord): PlanLine[] {
  const lines: PlanLine[] = [];
  if (type.counted && type.counted !== known.counted) {
    lines.push({
      kind: 'apply',
      code: 'count-added',
      at,
      message: 'The counter of the type does not know of the rows that exist.',
      action: 'schema:apply counts them, after the deployment of the code.',
    });
  }
  return lines;
}

function planTable(before: SlotRecord, after: SlotRecord): PlanLine[] {
  const [had, has] = [slotsOf(before), slotsOf(after)];
  return [
    ...[...has]
      .filter((slot) => !had.has(slot))
      .map((slot) => ({
        kind: 'table' as const,
        code: 'table-index-needed',
        at: `gsi${slot}`,
        message: 'No type has used this slot: the table needs a new index.',
        action:
          'Deploy the table first, and those of single tenants (one new index at a time), then the code, then apply. npm start adds it by itself.',
      })),
    ...[...had]
      .filter((slot) => !has.has(slot))
      .map((slot) => ({
        kind: 'table' as const,
        code: 'table-index-unused',
        at: `gsi${slot}`,
        message: 'No type uses this slot any more.',
        action: 'Deploy the table without it after the code, or leave it: the next new index takes it.',
      })),
  ];
}

function slotsOf({ types }: SlotRecord): ReadonlySet<number> {
  return new Set(Object.values(types).flatMap(({ indexes }) => indexes.map(({ slot }) => slot)));
}
