export { auditEvent, recordAlone, type AuditEntry, type RequestOrigin } from './audit-entry.ts';
export { dropExpired, sealAudit, type Audit } from './audit/seal.ts';
export {
  openAuditRecorder,
  recordJobScope,
  recordJobScopeOnce,
  type AuditRecorder,
} from './audit/recorder.ts';
export { verifyAudit, type Break, type BreakKind, type Integrity } from './audit/verify.ts';
export type { PlatformContext, PlatformParts } from './context.ts';
export type { Identities, Identity } from './identities.ts';
export { planOf, tierOf, type LimitName, type Limits, type Plan, type Plans } from './plans/plan.ts';
export { realtimeLimitsOf, type RealtimeLimits } from './plans/realtime-limits.ts';
export { readPlans } from './plans/read-plans.ts';
export { estimate, type Estimate } from './limits/cost.ts';
export { CEILINGS, ceilingsOf } from './plans/ceilings.ts';
export { countWork } from './limits/count-work.ts';
export { Work } from './limits/work.ts';
export { openLimiter, type Limiter, type LimiterOptions, type RequestMeter } from './limits/limiter.ts';
export { openMessagePace, type MessagePace } from './limits/message-pace.ts';
export type { Refused } from './limits/refused.ts';
export type { Throttle } from './limits/throttle.ts';
export { addMail, OWNERS, type MailOutbox, type NewMail } from './mail/add-mail.ts';
export { MAIL_KINDS, type MailKind, type MailParams } from './mail/kinds.ts';
export { isMonthNearlyUsed, noteMonthQuotas, noteStorage } from './mail/quotas.ts';
export { sendDueMails, sendMail, type MailParts } from './mail/send-mail.ts';
export type { Mail, Mailer, Mailing, MailService } from './mail/mailer.ts';
export {
  readMailTemplates,
  type MailTemplate,
  type MailTemplates,
  type TemplateFile,
} from './mail/read-templates.ts';
export { setMembership } from './tenants/set-membership.ts';
export {
  acceptInvitation,
  requireInvitation,
  type AcceptParts,
  type Invitee,
} from './invitations/accept-invitation.ts';
export { indexMembers, membersOf } from './members/members-of.ts';
export { mergeResolvers } from './merge-resolvers.ts';
export { operatorResolvers } from './operator/index.ts';
export { operatorOf, type Operator, type OperatorContext } from './operator/operator.ts';
export { platformResolvers, platformResolversFor } from './resolvers.ts';
export { recordLastUse, type RecordLastUse } from './api-keys/last-used.ts';
export { appResolvers } from './app-resolvers.ts';
export type { JobParts } from './jobs/job-parts.ts';
export { endLeases } from './jobs/end-leases.ts';
export { runJob, type Outcome } from './jobs/run-job.ts';
export { countDirect } from './files/direct-files.ts';
export { applyDirectScan, applyScan, type RecordEvent } from './files/scan-result.ts';
export { addThumbnails } from './files/thumbnails.ts';
export { openTenantFiles } from './files/open-files.ts';
export type { FileParts, TenantFiles } from './tenant-files.ts';
export { settleUpload, type Settled } from './files/settle-upload.ts';
export { removeDueFiles } from './files/upkeep.ts';
export { recordModelTypes } from './jobs/model-types.ts';
export { advance, steps, type Step, type StepType } from './tenants/life.ts';
export { isLiving, livingTenants } from './tenants/find-tenant.ts';
export { takeStep } from './tenants/take-step.ts';
export type { EventBus, TenantEvent } from './events/event-bus.ts';
export { TENANT_EVENTS, type TenantEventName } from './events/event-names.ts';
export { publishUsage } from './events/publish-usage.ts';
export { purgedEvent, tenantEvent } from './events/tenant-event.ts';
export { COUNTED_LINES, type LineFigures } from './usage/counted-lines.ts';
export { connectionLine, eventsLine, messagesOf } from './usage/socket-lines.ts';
export { hourOf } from './usage/hour.ts';
export { oldestDay, rollUp, type RollUpOptions, type RollUpScope } from './usage/roll-up.ts';
export type { UsageOfTenant, UsageSource } from './usage/tenant-usage.ts';
export type { FleetUsage } from './usage/fleet.ts';
export { eventName, hears } from './webhooks/event-names.ts';
export { checkSchedule } from './schedules/check-schedule.ts';
export { claimRun, settleRun } from './schedules/claim-run.ts';
export { RUN_LIMIT, type RunId } from './schedules/runs.ts';
export { repeatSlots, sendSlots, type SlotParts } from './schedules/send-slots.ts';
export { noteDue, sendDue } from './work/due.ts';
export { workOfManualRun } from './work/manual-run.ts';
export { sendAllWork, sendLaterSweeps, SWEPT_AFTER } from './work/send-all-work.ts';
export {
  delayUntil,
  MAX_DELAY_SECONDS,
  messageOf,
  parseWork,
  routedQueue,
  type RunTrigger,
  type TenantWork,
  type WorkQueue,
  type WorkQueueName,
} from './work/work.ts';
