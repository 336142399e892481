import { createHash } from 'node:crypto';

import { comparedForm, keyFields, type ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { END } from './encoding.ts';
import { type ItemKey, LINK_BUCKETS, PK, SK, systemPartition } from './keys.ts';

/** Characters of a hash that is unique among rows: 132 bits. */
const HASH_LENGTH = 22;

/** Returns the part of a link's key that all links to a row have: partition and prefix of the sort key. */
export function linksTo(tenant: TenantId, type: ModelType, key: Row): ItemKey {
  const hash = hashOf(type, key);
  const bucket = LINK_BUCKETS[hash.charCodeAt(0) % LINK_BUCKETS.length] ?? LINK_BUCKETS[0];
  return { [PK]: systemPartition(tenant, bucket), [SK]: hash + END };
}

/**
 * Returns the key of a link from a row to the row that it refers to. It contains hashes, so it does not depend on the format of row
 * keys, and is never too long.
 */
export function linkKey(
  tenant: TenantId,
  from: { readonly type: ModelType; readonly row: Row },
  to: { readonly type: ModelType; readonly key: Row },
): ItemKey {
  const target = linksTo(tenant, to.type, to.key);
  return { [PK]: target[PK], [SK]: target[SK] + hashOf(from.type, from.row) + END };
}

function hashOf(type: ModelType, row: Row): string {
  const forms = keyFields(type.key).map((field) => comparedForm(type.fields, field, row[field] ?? null));
  return createHash('sha256')
    .update(JSON.stringify([type.name, ...forms]))
    .digest('base64url')
    .slice(0, HASH_LENGTH);
}
