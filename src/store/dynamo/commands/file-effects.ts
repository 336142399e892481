import type { Json, ModelType } from '../../../model/index.ts';
import type { ClaimFileAccess, ReleaseFileAccess, Row, RowWrite } from '../../port/access.ts';

/** Returns the fields that hold files, each as a group of its own. */
export function fileGroups({ files }: ModelType): { readonly fields: readonly string[] }[] {
  return files.map(({ field }) => ({ fields: [field] }));
}

/** Returns the files that a write gives to its row and takes from it: the difference of each field before and after. */
export function fileEffects(
  access: RowWrite,
  before: Row,
  after: Row,
): (ReleaseFileAccess | ClaimFileAccess)[] {
  const { type } = access;
  const claimant = access.op === 'delete' ? undefined : access.claimant;
  return type.files.flatMap(({ field }) => {
    const [old, now] = [idsIn(before[field]), idsIn(after[field])];
    return [
      ...without(old, now).map((id) => ({ op: 'releaseFile', type, row: before, field, id }) as const),
      ...without(now, old).map((id) => ({ op: 'claimFile', type, row: after, field, id, claimant }) as const),
    ];
  });
}

/** Returns whether a write gives files to its row or takes some from it, as far as the row is known. */
export function hasFileEffects(access: RowWrite): boolean {
  if (access.type.files.length === 0) return false;
  switch (access.op) {
    case 'put':
      return fileEffects(access, {}, access.row).length > 0;
    case 'update':
      return fileEffects(access, access.current ?? {}, { ...access.current, ...access.set }).length > 0;
    case 'delete':
      return fileEffects(access, access.current ?? {}, {}).length > 0;
    default:
      return access satisfies never;
  }
}

/** Returns whether a row has no files. */
export function hasNoFiles({ files }: ModelType, row: Row): boolean {
  return files.every(({ field }) => idsIn(row[field]).length === 0);
}

function idsIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.filter((id) => typeof id === 'string');
  return typeof value === 'string' ? [value] : [];
}

/** Returns the ids that a list has more often than another. So a file that a list has twice is claimed twice, which fails. */
function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return ids.filter((id) => {
    const at = left.indexOf(id);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
