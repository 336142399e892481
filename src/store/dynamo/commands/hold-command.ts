import { randomUUID } from 'node:crypto';

import type { TenantId } from '../../../tenant/index.ts';
import type { HoldAccess, ReleaseAccess } from '../../port/access.ts';
import type { Command } from '../driver/send.ts';
import { HELD, PK, RETIRED, rowKey } from '../keys/keys.ts';
import { placeholders } from './expression.ts';

/** Milliseconds after which a hold is given up: the request of its delete has ended by then. */
const GIVEN_UP_AFTER = 30_000;

/** Returns a new hold: the time in milliseconds since 1970, and a random part: `1764547200000#<uuid>`. */
export function newHold(now: number): string {
  return `${now}#${randomUUID()}`;
}

/** Returns the hold of a row, or null. */
export function holdOf(item: Readonly<Record<string, unknown>>): string | null {
  const hold = item[HELD];
  return typeof hold === 'string' ? hold : null;
}

/** Returns whether the delete that has this hold has ended without releasing it. */
export function isGivenUp(hold: string, now: number): boolean {
  return now - Number.parseInt(hold, 10) > GIVEN_UP_AFTER;
}

/** Holds a row that no other delete holds. It may be repeated. */
export function holdCommand(tenant: TenantId, { type, key, hold, instead }: HoldAccess): Command {
  const expression = placeholders();
  const held = expression.name(HELD);
  const own = expression.value(hold);
  const free = [
    `attribute_not_exists(${held})`,
    `${held} = ${own}`,
    ...(instead === undefined ? [] : [`${held} = ${expression.value(instead)}`]),
  ];
  const UpdateExpression = `SET ${held} = ${own}`;
  const ConditionExpression =
    `attribute_exists(${expression.name(PK)}) AND attribute_not_exists(${expression.name(RETIRED)})` +
    ` AND (${free.join(' OR ')})`;
  return {
    name: 'UpdateItem',
    input: {
      Key: rowKey(tenant, type, key),
      UpdateExpression,
      ConditionExpression,
      ...expression.placeheld(UpdateExpression, ConditionExpression),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Ends a hold. */
export function releaseCommand(tenant: TenantId, { type, key, hold }: ReleaseAccess): Command {
  const expression = placeholders();
  const UpdateExpression = `REMOVE ${expression.name(HELD)}`;
  const ConditionExpression = `${expression.name(HELD)} = ${expression.value(hold)}`;
  return {
    name: 'UpdateItem',
    input: {
      Key: rowKey(tenant, type, key),
      UpdateExpression,
      ConditionExpression,
      ...expression.placeheld(UpdateExpression, ConditionExpression),
    },
  };
}
