import type { Scope } from '../../tenant/index.ts';
import type { AssumeTenantRole } from '../credentials/assume-tenant-role.ts';
import { bucketConnections, openBucket, type Bucket, type BucketOptions } from './bucket.ts';
import { perTenant } from '../credentials/per-tenant.ts';

/** Files by their names, in which slashes make folders. */
export interface Files {
  /** Writes a file, in place of one that has the name already. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** A file, or null when there is none. */
  read(name: string): Promise<Uint8Array | null>;
  /** The names of those in a folder, in their order; of all when the folder is ''. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a folder with all that it holds, or everything when it is ''; none is no error. */
  remove(folder: string): Promise<void>;
}

/** Where archives of tenants are kept. What of it a function reaches is for IAM to say. */
export interface Archives {
  /** Those of the tenant of a scope, with credentials that reach no other tenant. */
  of(scope: Scope): Files;
  /** Those of any tenant, with the function's own credentials: for those who run the platform. */
  readOf(tenantId: string): Pick<Files, 'read'>;
  /** What operators sent, which belongs to no tenant; with the function's own credentials. */
  readonly uploads: Files;
}

/** The folder of what operators sent. No tenant has this id. */
export const UPLOADS = '_uploads';

/**
 * Opens the bucket of archives: `<tenant>/<archive>/…` and `_uploads/<upload>/…`. These keys are written here alone.
 * @param assume gets a tenant's credentials; null in a function that acts for no tenant
 */
export function openArchives(options: BucketOptions, assume: AssumeTenantRole | null): Archives {
  const shared = { ...options, requestHandler: bucketConnections(options) };
  const own = openBucket(shared);
  const asTenant = perTenant((tenant) => {
    if (!assume) throw new Error('This function acts for no tenant.');
    return openBucket({ ...shared, credentials: () => assume(tenant) });
  });
  const asOneself: Use = (call) => call(own);
  return {
    of: ({ tenantId }) => filesIn(tenantId, (call) => asTenant(tenantId, call)),
    readOf: (tenantId) => ({ read: (name) => filesIn(tenantId, asOneself).read(name) }),
    uploads: filesIn(UPLOADS, asOneself),
  };
}

/** Makes a call by the client that is right for it. */
type Use = <Result>(call: (bucket: Bucket) => Promise<Result>) => Promise<Result>;

/** The files below a folder of the bucket. The slash behind it keeps "acme" from what is of "acme2". */
function filesIn(root: string, use: Use): Files {
  const prefixOf = (folder: string): string => (folder === '' ? `${root}/` : `${root}/${folder}/`);
  return {
    write: (name, bytes) => use((bucket) => bucket.put(`${root}/${name}`, bytes)),
    read: (name) => use((bucket) => bucket.get(`${root}/${name}`)),
    list: (folder) =>
      use(async (bucket) => {
        const names: string[] = [];
        for await (const keys of bucket.pages(prefixOf(folder)))
          names.push(...keys.map((key) => key.slice(root.length + 1)));
        return names;
      }),
    remove: (folder) =>
      use(async (bucket) => {
        for await (const keys of bucket.pages(prefixOf(folder))) await bucket.remove(keys);
      }),
  };
}
