import type { Json } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type {
  ReserveUniqueAccess,
  FreeUniqueAccess,
  RequireAbsentAccess,
  RequireRetiredAccess,
  RequireRowAccess,
  EffectAccess,
  AdjustCountAccess,
} from '../../port/access.ts';
import { claimFileItem, releaseFileItem } from './file-items.ts';
import { pendingItem } from './audit-items.ts';
import { placeholders } from './expression.ts';
import { HELD, PK, RETIRED, rowKey, SK, countKey, uniqueKey } from '../keys/keys.ts';
import { AT_ONCE, fileDueKey, unclaimedDue } from '../keys/file-keys.ts';
import type { TransactItem } from '../driver/send.ts';

/** The attribute of a unique value's item with the sort key of its row. */
export const HOLDER = 'holder';
/** The attribute of a counter's shard. */
export const COUNT = 'count';

/** Returns the transaction item of an effect. */
export function sideItem(tenant: TenantId, access: EffectAccess): TransactItem {
  switch (access.op) {
    case 'reserveUnique':
      return claimItem(tenant, access);
    case 'freeUnique':
      return releaseItem(tenant, access);
    case 'requireRow':
      return requireItem(tenant, access);
    case 'adjustCount':
      return tallyItem(tenant, access);
    case 'auditEvent':
      return { Put: { Item: pendingItem(tenant, access.event) } };
    case 'claimFile':
      return claimFileItem(tenant, access);
    case 'releaseFile':
      return releaseFileItem(tenant, access);
    case 'putFileDue':
      return { Put: { Item: { ...fileDueKey(tenant, AT_ONCE, access.id) } } };
    case 'deleteFileDue':
      return { Delete: { Key: fileDueKey(tenant, unclaimedDue(access.id), access.id) } };
    default:
      return access satisfies never;
  }
}

function claimItem(tenant: TenantId, { type, unique, row, from }: ReserveUniqueAccess): TransactItem {
  return reserveItem(tenant, { type, unique, row }, from ? [rowKey(tenant, type, from)[SK]] : []);
}

/** Reserves a unique value for a row, if it is free or a row with one of these sort keys has it. */
export function reserveItem(
  tenant: TenantId,
  { type, unique, row }: Pick<ReserveUniqueAccess, 'type' | 'unique' | 'row'>,
  holders: readonly Json[],
): TransactItem {
  const expression = placeholders();
  const Item = { ...uniqueKey(tenant, type, unique, row), [HOLDER]: rowKey(tenant, type, row)[SK] };
  const free = `attribute_not_exists(${expression.name(PK)})`;
  const held = holders.map((sk) => `${expression.name(HOLDER)} = ${expression.value(sk)}`);
  const ConditionExpression = held.length > 0 ? `(${[free, ...held].join(' OR ')})` : free;
  return { Put: { Item, ConditionExpression, ...expression.placeheld(ConditionExpression) } };
}

/** Frees a unique value, but only if the row still holds it. */
function releaseItem(tenant: TenantId, { type, unique, row }: FreeUniqueAccess): TransactItem {
  const expression = placeholders();
  const holder = expression.name(HOLDER);
  const own = expression.value(rowKey(tenant, type, row)[SK]);
  const ConditionExpression = `(attribute_not_exists(${holder}) OR ${holder} = ${own})`;
  return {
    Delete: {
      Key: uniqueKey(tenant, type, unique, row),
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
    },
  };
}

/** Requires that a row exists, that no job deletes it, and that no delete holds it if that matters. */
function requireItem(tenant: TenantId, { type, key, unheld }: RequireRowAccess): TransactItem {
  const expression = placeholders();
  const ConditionExpression = [
    `attribute_exists(${expression.name(PK)})`,
    `attribute_not_exists(${expression.name(RETIRED)})`,
    ...(unheld ? [`attribute_not_exists(${expression.name(HELD)})`] : []),
  ].join(' AND ');
  return {
    ConditionCheck: {
      Key: rowKey(tenant, type, key),
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Requires that no row has a key. */
export function absentItem(tenant: TenantId, { type, key }: RequireAbsentAccess): TransactItem {
  const expression = placeholders();
  const ConditionExpression = `attribute_not_exists(${expression.name(PK)})`;
  const Key = rowKey(tenant, type, key);
  return { ConditionCheck: { Key, ConditionExpression, ...expression.placeheld(ConditionExpression) } };
}

/** Returns the check that a job still deletes a row. */
export function retiredItem(tenant: TenantId, { type, key, job }: RequireRetiredAccess): TransactItem {
  const expression = placeholders();
  const ConditionExpression = `${expression.name(RETIRED)} = ${expression.value(job)}`;
  const Key = rowKey(tenant, type, key);
  return { ConditionCheck: { Key, ConditionExpression, ...expression.placeheld(ConditionExpression) } };
}

function tallyItem(tenant: TenantId, { type, by, shard }: AdjustCountAccess): TransactItem {
  const expression = placeholders();
  const UpdateExpression = `ADD ${expression.name(COUNT)} ${expression.value(by)}`;
  const Key = countKey(tenant, type, shard);
  return { Update: { Key, UpdateExpression, ...expression.placeheld(UpdateExpression) } };
}
