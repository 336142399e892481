import {
  assumeTenantRole,
  openArchives,
  openTenantSends,
  type Archives,
  type SendOf,
} from '../store/index.ts';

import type { Configuration } from './configuration.ts';

/** Environment variables of the functions that act for tenants. */
export const TENANT_ACCESS = [
  'region',
  'dataTable',
  'siloTablePrefix',
  'archiveBucket',
  'tenantRole',
] as const satisfies readonly (keyof Configuration)[];

/** Access to the rows and archives of tenants, with sessions of the tenant role. */
export interface TenantAccess {
  readonly sendOf: SendOf;
  readonly archives: Archives;
}

/** Opens the access to tenants, once per process. */
export function openTenantAccess({
  region,
  dataTable,
  siloTablePrefix,
  archiveBucket,
  tenantRole,
}: Pick<Configuration, (typeof TENANT_ACCESS)[number]>): TenantAccess {
  const assume = assumeTenantRole({ region, roleArn: tenantRole });
  const tables = { pool: dataTable, siloPrefix: siloTablePrefix };
  return {
    sendOf: openTenantSends({ region, tables }, assume),
    archives: openArchives({ region, bucket: archiveBucket }, assume),
  };
}
