import type { ModelType, Reference, Unique } from '../../../model/index.ts';
import type {
  ReserveUniqueAccess,
  CountReferrerAccess,
  FreeUniqueAccess,
  RequireRowAccess,
  Row,
  RowWrite,
  EffectAccess,
  AdjustCountAccess,
} from '../../port/access.ts';
import { auditedFields } from './audit-of-write.ts';
import { fieldsOf } from '../keys/keys.ts';

/** A counter's shards: writers of one type meet on one of these instead of all on the same item. */
export const TALLY_SHARDS = 8;

/** The models by name, to find the target of a reference. */
export type TypesByName = Readonly<Record<string, ModelType>>;

/**
 * What goes along with the write of a row: its unique values are taken and given up, the rows that it refers to
 * are demanded and counted, and the rows of its type are counted.
 */
export function effectsOf(access: RowWrite, types: TypesByName, shard: number): EffectAccess[] {
  const { type } = access;
  switch (access.op) {
    case 'put':
      return [...claims(type, access.row), ...begins(type, access.row, types), ...tally(type, 1, shard)];
    case 'delete': {
      if (access.retired) return [];
      const current = access.current ?? {};
      return [...releases(type, current), ...ends(type, current, types), ...tally(type, -1, shard)];
    }
    case 'update': {
      const before = { ...access.current, ...access.key };
      const after = { ...before, ...access.set };
      const moved = ({ fields }: { readonly fields: readonly string[] }): boolean =>
        fields.some((field) => (before[field] ?? null) !== (after[field] ?? null));
      return [
        ...releases(type, before).filter(({ unique }) => moved(unique)),
        ...claims(type, after).filter(({ unique }) => moved(unique)),
        ...ends(type, before, types).filter(({ reference }) => moved(reference)),
        ...begins(type, after, types).filter(({ reference }) => moved(reference)),
      ];
    }
    default:
      return access satisfies never;
  }
}

/** The fields besides those written that the sides of a write depend on: its condition guards them. */
export function guardedFields(access: RowWrite): readonly string[] {
  const { type } = access;
  if (access.op === 'put' || (access.op === 'delete' && access.retired)) return [];
  const own = fieldsOf(type.key);
  const set = access.op === 'update' ? access.set : null;
  const groups = [...type.uniques, ...type.references].map(({ fields }) => fields);
  const touched = groups.filter((fields) => set === null || fields.some((field) => field in set));
  const audited = type.audit ? auditedFields(access) : [];
  return [...new Set([...touched.flat(), ...audited])].filter((field) => !own.includes(field));
}

/** True when a write has to travel in a transaction. */
export function needsTransaction(access: RowWrite): boolean {
  if (access.op === 'delete' && access.retired) return false;
  const { uniques, references, operations, audit } = access.type;
  if (audit) return true;
  if (access.op === 'update') return guardedFields(access).length > 0;
  return uniques.length > 0 || references.length > 0 || operations.count !== null;
}

function tally(type: ModelType, by: 1 | -1, shard: number): AdjustCountAccess[] {
  return type.operations.count === null ? [] : [{ op: 'adjustCount', type, by, shard }];
}

function claims(type: ModelType, row: Row): ReserveUniqueAccess[] {
  return complete(type.uniques, row).map((unique) => ({ op: 'reserveUnique', type, unique, row }));
}

function releases(type: ModelType, row: Row): FreeUniqueAccess[] {
  return complete(type.uniques, row).map((unique) => ({ op: 'freeUnique', type, unique, row }));
}

/** A row that a delete of its target concerns is counted there; another one only demands the target. */
function begins(type: ModelType, row: Row, types: TypesByName): (CountReferrerAccess | RequireRowAccess)[] {
  return targets(type, row, types).map(({ reference, type: target, key }) =>
    reference.onDelete === null
      ? { op: 'requireRow', type: target, key, reference }
      : { op: 'countReferrer', type: target, key, by: 1, reference },
  );
}

function ends(type: ModelType, row: Row, types: TypesByName): CountReferrerAccess[] {
  return targets(type, row, types)
    .filter(({ reference }) => reference.onDelete !== null)
    .map(({ reference, type: target, key }) => ({
      op: 'countReferrer',
      type: target,
      key,
      by: -1,
      reference,
    }));
}

function targets(
  type: ModelType,
  row: Row,
  types: TypesByName,
): { readonly reference: Reference; readonly type: ModelType; readonly key: Row }[] {
  return complete(type.references, row).flatMap((reference) => {
    const target = types[reference.target];
    if (!target) return [];
    const values = reference.fields.map((field) => row[field] ?? null);
    const key = Object.fromEntries(fieldsOf(target.key).map((field, at) => [field, values[at] ?? null]));
    return [{ reference, type: target, key }];
  });
}

function complete<Part extends Unique | Reference>(parts: readonly Part[], row: Row): readonly Part[] {
  return parts.filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null));
}
