import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { placeholders } from '../commands/expression.ts';
import { PK, SK, uniqueKey } from '../keys/keys.ts';
import type { Send } from '../driver/send.ts';

/**
 * Frees all values of a unique that the schema no longer has, and returns how many. If it were added again,
 * old values would block rows.
 */
export async function releaseUnique(
  tenant: TenantId,
  type: ModelType,
  name: string,
  send: Send,
): Promise<number> {
  // The key without values is the prefix of all keys with values.
  const { [PK]: pk, [SK]: prefix } = uniqueKey(tenant, type, { name, fields: [] }, {});
  let released = 0;
  for (;;) {
    const expression = placeholders();
    const KeyConditionExpression =
      `${expression.name(PK)} = ${expression.value(pk)}` +
      ` AND begins_with(${expression.name(SK)}, ${expression.value(prefix)})`;
    const held = expression.placeheld(KeyConditionExpression);
    const { Items = [] } = await send({
      name: 'Query',
      input: { KeyConditionExpression, ...held, ScanIndexForward: true, ConsistentRead: true, Limit: 25 },
    });
    if (Items.length === 0) return released;
    await Promise.all(
      Items.map((item) =>
        send({ name: 'DeleteItem', input: { Key: { [PK]: item[PK] ?? null, [SK]: item[SK] ?? null } } }),
      ),
    );
    released += Items.length;
  }
}
