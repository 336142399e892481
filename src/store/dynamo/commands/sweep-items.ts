import type { TenantId } from '../../../tenant/index.ts';
import type { Sweep, Target } from '../../port/access.ts';
import type { Command, Item, TransactItem } from '../driver/send.ts';
import { PK, sweepKey, systemPartition } from '../keys/keys.ts';
import { placeholders } from './expression.ts';
import { partitionQuery } from './partition-query.ts';

/** The most sweeps that one look lists. */
const MOST_SWEEPS = 100;

/** Returns the item that saves a sweep. */
export function saveSweepItem(tenant: TenantId, { id, due, targets }: Sweep): TransactItem {
  return {
    Put: { Item: { ...sweepKey(tenant, due, id), id, due, targets: targets as unknown as Item[string] } },
  };
}

/** Returns the item that deletes a sweep which no other process has ended. */
export function endSweepItem(tenant: TenantId, { id, due }: Sweep): TransactItem {
  const expression = placeholders();
  const ConditionExpression = `attribute_exists(${expression.name(PK)})`;
  return {
    Delete: {
      Key: sweepKey(tenant, due, id),
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
    },
  };
}

/** Returns the query of the first sweeps. */
export function sweepsCommand(tenant: TenantId): Command {
  return partitionQuery(PK, systemPartition(tenant, 'SWEEP'), { limit: MOST_SWEEPS });
}

/** Returns the sweep of an item. */
export function sweepOf(item: Item): Sweep {
  const { id, due, targets } = item;
  return { id: id as string, due: due as string, targets: targets as unknown as readonly Target[] };
}
