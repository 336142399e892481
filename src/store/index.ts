// The port: what any store answers.
export * from './port/index.ts';

// The rows of a tenant in DynamoDB.
export { openStore } from './dynamo/rows/open-store.ts';
export { isRead } from './dynamo/driver/send.ts';
export { type Consumed, metered, NOTHING_CONSUMED } from './dynamo/tables/metered.ts';
export {
  openDirectSends,
  openTenantSends,
  openTenantTables,
  type RealtimeSendOf,
  refreshingSend,
  type SendOf,
  type TenantTables,
} from './dynamo/tables/tenant-sends.ts';
export {
  type AuditHead,
  type AuditLog,
  type Batch,
  openAuditLog,
  type SealedEvent,
  type SealedItem,
} from './dynamo/audit/audit-log.ts';

// The files of a tenant.
export { type FileRecordsOptions, openFileRecords } from './dynamo/files/file-records.ts';

// The deliveries of a tenant's webhooks.
export {
  openWebhookDeliveries,
  type WebhookDeliveriesOptions,
} from './dynamo/webhooks/webhook-deliveries.ts';

// Calls of AWS.
export { openConnections } from './aws/connections.ts';
export type { HttpHandler } from './aws/http.ts';
export { currentTrace, traceInvocation } from './aws/trace.ts';

// Calls of DynamoDB, and its tables.
export { AccessDenied, NoTable } from './dynamo/driver/dynamo-errors.ts';
export { connectAhead } from './aws/connect-ahead.ts';
export { chosenClient, type DynamoOptions, dynamoSend } from './dynamo/driver/dynamo.ts';
export type { Send } from './dynamo/driver/send.ts';
export { withRetry } from './dynamo/driver/with-retry.ts';
export { TTL } from './dynamo/keys/keys.ts';
export { ensureTables } from './dynamo/tables/ensure-tables.ts';
export { rowTableOf, siloTable } from './dynamo/tables/row-tables.ts';
export { controlShape, realtimeShape, tableShape, type TableShape } from './dynamo/tables/table-shape.ts';

// Control: tenants, members, keys, jobs, limits and usage.
export { MARK_LIFE, processName, type Mark } from './dynamo/control/marks.ts';
export {
  openBuckets,
  UNTOUCHED,
  type BucketMove,
  type Buckets,
  type BucketState,
  type Taking,
} from './dynamo/control/buckets.ts';
export { type Control, type ListPage, openControl } from './dynamo/control/control.ts';
export { openRecords } from './dynamo/control/open-records.ts';
export { openControlDeleter, type ControlDeleter } from './dynamo/control/control-eraser.ts';
export type { RecordAnswers } from './dynamo/control/record-answers.ts';
export type { ControlTransaction } from './dynamo/control/control-transaction.ts';
export { openDirectory, tenantKeyOf } from './dynamo/control/directory.ts';
export {
  addUsage,
  type DayRange,
  NO_USAGE,
  type OperationFigures,
  OTHER,
  type PublishedUsage,
  openUsageLedger,
  type TakenFiles,
  type UsageFigures,
  type UsageLedger,
} from './dynamo/control/usage.ts';

// Counters of rows that the consumer of changes keeps.
export { openLateCounters, type LateCounters } from './dynamo/counts/late-counters.ts';
export type { CountedChange } from './dynamo/counts/late-counter.ts';

// Changes: what the streams of the tables say.
export type { SystemPartition } from './dynamo/keys/keys.ts';
export { isWanted, itemFilters, recordFilter, type WantedChanges } from './dynamo/changes/change-filters.ts';
export type { TypesByName } from './dynamo/commands/write-effects.ts';
export { readChange, type Change, type StreamRecord } from './dynamo/changes/read-change.ts';

// Real time: connections, subscriptions and the log of events.
export {
  openConnectionRecords,
  type Connection,
  type Connections,
  type SocketProtocol,
  type SweepRound,
} from './dynamo/realtime/connections.ts';
export { type EventLog, type LogEntry, positionOf, secondOf } from './dynamo/realtime/event-log.ts';
export { CONNECTION_SHARDS } from './dynamo/keys/realtime-keys.ts';
export type { Subscription } from './dynamo/realtime/subscription.ts';
export { openSubscriptions, type Subscriptions } from './dynamo/realtime/subscriptions.ts';

// Upkeep: work on all that a tenant has.
export { partsOf, type Part, type TypePart, REALTIME_PARTS } from './dynamo/commands/part-page.ts';
export { type Backfill, openBackfill } from './dynamo/upkeep/backfill.ts';
export type { Duplicate, Unfit } from './dynamo/upkeep/backfill-rows.ts';
export { dropExpiredItems } from './dynamo/upkeep/expired-items.ts';
export { openJobNotes, type JobNotes } from './dynamo/upkeep/backfill-job.ts';
export { formerParts, openFormatCopier, type FormatCopier } from './dynamo/upkeep/format-copier.ts';
export { openTableCopier, type Run, type TableCopier } from './dynamo/upkeep/table-copier.ts';
export { openTenantDeleter, type TenantDeleter } from './dynamo/upkeep/tenant-deleter.ts';
export { openTenantReader, type TenantPage } from './dynamo/upkeep/tenant-reader.ts';

// Credentials of a tenant, and files.
export {
  assumeTenantRole,
  type AssumeTenantRole,
  TENANT_TAG,
  type TenantRoleOptions,
} from './credentials/assume-tenant-role.ts';
export { openSecret, type Secret, type SecretOptions } from './credentials/secret.ts';
export { type Archives, type Files, openArchives, UPLOADS } from './files/archives.ts';
export type { BucketOptions } from './files/bucket.ts';
export { DIRECT_FOLDER, MANAGED_FOLDER } from './files/file-folders.ts';
export {
  type FileObjects,
  type FileObjectsOf,
  type FileObjectsOptions,
  openFileObjects,
} from './files/file-objects.ts';
export type { FilePlace } from './files/file-keys.ts';
export type { ListedObject, ObjectFacts, ReceivedPart } from './files/object-calls.ts';
export type { GetFacts, PartFacts, SignedRequest } from './files/object-signer.ts';
export { LINES, linesFile, type LogLines, openLogLines } from './files/log-lines.ts';
export { placeOfObject, type ObjectPlace } from './files/object-place.ts';

// Queues of messages.
export {
  type NewMessage,
  openQueue,
  type Queue,
  type QueueCounts,
  type QueueOptions,
  type ReceivedMessage,
} from './queues/queue.ts';
export {
  type Bus,
  type BusEntry,
  type BusOptions,
  openBus,
  sizeOf as sizeOfBusEntry,
} from './queues/event-bus.ts';

// Connections of the WebSocket API.
export { openSockets, type SocketOptions, type Sockets } from './sockets/sockets.ts';

// Mails of Amazon SES.
export { openSes, type Ses, type SesMail, type SesOptions } from './mail/ses.ts';
