import type { TenantId } from '../../../tenant/index.ts';
import type { ClaimFileAccess, ReleaseFileAccess } from '../../port/access.ts';
import type { FileStatus } from '../../port/files.ts';
import { AT_ONCE, fileKey } from '../keys/file-keys.ts';
import { rowKey, SK } from '../keys/keys.ts';
import type { TransactItem } from '../driver/send.ts';
import { placeholders, type Placeholders } from './expression.ts';

/** The attributes of a file's item that a condition names. The others have the names of the record. */
export const FILE = {
  type: 'type',
  field: 'field',
  status: 'status',
  uploadedBy: 'uploadedBy',
  /** The sort key of the row that holds it. */
  holder: 'holder',
  /** The time in the key of its entry among those that are due. */
  due: 'due',
} as const;

/** The statuses in which a row may claim a file. */
const CLAIMABLE: readonly FileStatus[] = ['READY', 'SCANNING'];
/** Those in which the row of an archive may claim it. */
const RESTORED: readonly FileStatus[] = [...CLAIMABLE, 'UNSCANNED', 'INFECTED'];

/**
 * Gives a file to a row, if its caller uploaded it for this field and no row has it. An import gives each file to its row,
 * of any uploader. It may do so again.
 */
export function claimFileItem(tenant: TenantId, access: ClaimFileAccess): TransactItem {
  const { type, row, id, claimant } = access;
  const isRestored = claimant === null;
  const expression = placeholders();
  const holder = expression.name(FILE.holder);
  const own = expression.value(rowKey(tenant, type, row)[SK]);
  const free = `attribute_not_exists(${holder})`;
  const statuses = (isRestored ? RESTORED : CLAIMABLE).map((status) => expression.value(status));
  const ConditionExpression = [
    `${expression.name(FILE.status)} IN (${statuses.join(', ')})`,
    ofField(access, expression),
    ...(isRestored
      ? [`(${free} OR ${holder} = ${own})`]
      : [free, `${expression.name(FILE.uploadedBy)} = ${expression.value(claimant ?? '')}`]),
  ].join(' AND ');
  const UpdateExpression = `SET ${holder} = ${own} REMOVE ${expression.name(FILE.due)}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return { Update: { Key: fileKey(tenant, id), UpdateExpression, ConditionExpression, ...held } };
}

/** Takes a file from its row, but only if the row has it. */
export function releaseFileItem(tenant: TenantId, access: ReleaseFileAccess): TransactItem {
  const { type, row, id } = access;
  const expression = placeholders();
  const holder = expression.name(FILE.holder);
  const own = expression.value(rowKey(tenant, type, row)[SK]);
  const ConditionExpression = `${holder} = ${own} AND ${ofField(access, expression)}`;
  const removed: FileStatus = 'REMOVED';
  const sets = [
    `${expression.name(FILE.status)} = ${expression.value(removed)}`,
    `${expression.name(FILE.due)} = ${expression.value(AT_ONCE)}`,
  ];
  const UpdateExpression = `SET ${sets.join(', ')} REMOVE ${holder}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return { Update: { Key: fileKey(tenant, id), UpdateExpression, ConditionExpression, ...held } };
}

function ofField({ type, field }: Pick<ClaimFileAccess, 'type' | 'field'>, expression: Placeholders): string {
  return [
    `${expression.name(FILE.type)} = ${expression.value(type.name)}`,
    `${expression.name(FILE.field)} = ${expression.value(field)}`,
  ].join(' AND ');
}
