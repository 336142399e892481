import type { TenantId } from '../../../tenant/index.ts';
import type { Access, TransactAccess } from '../../port/access.ts';
import type { Command, TransactItem } from '../driver/send.ts';
import { jobKey, rowKey, sequenceKey } from '../keys/keys.ts';
import { countCommand, jobsCommand, queryCommand, totalCommand } from './query-command.ts';
import { announcedItem } from './announced-item.ts';
import { absentItem, retiredItem, sideItem } from './effect-command.ts';
import { holdCommand, releaseCommand } from './hold-command.ts';
import { linksCommand } from './link-item.ts';
import { endSweepItem, saveSweepItem, sweepsCommand } from './sweep-items.ts';
import { advanceCommand, deleteCommand, drawCommand, putCommand, updateCommand } from './write-command.ts';

/**
 * Creates the DynamoDB call of an access for a tenant. It is pure, and only here keys of the data table are
 * created. Every partition key begins with `T#<tenant>#`: `T#acme#Task`.
 * @throws {Refusal} VALIDATION_FAILED with the field, if a value cannot be stored or cannot be in a key
 * @example
 * ```ts
 * const type = model.models['Task'];
 * if (type) console.log(commandFor(scope.tenantId, { op: 'get', type, key: { id: '1' } }));
 * ```
 */
export function commandFor(tenant: TenantId, access: Access): Command {
  switch (access.op) {
    case 'get': {
      const Key = rowKey(tenant, access.type, access.key);
      return { name: 'GetItem', input: { Key, ...(access.consistent && { ConsistentRead: true }) } };
    }
    case 'query':
      // One additional row shows whether another page follows.
      return queryCommand(tenant, access, { limit: access.limit + 1, start: null });
    case 'put':
      return putCommand(tenant, access);
    case 'update':
      return updateCommand(tenant, access);
    case 'delete':
      return deleteCommand(tenant, access);
    case 'sequence':
      return { name: 'GetItem', input: { Key: sequenceKey(tenant, access.name), ConsistentRead: true } };
    case 'draw':
      return drawCommand(tenant, access);
    case 'advance':
      return advanceCommand(tenant, access);
    case 'transact':
      return { name: 'TransactWriteItems', input: { TransactItems: transactItems(tenant, access) } };
    case 'reserveUnique':
    case 'freeUnique':
    case 'requireRow':
    case 'adjustCount':
    case 'auditEvent':
    case 'claimFile':
    case 'releaseFile':
    case 'putFileDue':
    case 'deleteFileDue':
      return { name: 'TransactWriteItems', input: { TransactItems: [sideItem(tenant, access)] } };
    case 'announce':
      return { name: 'PutItem', input: { Item: announcedItem(tenant, access) } };
    case 'saveJob':
    case 'deleteJob':
    case 'saveSweep':
    case 'endSweep':
    case 'requireAbsent':
    case 'requireRetired':
      return {
        name: 'TransactWriteItems',
        input: { TransactItems: transactItems(tenant, { op: 'transact', writes: [access] }) },
      };
    case 'hold':
      return holdCommand(tenant, access);
    case 'release':
      return releaseCommand(tenant, access);
    case 'links':
      return linksCommand(tenant, access);
    case 'sweeps':
      return sweepsCommand(tenant);
    case 'jobs':
      return jobsCommand(tenant);
    case 'count':
      return countCommand(tenant, access, { start: null, rows: false });
    case 'total':
      return totalCommand(tenant, access);
    default:
      return access satisfies never;
  }
}

/** DynamoDB's limit (API reference, TransactWriteItems). */
const MAX_WRITES = 100;

function transactItems(tenant: TenantId, access: TransactAccess): TransactItem[] {
  if (access.writes.length > MAX_WRITES) throw new Error(`A transaction holds at most ${MAX_WRITES} writes.`);
  return access.writes.map((write): TransactItem => {
    switch (write.op) {
      case 'put':
        return { Put: putCommand(tenant, write).input };
      case 'update': {
        const { ReturnValues: _, ...input } = updateCommand(tenant, write).input;
        return { Update: input };
      }
      case 'delete': {
        const command = deleteCommand(tenant, write);
        if (command.name === 'UpdateItem') {
          const { ReturnValues: _, ...input } = command.input;
          return { Update: input };
        }
        const { ReturnValues: _, ...input } = command.input;
        return { Delete: input };
      }
      case 'announce':
        return { Put: { Item: announcedItem(tenant, write) } };
      case 'saveJob':
        return { Put: { Item: { ...jobKey(tenant, write.job.id), ...write.job } } };
      case 'deleteJob':
        return { Delete: { Key: jobKey(tenant, write.job.id) } };
      case 'saveSweep':
        return saveSweepItem(tenant, write.sweep);
      case 'endSweep':
        return endSweepItem(tenant, write.sweep);
      case 'requireAbsent':
        return absentItem(tenant, write);
      case 'requireRetired':
        return retiredItem(tenant, write);
      case 'advance':
        return { Update: advanceCommand(tenant, write).input };
      case 'reserveUnique':
      case 'freeUnique':
      case 'requireRow':
      case 'adjustCount':
      case 'auditEvent':
      case 'claimFile':
      case 'releaseFile':
      case 'putFileDue':
      case 'deleteFileDue':
        return sideItem(tenant, write);
      default:
        return write satisfies never;
    }
  });
}
