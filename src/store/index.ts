export type {
  Access,
  AdvanceAccess,
  DeleteAccess,
  GetAccess,
  Job,
  PutAccess,
  CountAccess,
  QueryAccess,
  Range,
  Row,
  RowWrite,
  SequenceAccess,
  TransactAccess,
  UpdateAccess,
  WriteAccess,
} from './port/access.ts';
export type { Filter, FilterOp, Test } from './port/filter.ts';
export { type Page, type Store, WriteFailed } from './port/store.ts';
export { type Backfill, openBackfill } from './dynamo/upkeep/backfill.ts';
export type { Recount } from './dynamo/upkeep/backfill-recount.ts';
export type { Duplicate, RepairedPage, Unfit } from './dynamo/upkeep/backfill-rows.ts';
export { commandFor } from './dynamo/commands/command.ts';
export { type Cursors, openCursors } from './port/cursor.ts';
export { dynamoConnections, type DynamoOptions, dynamoSend, dynamoSends } from './dynamo/driver/dynamo.ts';
export { AccessDenied, NoTable } from './dynamo/driver/dynamo-errors.ts';
export { matches } from './port/matches.ts';
export { openStore, type StoreOptions } from './dynamo/rows/open-store.ts';
export { type Call, recordCalls } from './dynamo/driver/record.ts';
export type { Alarm } from './dynamo/rows/rows.ts';
export type { Command, Item, Output, Send } from './dynamo/driver/send.ts';
export { type Control, type ListPage, openControl } from './dynamo/control/control.ts';
export type { ControlTransaction } from './dynamo/control/control-transaction.ts';
export { type Buckets, type BucketState, openBuckets, UNTOUCHED } from './dynamo/control/buckets.ts';
export { openDirectory } from './dynamo/control/directory.ts';
export type { InvitationRecord, JobRecord, List, Records } from './port/records.ts';
export type { AuditEvent, Origin } from './port/audit-event.ts';
export {
  type AuditHead,
  type AuditLog,
  type Batch,
  openAuditLog,
  type SealedEvent,
  type SealedItem,
} from './dynamo/audit/audit-log.ts';
export { TTL } from './dynamo/keys/keys.ts';
export { newId } from './port/new-id.ts';
export { ensureTables } from './dynamo/tables/ensure-tables.ts';
export { controlShape, tableShape, type TableShape } from './dynamo/tables/table-shape.ts';
export { openControlDeleter, type ControlDeleter } from './dynamo/control/control-eraser.ts';
export { openTableCopier, type TableCopier, type Run } from './dynamo/upkeep/table-copier.ts';
export { openTenantDeleter, type TenantDeleter } from './dynamo/upkeep/tenant-deleter.ts';
export { partsOf, type Part } from './dynamo/commands/part-page.ts';
export { openTenantReader, type TenantReader, type TenantPage } from './dynamo/upkeep/tenant-reader.ts';
export { rowTable, type RowTables, siloTable } from './dynamo/tables/row-tables.ts';
export { withRetry } from './dynamo/driver/with-retry.ts';
export { storable } from './port/storable.ts';
export {
  addUsage,
  BATCH_OPERATIONS,
  type DayRange,
  NO_USAGE,
  openUsageLedger,
  type UsageBatch,
  type UsageFigures,
  type UsageLedger,
} from './dynamo/control/usage.ts';
export { type Consumed, metered, NOTHING_CONSUMED } from './dynamo/tables/metered.ts';
export {
  assumeTenantRole,
  type AssumeTenantRole,
  TENANT_TAG,
  type TenantCredentials,
  type TenantRoleOptions,
} from './credentials/assume-tenant-role.ts';
export {
  refreshingSend,
  openDirectSends,
  openTenantSends,
  type SendOf,
} from './dynamo/tables/tenant-sends.ts';
export { type Archives, type Files, openArchives, UPLOADS } from './files/archives.ts';
export type { BucketOptions } from './files/bucket.ts';
export { jitter } from './dynamo/driver/jitter.ts';
