import type { Scope } from '../../tenant/index.ts';
import { renewed, type Credentials } from '../aws/credentials.ts';
import type { AssumeTenantRole } from '../credentials/assume-tenant-role.ts';
import { perTenant } from '../credentials/per-tenant.ts';
import { LINK_SECONDS } from '../port/index.ts';
import { bucketConnections, openS3, type BucketOptions, type S3Calls } from './bucket.ts';
import { objectCalls, type ObjectCalls } from './object-calls.ts';
import { objectEraser, type ObjectEraser } from './object-eraser.ts';
import { objectSigner, type ObjectSigner } from './object-signer.ts';

/** Signed requests on the objects of one tenant's files, and calls on them. */
export interface FileObjects extends ObjectCalls, ObjectEraser, ObjectSigner {}

/** Returns the objects of the scope's tenant, with that tenant's session. A foreign object cannot even be signed. */
export type FileObjectsOf = (scope: Pick<Scope, 'tenantId'>) => FileObjects;

export interface FileObjectsOptions extends BucketOptions {
  /**
   * Returns the URL below which a browser reaches the objects of the bucket, such as that of a stand-in. By default it is
   * the URL of S3.
   */
  readonly publicUrl?: (() => string) | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The milliseconds that a session is valid at least when it signs: a link ends with its session. */
const LEAST_SESSION = (LINK_SECONDS + 60) * 1000;

/** Maximum tenants whose session and client of S3 are cached. */
const MAX_TENANTS = 1_000;

/**
 * Opens the bucket of files. Only here its keys are written: `uploads/<tenant>/<id>/…` for uploads and
 * `files/<tenant>/…` for what browsers put directly.
 */
export function openFileObjects(options: FileObjectsOptions, assume: AssumeTenantRole): FileObjectsOf {
  const { region, bucket, now = Date.now } = options;
  const { publicUrl = () => `https://${bucket}.s3.${region}.amazonaws.com` } = options;
  const requestHandler = options.requestHandler ?? bucketConnections();
  const use = perTenant((tenant) => {
    const session = renewed(() => assume(tenant), LEAST_SESSION, now);
    const credentials = async (): Promise<Credentials> => session();
    return { session, call: openS3({ region, requestHandler, credentials }) };
  }, MAX_TENANTS);
  const callsOf =
    (tenant: Scope['tenantId']): S3Calls =>
    (work) =>
      use(tenant, ({ call }) => call(work));
  return ({ tenantId }) => ({
    ...objectCalls(bucket, tenantId, callsOf(tenantId)),
    ...objectEraser(bucket, tenantId, callsOf(tenantId)),
    ...objectSigner({ region, publicUrl, now }, tenantId, () =>
      use(tenantId, async ({ session }) => session()),
    ),
  });
}
