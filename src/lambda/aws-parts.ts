import {
  assumeTenantRole,
  dynamoSend,
  openArchives,
  openConnectionRecords,
  openFileObjects,
  openSockets,
  openTenantSends,
  openTenantTables,
  rowTableOf,
  type AssumeTenantRole,
} from '../store/index.ts';
import { jsonLog, type Log } from '../server/index.ts';

import type { Configuration } from './configuration.ts';
import type { SystemParts } from './system-parts.ts';

type Named<Keys extends readonly (keyof Configuration)[]> = Pick<Configuration, Keys[number]>;

/** The variables of a function that uses the control table. */
export const CONTROL = ['region', 'controlTable'] as const satisfies readonly (keyof Configuration)[];

/** The variables of a function that reaches rows of tenants. */
export const ROWS = [
  'region',
  'dataTable',
  'siloTablePrefix',
  'tenantRole',
] as const satisfies readonly (keyof Configuration)[];

/** The variables of a function that acts for tenants. */
export const TENANTS = [...ROWS, 'archiveBucket'] as const satisfies readonly (keyof Configuration)[];

/** The variables of a function that reaches files of tenants. */
export const FILES = [
  'region',
  'filesBucket',
  'scanFiles',
  'tenantRole',
] as const satisfies readonly (keyof Configuration)[];

/** The variables of a function that serves subscriptions of tenants. */
export const REALTIME = [
  'region',
  'dataTable',
  'siloTablePrefix',
  'realtimeTable',
  'tenantRole',
] as const satisfies readonly (keyof Configuration)[];

/** Returns the parts of a function that uses the control table. A process has the role of one function. */
export function controlParts({
  region,
  controlTable,
}: Named<typeof CONTROL>): Pick<SystemParts, 'controlSendOf'> {
  const send = dynamoSend({ region, table: controlTable });
  return { controlSendOf: () => send };
}

/** Returns the rows of tenants, which a function reaches by sessions of the tenant role. */
export function rowParts(named: Named<typeof ROWS>): Pick<SystemParts, 'sendOf'> {
  return { sendOf: rowsWith(named, assumeTenantRole({ region: named.region, roleArn: named.tenantRole })) };
}

function rowsWith(
  { region, dataTable, siloTablePrefix }: Named<typeof ROWS>,
  assume: AssumeTenantRole,
): SystemParts['sendOf'] {
  const tables = { pool: dataTable, siloPrefix: siloTablePrefix };
  return () => openTenantSends({ region, tables }, assume);
}

/** Returns the parts of a function that acts for tenants: it reaches rows and archives by sessions of the tenant role. */
export function tenantParts(named: Named<typeof TENANTS>): Pick<SystemParts, 'sendOf' | 'archivesOf'> {
  const assume = assumeTenantRole({ region: named.region, roleArn: named.tenantRole });
  return { sendOf: rowsWith(named, assume), ...archiveParts(named, assume) };
}

/** Returns the parts of a function that reaches files of tenants, by sessions of the tenant role. */
export function fileParts({
  region,
  filesBucket,
  scanFiles,
  tenantRole,
}: Named<typeof FILES>): Pick<SystemParts, 'filesOf' | 'scanFiles'> {
  const assume = assumeTenantRole({ region, roleArn: tenantRole });
  const files = openFileObjects({ region, bucket: filesBucket }, assume);
  return { filesOf: () => files, scanFiles: scanFiles === 'true' };
}

/**
 * Returns the parts of a function that serves subscriptions. It reaches rows and subscriptions by sessions of the tenant role,
 * and the records of connections by its own.
 */
export function realtimeParts({
  region,
  dataTable,
  siloTablePrefix,
  realtimeTable,
  tenantRole,
}: Named<typeof REALTIME>): Pick<SystemParts, 'sendOf' | 'realtimeSendOf' | 'connectionsOf' | 'tableOf'> {
  const rowTables = { pool: dataTable, siloPrefix: siloTablePrefix };
  const tables = openTenantTables(
    { region, tables: rowTables, realtime: realtimeTable },
    assumeTenantRole({ region, roleArn: tenantRole }),
  );
  const connections = openConnectionRecords(dynamoSend({ region, table: realtimeTable }));
  return {
    sendOf: () => tables.rows,
    realtimeSendOf: () => tables.realtime,
    connectionsOf: () => connections,
    tableOf: rowTableOf(rowTables),
  };
}

/** The variables of a function that posts to connections. */
export const SOCKETS = ['region', 'socketEndpoint'] as const satisfies readonly (keyof Configuration)[];

/** Returns the open connections, to which a function posts with its own role. */
export function socketParts({
  region,
  socketEndpoint: endpoint,
}: Named<typeof SOCKETS>): Pick<SystemParts, 'socketsOf'> {
  const sockets = openSockets({ region, endpoint });
  return { socketsOf: () => sockets };
}

/**
 * Returns the bucket of archives.
 * @param assume requests credentials of a tenant; null in a function that acts for no tenant
 */
export function archiveParts(
  { region, archiveBucket }: Pick<Configuration, 'region' | 'archiveBucket'>,
  assume: AssumeTenantRole | null,
): Pick<SystemParts, 'archivesOf'> {
  return { archivesOf: () => openArchives({ region, bucket: archiveBucket }, assume) };
}

/**
 * Returns the log of a function. It counts metrics if their namespace is given. Each line names the version of the
 * function, by which a gradual deployment knows the failures of the new one.
 */
export function processLog(namespace?: string): Log {
  const log = jsonLog((line) => process.stdout.write(`${line}\n`), namespace);
  const version = process.env['AWS_LAMBDA_FUNCTION_VERSION'];
  return (entry) => {
    log({ ...entry, version });
  };
}
