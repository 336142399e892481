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
} from './access.ts';
export type { Filter, FilterOp, Test } from './filter.ts';
export { type Page, type Store, WriteFailed } from './store.ts';
export { type Backfill, openBackfill } from './backfill.ts';
export type { Recount } from './backfill-recount.ts';
export type { Duplicate, RepairedPage, Unfit } from './backfill-rows.ts';
export { commandFor } from './command.ts';
export { type Cursors, openCursors } from './cursor.ts';
export { dynamoConnections, type DynamoOptions, dynamoSend, dynamoSends } from './dynamo.ts';
export { AccessDenied, NoTable } from './dynamo-errors.ts';
export { matches } from './matches.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export { type Call, recordCalls } from './record.ts';
export type { Alarm } from './rows.ts';
export type { Command, Item, Output, Send } from './send.ts';
export { type Control, type ListPage, openControl } from './control/control.ts';
export type { ControlTransaction } from './control/control-transaction.ts';
export { type Buckets, type BucketState, openBuckets, UNTOUCHED } from './control/buckets.ts';
export { openDirectory } from './control/directory.ts';
export type { InvitationRecord, JobRecord, List, Records } from './control/records.ts';
export type { AuditEvent, Origin } from './audit/event.ts';
export {
  type AuditHead,
  type AuditLog,
  type Batch,
  openAuditLog,
  type SealedEvent,
  type SealedItem,
} from './audit/audit-log.ts';
export { TTL } from './keys.ts';
export { newId } from './new-id.ts';
export { ensureTables } from './ensure-tables.ts';
export { controlShape, tableShape, type TableShape } from './table-shape.ts';
export { openControlEraser, type ControlEraser } from './control/control-eraser.ts';
export { openCarrier, type Carrier, type Run } from './carrier.ts';
export { openEraser, type Eraser } from './eraser.ts';
export { partsOf, type Part } from './part-page.ts';
export { openExtract, type Extract, type ExtractPage } from './extract.ts';
export { rowTable, type RowTables, siloTable } from './row-tables.ts';
export { patient } from './patient.ts';
export { storable } from './storable.ts';
export {
  addUsage,
  BATCH_OPERATIONS,
  type DayRange,
  NO_USAGE,
  openUsageLedger,
  type UsageBatch,
  type UsageFigures,
  type UsageLedger,
} from './control/usage.ts';
export { type Consumed, metered, NOTHING_CONSUMED } from './metered.ts';
export {
  assumeTenantRole,
  type AssumeTenantRole,
  TENANT_TAG,
  type TenantCredentials,
  type TenantRoleOptions,
} from './assume-tenant-role.ts';
export { lastingSend, openDirectSends, openTenantSends, type SendOf } from './tenant-sends.ts';
export { type Archives, type Files, openArchives, UPLOADS } from './archives.ts';
export type { BucketOptions } from './bucket.ts';
export { jitter } from './jitter.ts';
