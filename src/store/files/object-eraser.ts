import type { S3Calls } from './bucket.ts';
import { directOf, uploadsOf } from './file-keys.ts';

/** The first objects of a tenant's files: their number and bytes, and the key of the last. */
export interface FirstObjects {
  readonly count: number;
  readonly bytes: number;
  /** Null if there is no object. */
  readonly through: string | null;
}

/** An eraser of all objects of one tenant's files, whatever their names are. */
export interface ObjectEraser {
  /** Returns the first objects of uploads and of direct files, at most 1,000. */
  countObjects(): Promise<FirstObjects>;
  /** Deletes the objects up to a key, itself included. */
  removeThrough(through: string): Promise<void>;
}

/** Returns the eraser of a tenant's objects, in the bucket of files. */
export function objectEraser(Bucket: string, tenant: string, call: S3Calls): ObjectEraser {
  const first = async (): Promise<readonly { readonly key: string; readonly size: number }[]> => {
    // In the order of their keys, so that a key divides what was counted from what came later.
    for (const Prefix of [directOf(tenant), uploadsOf(tenant)].sort()) {
      const { Contents = [] } = await call((sdk, client) =>
        client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix })),
      );
      if (Contents.length > 0) return Contents.map(({ Key = '', Size = 0 }) => ({ key: Key, size: Size }));
    }
    return [];
  };
  return {
    async countObjects() {
      const found = await first();
      const bytes = found.reduce((sum, { size }) => sum + size, 0);
      return { count: found.length, bytes, through: found.at(-1)?.key ?? null };
    },
    async removeThrough(through) {
      for (;;) {
        const found = await first();
        const due = found.filter(({ key }) => !isAfter(key, through));
        if (due.length === 0) return;
        const Delete = { Objects: due.map(({ key }) => ({ Key: key })), Quiet: true };
        const { Errors: [failed] = [] } = await call((sdk, client) =>
          client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete })),
        );
        if (failed) throw Object.assign(new Error(failed.Message), { name: failed.Code });
        if (due.length < found.length) return;
      }
    },
  };
}

/** Compares keys as S3 lists them: by their bytes in UTF-8. */
function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}
