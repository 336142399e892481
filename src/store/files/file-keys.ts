import { DIRECT_FOLDER, MANAGED_FOLDER } from './file-folders.ts';

/** An object of a file: an upload, one of its thumbnails, or a file that a browser put directly. */
export type FilePlace =
  | { readonly id: string; readonly width?: number | undefined }
  /** The path below the tenant's folder of direct files. */
  | { readonly path: string };

/** Returns the prefix of the keys of a tenant's uploads. */
export function uploadsOf(tenant: string): string {
  return `${MANAGED_FOLDER}/${tenant}/`;
}

/** Returns the prefix of the keys of what a tenant's browsers put directly. */
export function directOf(tenant: string): string {
  return `${DIRECT_FOLDER}/${tenant}/`;
}

/** Returns the prefix of the keys of all objects of an upload. The slash separates one id from a longer one. */
export function folderOf(tenant: string, id: string): string {
  if (!FILE_ID.test(id)) throw new Error('The id of a file has an unknown form.');
  return `${uploadsOf(tenant)}${id}/`;
}

/** Returns the key of an object: `uploads/acme/0190…/original`, `uploads/acme/0190…/w256.webp`, `files/acme/photo.png`. */
export function keyOf(tenant: string, place: FilePlace): string {
  if ('path' in place) return `${directOf(tenant)}${place.path}`;
  const name = place.width === undefined ? ORIGINAL : `w${place.width}.webp`;
  return `${folderOf(tenant, place.id)}${name}`;
}

/** Returns the place of a key of a tenant, or null if the key has another form. */
export function placeOf(tenant: string, key: string): FilePlace | null {
  if (key.startsWith(directOf(tenant))) return { path: key.slice(directOf(tenant).length) };
  if (!key.startsWith(uploadsOf(tenant))) return null;
  const [id = '', name = '', ...more] = key.slice(uploadsOf(tenant).length).split('/');
  if (!FILE_ID.test(id) || more.length > 0) return null;
  if (name === ORIGINAL) return { id };
  const [, width] = /^w(\d+)\.webp$/.exec(name) ?? [];
  return width === undefined ? null : { id, width: Number(width) };
}

const ORIGINAL = 'original';

/** The ids that we make: UUIDs, and the hashes of direct files. */
const FILE_ID = /^[0-9a-zA-Z_-]{1,64}$/;
