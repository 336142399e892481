import type { FileObjects } from '../../store/index.ts';

/** Returns whether a path still has the bytes of an event. */
export async function hasBytes(
  objects: Pick<FileObjects, 'head'>,
  path: string,
  etag: string,
): Promise<boolean> {
  const found = await objects.head({ path });
  return found?.etag.replaceAll('"', '') === etag;
}
