import { DIRECT_FOLDER, MANAGED_FOLDER } from './file-folders.ts';
import { placeOf } from './file-keys.ts';

/** Where an object of the bucket of files is: the original of an upload, or a file that a browser wrote directly. */
export type ObjectPlace =
  | { readonly is: 'original'; readonly tenant: string; readonly id: string }
  | { readonly is: 'direct'; readonly tenant: string; readonly path: string };

const TENANT = new RegExp(`^(?:${MANAGED_FOLDER}|${DIRECT_FOLDER})/([^/]+)/.`);

/**
 * Returns the place of an object by its key, such as `uploads/acme/018f/original`, or null if it is neither: a thumbnail is
 * not. The key names a tenant, and proves none.
 */
export function placeOfObject(key: string): ObjectPlace | null {
  const [, tenant] = TENANT.exec(key) ?? [];
  const place = tenant === undefined ? null : placeOf(tenant, key);
  if (tenant === undefined || !place) return null;
  if ('path' in place) return { is: 'direct', tenant, path: place.path };
  return place.width === undefined ? { is: 'original', tenant, id: place.id } : null;
}
