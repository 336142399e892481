import type { Scope } from '../../tenant/index.ts';
import type { AssumeTenantRole } from '../credentials/assume-tenant-role.ts';
import { bucketConnections, openBucket, type Bucket, type BucketOptions } from './bucket.ts';
import { perTenant } from '../credentials/per-tenant.ts';

/** Files by name. Slashes in a name make folders. */
export interface Files {
  /** Writes a file, or replaces the one with this name. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Returns a file, or null if there is none. */
  read(name: string): Promise<Uint8Array | null>;
  /** Returns the sorted names in a folder, or those of a page. The folder '' holds all. */
  list(folder: string, page?: NamePage): Promise<readonly string[]>;
  /**
   * Deletes a folder with its files, or everything for ''. Deletes only the first thousands of a folder with more files than
   * `most`. Returns whether the folder is empty now.
   */
  remove(folder: string, most?: number): Promise<boolean>;
}

/** The names after a name. The list ends with the thousand that reaches `most`. */
export interface NamePage {
  readonly after?: string | undefined;
  readonly most: number;
}

/** The archives of tenants. IAM decides which of them a function reaches. */
export interface Archives {
  /** Returns the archives of the scope's tenant, with that tenant's credentials. */
  of(scope: Scope): Files;
  /** Returns the archives of any tenant, with the function's own credentials, for operators. */
  readOf(tenantId: string): Pick<Files, 'read' | 'list'>;
  /** Uploads of operators, which belong to no tenant, with the function's own credentials. */
  readonly uploads: Files;
}

/** The folder of uploads. No tenant has this id. */
export const UPLOADS = '_uploads';

/** Maximum tenants whose client of S3 is cached. */
const MAX_TENANTS = 1_000;

/**
 * Opens the bucket of archives: `<tenant>/<archive>/…` and `_uploads/<upload>/…`. Only here these keys are
 * written.
 * @param assume requests a tenant's credentials; null in a function that acts for no tenant
 */
export function openArchives(options: BucketOptions, assume: AssumeTenantRole | null): Archives {
  const shared = { ...options, requestHandler: options.requestHandler ?? bucketConnections() };
  const own = openBucket(shared);
  const asTenant = perTenant((tenant) => {
    if (!assume) throw new Error('This function acts for no tenant.');
    return openBucket({ ...shared, credentials: () => assume(tenant) });
  }, MAX_TENANTS);
  const asOneself: Use = (call) => call(own);
  return {
    of: ({ tenantId }) => filesIn(tenantId, (call) => asTenant(tenantId, call)),
    readOf: (tenantId) => {
      const files = filesIn(tenantId, asOneself);
      return { read: (name) => files.read(name), list: (folder, page) => files.list(folder, page) };
    },
    uploads: filesIn(UPLOADS, asOneself),
  };
}

/** A function that makes a call with the right client. */
type Use = <Result>(call: (bucket: Bucket) => Promise<Result>) => Promise<Result>;

/** Returns the files below a folder of the bucket. The slash at the end separates "acme" from "acme2". */
function filesIn(root: string, use: Use): Files {
  const prefixOf = (folder: string): string => (folder === '' ? `${root}/` : `${root}/${folder}/`);
  return {
    write: (name, bytes) => use((bucket) => bucket.put(`${root}/${name}`, bytes)),
    read: (name) => use((bucket) => bucket.get(`${root}/${name}`)),
    list: (folder, { after, most = Infinity } = { most: Infinity }) =>
      use(async (bucket) => {
        const names: string[] = [];
        const pages = bucket.pages(prefixOf(folder), after === undefined ? after : `${root}/${after}`);
        for await (const keys of pages) {
          names.push(...keys.map((key) => key.slice(root.length + 1)));
          if (names.length >= most) break;
        }
        return names;
      }),
    remove: (folder, most = Infinity) =>
      use(async (bucket) => {
        let removed = 0;
        for await (const keys of bucket.pages(prefixOf(folder))) {
          if (removed > 0 && removed + keys.length > most) return false;
          await bucket.remove(keys);
          removed += keys.length;
        }
        return true;
      }),
  };
}
