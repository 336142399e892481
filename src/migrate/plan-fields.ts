import { baseName, printTypeRef, type FieldRecord, type SlotRecord } from '../model/index.ts';

import type { PlanLine } from './plan-line.ts';

type TypeRef = FieldRecord['type'];

/** Plans what a change means for the values in rows: fields, the types inside rows, enums. */
export function planFields(
  before: SlotRecord,
  after: SlotRecord,
  versions: Readonly<Record<string, string | null>>,
): PlanLine[] {
  return [
    ...Object.entries(before.types).flatMap(([name, { fields }]) => {
      const type = after.types[name];
      if (!type) return [typeRemoved(name)];
      return planType(name, fields, type.fields, { before, after, version: versions[name] ?? null });
    }),
    ...Object.entries(before.objects).flatMap(([name, fields]) => {
      const known = after.objects[name];
      const typed = (types: Readonly<Record<string, TypeRef>>): Readonly<Record<string, FieldRecord>> =>
        Object.fromEntries(Object.entries(types).map(([field, type]) => [field, { type }]));
      // The fields that held a removed type report it.
      return known ? planType(name, typed(fields), typed(known), { before, after, version: null }) : [];
    }),
    ...planEnums(before, after),
  ];
}

interface Surroundings {
  readonly before: SlotRecord;
  readonly after: SlotRecord;
  /** The field that counts the writes of a row. */
  readonly version: string | null;
}

function planType(
  name: string,
  fields: Readonly<Record<string, FieldRecord>>,
  now: Readonly<Record<string, FieldRecord>>,
  around: Surroundings,
): PlanLine[] {
  const changed = Object.entries(fields).flatMap(([field, known]): readonly PlanLine[] => {
    const at = `${name}.${field}`;
    const { type, owner } = known;
    const next = now[field];
    if (!next) return [known.file ? filesRemoved(at) : fieldRemoved(at)];
    // An id of a file is no other text: its row must hold the file, and a row that goes releases it.
    const isFile = known.file === true;
    if ((next.file === true) !== isFile || !reads(type, next.type, around))
      return [typeChanged(at, known, next)];
    const isNeeded = next.type.required && !type.required;
    return [
      ...(isNeeded ? [becomesRequired(at, next, field === around.version)] : []),
      ...(isNamed(owner) && !isSettled(next.owner) ? [ownersExposed(at)] : []),
    ];
  });
  const added = Object.entries(now).flatMap(([field, next]): readonly PlanLine[] =>
    !(field in fields) && next.type.required
      ? [becomesRequired(`${name}.${field}`, next, field === around.version)]
      : [],
  );
  const owned = Object.entries(now).flatMap(([field, { owner }]): readonly PlanLine[] =>
    owner && field in fields && JSON.stringify(owner) !== JSON.stringify(fields[field]?.owner)
      ? [ownersResolved(`${name}.${field}`)]
      : [],
  );
  return [...changed, ...added, ...owned];
}

/** Returns whether values stored as one type can be returned as another. The caller checks null at the top. */
function reads(type: TypeRef, next: TypeRef, around: Surroundings): boolean {
  if ('list' in type !== 'list' in next) return false;
  if ('list' in type && 'list' in next) {
    if (next.list.required && !type.list.required) return false;
    return reads(type.list, next.list, around);
  }
  const [from, to] = [baseName(type), baseName(next)];
  return from === to || READABLE[to]?.(from, around.before) === true;
}

/** Scalars that are stored as text. */
const TEXT = /^(ID|String|AWS(?!Timestamp$|JSON$)\w+)$/;

/** For each type of a field, the earlier types whose values it can return as they are. */
const READABLE: Readonly<Record<string, (from: string, before: SlotRecord) => boolean>> = {
  String: (from, { enums }) => TEXT.test(from) || from in enums,
  ID: (from, { enums }) => TEXT.test(from) || from in enums,
  Float: (from) => from === 'Int' || from === 'AWSTimestamp',
};

function planEnums(before: SlotRecord, after: SlotRecord): PlanLine[] {
  return Object.entries(before.enums).flatMap(([name, values]) => {
    const now = after.enums[name];
    return (now ? values.filter((value) => !now.includes(value)) : []).map((value) => ({
      kind: 'problem' as const,
      code: 'enum-value-removed',
      at: `${name}.${value}`,
      message: 'The value is removed: rows that hold it cannot be read.',
      action: 'Update the rows that hold it first, or keep it with @deprecated.',
    }));
  });
}

function ownersResolved(at: string): PlanLine {
  return {
    kind: 'apply',
    code: 'owners-resolved',
    at,
    message: 'The field holds owners, which are stored by user id.',
    action:
      "schema:apply looks bare names up among the tenant's members. A name of no member then belongs to no user.",
  };
}

/** Returns whether rows store a user id next to the name that clients see. */
function isNamed(owner: FieldRecord['owner']): boolean {
  return owner?.form === 'username' || owner?.form === 'email';
}

/** Returns whether schema:apply brings the owners of a field into its form. */
function isSettled(owner: FieldRecord['owner']): boolean {
  return owner !== undefined && owner.form !== 'claims';
}

function ownersExposed(at: string): PlanLine {
  return {
    kind: 'problem',
    code: 'owners-exposed',
    at,
    message:
      'No rule names owners in the field any more: stored owners are read with their user id, as 5f1c…::alice.',
    action:
      'Keep a rule that names the field, or add a field of another name and copy the names into it first.',
  };
}

function typeRemoved(at: string): PlanLine {
  return {
    kind: 'problem',
    code: 'type-removed',
    at,
    message: 'The type is removed: its rows stay stored, and nothing reads them.',
    action: 'Delete its rows first, or keep the type without operations.',
  };
}

function fieldRemoved(at: string): PlanLine {
  return {
    kind: 'problem',
    code: 'field-removed',
    at,
    message:
      'The field is removed or not stored any more: what rows hold in it stays stored, and nothing reads it.',
    action: 'Copy the values to another field first, or keep it with @deprecated.',
  };
}

function filesRemoved(at: string): PlanLine {
  return {
    kind: 'problem',
    code: 'files-removed',
    at,
    message:
      'The field is removed: its files stay stored and count for the plan, also when their rows are deleted.',
    action: 'Set the field to null in every row first, which deletes the files, or keep it with @deprecated.',
  };
}

function typeChanged(at: string, before: FieldRecord, next: FieldRecord): PlanLine {
  const [from, to] = [before, next].map(printed);
  return {
    kind: 'problem',
    code: 'field-type-changed',
    at,
    message: `The type changes from ${from} to ${to}: stored values cannot be read so.`,
    action: before.file
      ? 'Add a field of another name with the new type, upload its files anew, and set this one to null before you remove it.'
      : 'Add a field of another name with the new type, copy the values, then remove this one.',
  };
}

/** Prints the type of a field as a schema has it: a row holds the ID of a File. */
function printed({ type, file }: FieldRecord): string {
  return file ? printTypeRef(type).replace('ID', 'File') : printTypeRef(type);
}

function becomesRequired(at: string, next: FieldRecord, counts: boolean): PlanLine {
  const fill = next.default === undefined ? (counts ? 1 : undefined) : next.default;
  if (fill === undefined) {
    return {
      kind: 'problem',
      code: 'required-without-default',
      at,
      message: `The field must not be null (${printed(next)}): rows without a value cannot be read.`,
      action: next.file
        ? 'Leave it nullable until every row has a file.'
        : 'Give it a @default, which is filled in, or leave it nullable until every row has a value.',
    };
  }
  return {
    kind: 'apply',
    code: 'required-with-default',
    at,
    message: `Rows without a value get ${JSON.stringify(fill)}.`,
    action: 'schema:apply fills it in; until then these rows cannot be read.',
  };
}
