import {
  comparedForm,
  countKind,
  type Json,
  dependentsOf,
  isGuarding,
  keyFields,
  type ModelType,
  type Reference,
  type Unique,
} from '../../../model/index.ts';
import type {
  ReserveUniqueAccess,
  FreeUniqueAccess,
  RequireRowAccess,
  Row,
  RowWrite,
  EffectAccess,
  AdjustCountAccess,
  UpdateAccess,
} from '../../port/access.ts';
import { auditedFields } from './audit-of-write.ts';
import { fileEffects, fileGroups, hasFileEffects } from './file-effects.ts';

/** The models by name, to find the target of a reference. */
export type TypesByName = Readonly<Record<string, ModelType>>;

/**
 * Returns the side effects of a row's write: it reserves and frees unique values, requires referenced rows, claims and
 * releases files, and counts the rows of the type.
 *
 * Terminology:
 * - effect: an operation that the store adds to a write, in the same transaction.
 * - unique value: an item with the values of a `@unique`. It names the row that holds them.
 * - reference: the foreign key of a row. Its target is the row that it names.
 * - dependent: a type that refers to this one with `onDelete`.
 * - held: a delete looks at the rows that refer to the row. It ends soon.
 * - counter: the number of rows of a type with `counts: EXACT`, split into shards.
 * - claim: the row begins to hold a file. A release ends it, and upkeep removes the file.
 * - retired: marked as deleted, until a job deletes the row for good.
 */
export function effectsOf(access: RowWrite, types: TypesByName, shard: number): EffectAccess[] {
  const { type } = access;
  switch (access.op) {
    case 'put':
      return [
        ...reservations(type, access.row),
        ...lastingReferences(access, types),
        ...countChange(type, 1, shard),
        ...fileEffects(access, {}, access.row),
      ];
    case 'delete': {
      if (access.retired) return [];
      const current = access.current ?? {};
      return [
        ...freedValues(type, current),
        ...countChange(type, -1, shard),
        ...fileEffects(access, { ...current, ...access.key }, {}),
      ];
    }
    case 'update': {
      const { before, after, moved } = changeOf(access);
      return [
        ...freedValues(type, before).filter(({ unique }) => moved(unique)),
        ...reservations(type, after).filter(({ unique }) => moved(unique)),
        ...lastingReferences(access, types),
        ...fileEffects(access, before, after),
      ];
    }
    default:
      return access satisfies never;
  }
}

/**
 * Returns the fields, in addition to the written ones, that the effects depend on. The write's condition
 * guards them.
 */
export function guardedFields(access: RowWrite): readonly string[] {
  const { type } = access;
  if (access.op === 'put' || (access.op === 'delete' && access.retired)) return [];
  const own = keyFields(type.key);
  const set = access.op === 'update' ? access.set : null;
  const references = access.op === 'delete' ? [] : type.references;
  const groups = [...type.uniques, ...references, ...fileGroups(type)].map(({ fields }) => fields);
  const touched = groups.filter((fields) => set === null || fields.some((field) => field in set));
  const audited = type.audit ? auditedFields(access) : [];
  return [...new Set([...touched.flat(), ...audited])].filter((field) => !own.includes(field));
}

/**
 * Returns whether a write needs a transaction. A row with files needs one, and a row without files does not: as long as the
 * row is unknown, a write of no file counts as one of a row without files. An update that changes a reference with `onDelete`
 * needs one, and so does the delete of a row to which others may refer so.
 */
export function needsTransaction(access: RowWrite, types: TypesByName): boolean {
  if (access.op === 'delete' && access.retired) return false;
  const { uniques, audit } = access.type;
  if (audit || hasFileEffects(access)) return true;
  if (access.op === 'update') return touches(access, uniques) || lastingReferences(access, types).length > 0;
  if (access.op === 'delete' && dependentsOf(types, access.type).length > 0) return true;
  return uniques.length > 0 || countKind(access.type) === 'EXACT';
}

function touches({ set }: UpdateAccess, parts: readonly { readonly fields: readonly string[] }[]): boolean {
  return parts.some(({ fields }) => fields.some((field) => field in set));
}

function countChange(type: ModelType, by: 1 | -1, shard: number): AdjustCountAccess[] {
  return countKind(type) === 'EXACT' ? [{ op: 'adjustCount', type, by, shard }] : [];
}

function reservations(type: ModelType, row: Row): ReserveUniqueAccess[] {
  return complete(type.uniques, row).map((unique) => ({ op: 'reserveUnique', type, unique, row }));
}

function freedValues(type: ModelType, row: Row): FreeUniqueAccess[] {
  return complete(type.uniques, row).map((unique) => ({ op: 'freeUnique', type, unique, row }));
}

/** The row that a write refers to from now on. */
export interface NewReference {
  readonly reference: Reference;
  readonly type: ModelType;
  readonly key: Row;
}

/** Returns the references that a write adds: those of a new row, and those that an update changes. */
export function newReferences(access: RowWrite, types: TypesByName): readonly NewReference[] {
  switch (access.op) {
    case 'put':
      return targets(access.type, access.row, types);
    case 'update': {
      const { after, moved } = changeOf(access);
      return targets(access.type, after, types).filter(({ reference }) => moved(reference));
    }
    case 'delete':
      return [];
    default:
      return access satisfies never;
  }
}

interface Change {
  readonly before: Row;
  readonly after: Row;
  /** Returns whether the update changes one of these fields. */
  readonly moved: (part: { readonly fields: readonly string[] }) => boolean;
}

function changeOf({ type, key, set, current }: UpdateAccess): Change {
  const before = { ...current, ...key };
  const after = { ...before, ...set };
  const moved: Change['moved'] = ({ fields }) =>
    fields.some((field) => formOf(type, before, field) !== formOf(type, after, field));
  return { before, after, moved };
}

/** Returns the effects of new references with `onDelete`: each requires its target. */
function lastingReferences(access: RowWrite, types: TypesByName): RequireRowAccess[] {
  return newReferences(access, types)
    .filter(({ reference }) => reference.onDelete !== null)
    .map(({ reference, type, key }) => ({
      op: 'requireRow',
      type,
      key,
      reference,
      unheld: isGuarding(types, access.type, reference),
    }));
}

function targets(type: ModelType, row: Row, types: TypesByName): NewReference[] {
  return complete(type.references, row).flatMap((reference) => {
    const target = types[reference.target];
    if (!target) return [];
    const values = reference.fields.map((field) => row[field] ?? null);
    const key = Object.fromEntries(keyFields(target.key).map((field, at) => [field, values[at] ?? null]));
    return [{ reference, type: target, key }];
  });
}

function formOf({ fields }: ModelType, row: Row, field: string): Json {
  return comparedForm(fields, field, row[field] ?? null);
}

function complete<Part extends Unique | Reference>(parts: readonly Part[], row: Row): readonly Part[] {
  return parts.filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null));
}
