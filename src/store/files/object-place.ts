/** Where an object of the bucket of files is: the original of an upload, or a file that a browser wrote directly. */
export type ObjectPlace =
  | { readonly is: 'original'; readonly tenant: string; readonly id: string }
  | { readonly is: 'direct'; readonly tenant: string; readonly path: string };

const ORIGINAL = /^uploads\/([^/]+)\/([^/]+)\/original$/;
const DIRECT = /^files\/([^/]+)\/(.+)$/s;

/**
 * Returns the place of an object by its key, or null if it is neither: a thumbnail is not. The key names a tenant, and
 * proves none.
 * @example placeOfObject('uploads/acme/018f/original') // { is: 'original', tenant: 'acme', id: '018f' }
 */
export function placeOfObject(key: string): ObjectPlace | null {
  const [, uploader, id] = ORIGINAL.exec(key) ?? [];
  if (uploader !== undefined && id !== undefined) return { is: 'original', tenant: uploader, id };
  const [, tenant, path] = DIRECT.exec(key) ?? [];
  return tenant !== undefined && path !== undefined ? { is: 'direct', tenant, path } : null;
}
