import { keyFields, type ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { LinksAccess, Row, Target } from '../../port/access.ts';
import type { Command, Item } from '../driver/send.ts';
import { linkKey, linksTo } from '../keys/link-keys.ts';
import { PK, SK, TTL } from '../keys/keys.ts';
import { placeholders } from './expression.ts';

/** Seconds for which a link is kept: far longer than an index lags behind its table. */
const LINK_SECONDS = 60 * 60;

/** The attributes of a link with the type and the key of the row that refers. */
const FROM_TYPE = 'type';
const FROM_KEY = 'key';

/**
 * Returns the link from a row to one that it refers to. A delete reads links consistently, so it finds rows that an index does not
 * show yet. A link may outlive its row: the reader looks at the row.
 */
export function linkItem(
  tenant: TenantId,
  from: { readonly type: ModelType; readonly row: Row },
  to: { readonly type: ModelType; readonly key: Row },
  now: number,
): Item {
  const key = Object.fromEntries(keyFields(from.type.key).map((field) => [field, from.row[field] ?? null]));
  return {
    ...linkKey(tenant, from, to),
    [FROM_TYPE]: from.type.name,
    [FROM_KEY]: key,
    [TTL]: Math.floor(now / 1000) + LINK_SECONDS,
  };
}

/** Returns the row that a link comes from. */
export function linkSource(item: Item): Target {
  return { type: item[FROM_TYPE] as string, key: item[FROM_KEY] as Row };
}

/** Returns the query of the links to a row. */
export function linksCommand(tenant: TenantId, { type, key, after }: LinksAccess): Command {
  const { [PK]: pk, [SK]: prefix } = linksTo(tenant, type, key);
  const expression = placeholders();
  const KeyConditionExpression =
    `${expression.name(PK)} = ${expression.value(pk)}` +
    ` AND begins_with(${expression.name(SK)}, ${expression.value(prefix)})`;
  return {
    name: 'Query',
    input: {
      KeyConditionExpression,
      ...expression.placeheld(KeyConditionExpression),
      ScanIndexForward: true,
      ConsistentRead: true,
      ...(after !== undefined && { ExclusiveStartKey: { [PK]: pk, [SK]: after } }),
    },
  };
}
