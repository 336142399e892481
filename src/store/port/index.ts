// Plans for the data, in the schema's words.
export type {
  Access,
  AdvanceAccess,
  AnnounceAccess,
  CountAccess,
  DeleteAccess,
  FileClaim,
  GetAccess,
  Job,
  PutAccess,
  QueryAccess,
  Range,
  Row,
  RequireAbsentAccess,
  RequireRetiredAccess,
  RowWrite,
  SequenceAccess,
  Sweep,
  Target,
  TransactAccess,
  UpdateAccess,
  WriteAccess,
} from './access.ts';
// The files of a tenant.
export {
  LINK_SECONDS,
  type DirectObject,
  type DirectOutcome,
  type FileChange,
  type FileHolder,
  type FileRecord,
  type FileRecords,
  type FileStatus,
  type FileUsage,
  type NewFile,
  StorageFull,
} from './files.ts';
// The deliveries of webhooks.
export {
  type DeliveryAttempt,
  deliveryId,
  type DeliveryOutcome,
  type DeliveryPage,
  type DeliveryRecord,
  endpointOf,
  type EndpointState,
  type NewDelivery,
  type WebhookDeliveries,
  type WebhookRecord,
  type WebhookSecret,
} from './webhooks.ts';
// What subscriptions are about.
export type { Announced } from './announced.ts';
export type { RowEvent } from './row-event.ts';
export type { Filter, FilterOp, Test } from './filter.ts';
export { matches } from './matches.ts';
export { decideShown, hasShown } from './shown.ts';
export { storable, whyUnstorable } from './storable.ts';
// What answers them.
export { type Page, type Store, type Total, WriteFailed } from './store.ts';
export { SWEEP_AFTER } from './sweep-after.ts';
export { type Cursors, openCursors } from './cursor.ts';
export { openSeal, type Seal, type SealSecret } from './seal.ts';
export { canonical } from './canonical.ts';
// Requests that have their effect once.
export {
  AlreadyAnswered,
  answered,
  type AnswerPlace,
  type Answers,
  Idempotency,
  IdempotentField,
  type Kept,
  type KeptAnswer,
} from './idempotency.ts';
export { jitter } from './jitter.ts';
export { newId } from './new-id.ts';
// Records of tenants, and the audit.
export type {
  InvitationRecord,
  JobRecord,
  List,
  MailRecipient,
  MailRecord,
  Records,
  ScheduleRecord,
  ScheduleRoundRecord,
  ScheduleRun,
} from './records.ts';
export type { AuditEvent, Origin } from './audit-event.ts';
