import {
  assumeTenantRole,
  openArchives,
  openTenantSends,
  type Archives,
  type SendOf,
} from '../store/index.ts';

import type { Configuration } from './configuration.ts';

/** What the functions that act for tenants are told of it. */
export const TENANT_ACCESS = [
  'region',
  'dataTable',
  'siloTablePrefix',
  'archiveBucket',
  'tenantRole',
] as const satisfies readonly (keyof Configuration)[];

/** Rows and archives of tenants, each by sessions of the tenant role. */
export interface TenantAccess {
  readonly sendOf: SendOf;
  readonly archives: Archives;
}

/** Opens them, once a process. */
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
