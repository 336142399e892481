import type { Directory } from '../../../tenant/index.ts';
import { placeholders } from '../commands/expression.ts';
import type { Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { itemKey, recordOf } from './items.ts';
import { kinds, lists } from './control-keys.ts';

/** Returns the key of a tenant's record in the control table, by which commands read it. */
export function tenantKeyOf(tenantId: string): Readonly<Record<string, string>> {
  const [pk, sk] = kinds.tenant.key({ id: tenantId });
  return { [CONTROL_PK]: pk, [CONTROL_SK]: sk };
}

/** DynamoDB's limit (API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** The directory over a Send of the control table. */
export function openDirectory(send: Send): Directory {
  return {
    async lookUp(tenantId, userId) {
      const Keys = [kinds.tenant.key({ id: tenantId }), kinds.member.key({ tenantId, userId })].map(itemKey);
      const { Items = [] } = await send({ name: 'BatchGetItem', input: { Keys } });
      const meta = Items.find((item) => item[CONTROL_SK] === 'META');
      const member = Items.find((item) => item[CONTROL_SK] !== 'META');
      return {
        tenant: meta ? recordOf('tenant', meta) : null,
        membership: member ? recordOf('member', member) : null,
      };
    },

    async lookUpKey(keyId) {
      const Key = itemKey([lists.apiKeysById.pk(keyId), 'META']);
      // A key is used the moment it was made, and the gateway keeps a refusal for a minute.
      const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
      if (!Item) return { key: null, tenant: null };
      const key = recordOf('apiKey', Item);
      const tenantKey = itemKey(kinds.tenant.key({ id: key.tenantId }));
      const { Item: tenant } = await send({ name: 'GetItem', input: { Key: tenantKey } });
      return { key, tenant: tenant ? recordOf('tenant', tenant) : null };
    },

    async lookUpAll(tenantId, { userIds, keyIds }) {
      const keys = [
        kinds.tenant.key({ id: tenantId }),
        ...userIds.map((userId) => kinds.member.key({ tenantId, userId })),
        ...keyIds.map((id) => [lists.apiKeysById.pk(id), 'META'] as const),
      ].map(itemKey);
      const pages = Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, at) =>
        send({
          name: 'BatchGetItem',
          input: { Keys: keys.slice(at * MAX_KEYS, (at + 1) * MAX_KEYS) },
        }),
      );
      const items = (await Promise.all(pages)).flatMap(({ Items = [] }) => Items);
      const { [CONTROL_PK]: tenantPartition } = keys[0] ?? {};
      const ofTenant = items.filter((item) => item[CONTROL_PK] === tenantPartition);
      const meta = ofTenant.find((item) => item[CONTROL_SK] === 'META');
      const members = ofTenant.filter((item) => item !== meta).map((item) => recordOf('member', item));
      const apiKeys = items
        .filter((item) => item[CONTROL_PK] !== tenantPartition)
        .map((item) => recordOf('apiKey', item));
      return {
        tenant: meta ? recordOf('tenant', meta) : null,
        memberships: new Map(members.map((member) => [member.userId, member])),
        keys: new Map(apiKeys.map((key) => [key.id, key])),
      };
    },

    async membershipsOf(userId) {
      const expression = placeholders();
      const partition = expression.value(lists.tenantsOfUser.pk(userId));
      const KeyConditionExpression = `${expression.name(CONTROL_PK)} = ${partition}`;
      const held = expression.placeheld(KeyConditionExpression);
      // Consistent, so that a refresh right after a removal sees it.
      const input = {
        KeyConditionExpression,
        ...held,
        ScanIndexForward: true,
        ConsistentRead: true,
      } as const;
      const { Items = [] } = await send({ name: 'Query', input });
      const user = Items.find((item) => item[CONTROL_SK] === 'META');
      const members = Items.filter((item) => item !== user).map((item) => recordOf('member', item));
      return {
        active: members.filter(({ status }) => status === 'ACTIVE'),
        endedAt: user ? recordOf('user', user).endedAt : null,
      };
    },
  };
}
