import { auditResolvers } from './audit/resolvers.ts';
import { apiKeyResolvers } from './api-keys/api-keys.ts';
import { mergeResolvers } from './merge-resolvers.ts';
import { onceEach, onceEachDelivery } from './once-each.ts';
import { fileResolvers } from './files/resolvers.ts';
import { invitationResolvers } from './invitations/resolvers.ts';
import { jobResolvers } from './jobs/jobs.ts';
import { me } from './members/me.ts';
import { memberResolvers } from './members/resolvers.ts';
import { roleResolvers } from './roles/resolvers.ts';
import { scheduleResolvers } from './schedules/resolvers.ts';
import { tenantPlan } from './limits/tenant-plan.ts';
import { tenantResolvers } from './tenants/tenant.ts';
import { usageResolvers } from './tenants/usage.ts';
import { deliveryResolvers, webhookResolvers } from './webhooks/resolvers.ts';

/** Resolvers of what the control table has. */
const recordResolvers = onceEach(
  mergeResolvers(
    { Query: { me } },
    apiKeyResolvers,
    auditResolvers,
    invitationResolvers,
    jobResolvers,
    memberResolvers,
    roleResolvers,
    scheduleResolvers,
    tenantResolvers,
    tenantPlan,
    usageResolvers,
    webhookResolvers,
  ),
);

/** Resolvers of every field of schema/platform that is not a plain property of its object. They are loaded at first use. */
export const ownResolvers = mergeResolvers(
  recordResolvers,
  fileResolvers,
  onceEachDelivery(mergeResolvers(deliveryResolvers), new Set(['replayWebhookDeliveries'])),
);
