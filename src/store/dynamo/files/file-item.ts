import type { TenantId } from '../../../tenant/index.ts';
import type { Json } from '../../../model/index.ts';
import type { FileRecord } from '../../port/files.ts';
import { FILE } from '../commands/file-items.ts';
import type { Item } from '../driver/send.ts';
import { fileKey } from '../keys/file-keys.ts';

/** The attribute with the bytes of a file in the tenant's usage. */
export const COUNTED = 'counted';
/** The attribute of a record that stays although its file is erased: until nothing can come back. */
export const ERASED = 'erased';

/** Returns whether the file of a record is erased. */
export function isErased(item: Item): boolean {
  return item[ERASED] === true;
}

/** Returns the item of a file. Its attributes have the names of the record. */
export function fileItem(tenant: TenantId, { of, thumbnails, erased, ...file }: FileRecord): Item {
  const attributes: Record<string, Json> = {
    ...file,
    thumbnails: [...thumbnails],
    [FILE.holder]: of?.key ?? null,
    [ERASED]: erased || null,
  };
  const present = Object.entries(attributes).filter(([, value]) => value !== null);
  return { ...fileKey(tenant, file.id), ...Object.fromEntries(present) };
}

/** Returns the file of an item. */
export function fileOf(item: Item): FileRecord {
  const [type, field] = [textIn(item, 'type') ?? '', textIn(item, 'field') ?? ''];
  const key = textIn(item, FILE.holder);
  const { thumbnails } = item;
  return {
    id: textIn(item, 'id') ?? '',
    kind: item['kind'] === 'DIRECT' ? 'DIRECT' : 'UPLOAD',
    type,
    field,
    name: textIn(item, 'name') ?? '',
    size: numberIn(item, 'size') ?? 0,
    contentType: textIn(item, 'contentType') ?? '',
    sha256: textIn(item, 'sha256'),
    status: (textIn(item, FILE.status) ?? 'REMOVED') as FileRecord['status'],
    uploadedBy: textIn(item, FILE.uploadedBy) ?? '',
    createdAt: textIn(item, 'createdAt') ?? '',
    of: key === null ? null : { type, key, field },
    multipart: textIn(item, 'multipart'),
    partSize: numberIn(item, 'partSize'),
    width: numberIn(item, 'width'),
    height: numberIn(item, 'height'),
    thumbnails: Array.isArray(thumbnails) ? thumbnails.filter((width) => typeof width === 'number') : [],
    path: textIn(item, 'path'),
    sequencer: textIn(item, 'sequencer'),
    counted: numberIn(item, 'counted') ?? 0,
    due: textIn(item, FILE.due),
    putUntil: textIn(item, 'putUntil'),
    erased: isErased(item),
  };
}

function textIn(item: Item, name: string): string | null {
  const value = item[name];
  return typeof value === 'string' ? value : null;
}

export function numberIn(item: Item, name: string): number | null {
  const value = item[name];
  return typeof value === 'number' ? value : null;
}
