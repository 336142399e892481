import type { Scope } from '../tenant/index.ts';
import { deleteItems } from './delete-items.ts';
import { placeholders } from './expression.ts';
import { PK, SIDES, sidePartition, SK, typePartition, type Side } from './keys.ts';
import { patient } from './patient.ts';
import type { Send } from './send.ts';

/** A part of what a tenant has in the data table: the rows of a type, or a kind of things beside them. */
export type Part = { readonly type: string } | { readonly side: Side };

/** Takes everything of one tenant out of the data table, whatever it looks like and however it is referred to. */
export interface Eraser {
  /** Deletes up to `limit` items of a part, and answers how many: 0 when none was left. */
  erase(part: Part, limit: number): Promise<number>;
  /** Whether anything is left of a part, as last written. */
  isEmpty(part: Part): Promise<boolean>;
}

/** Every part that a tenant can have, given the names of all types that there are or ever were. */
export function partsOf(types: readonly string[]): readonly Part[] {
  return [...types.map((type) => ({ type })), ...SIDES.map((side) => ({ side }))];
}

/** Opens the eraser of the scope's tenant: nothing else is in its reach. */
export function openEraser(scope: Scope, send: Send): Eraser {
  const tenant = scope.tenantId;
  const steady = patient(send);
  const first = async (part: Part, Limit: number) => {
    const partition =
      'type' in part ? typePartition(tenant, { name: part.type }) : sidePartition(tenant, part.side);
    const expression = placeholders();
    const KeyConditionExpression = `${expression.name(PK)} = ${expression.value(partition)}`;
    const held = expression.placeheld(KeyConditionExpression);
    const { Items = [] } = await steady({
      name: 'Query',
      input: { KeyConditionExpression, ...held, ScanIndexForward: true, ConsistentRead: true, Limit },
    });
    return Items;
  };
  return {
    async erase(part, limit) {
      const items = await first(part, limit);
      await deleteItems(
        items.map((item) => ({ [PK]: item[PK] ?? null, [SK]: item[SK] ?? null })),
        steady,
      );
      return items.length;
    },
    isEmpty: async (part) => (await first(part, 1)).length === 0,
  };
}
