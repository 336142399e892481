import type { CustomResolvers } from '../engine/index.ts';
import { platformFieldName, platformTypeName, type Model } from '../model/index.ts';

import { loadLater } from './load-later.ts';

/** The fields that `own-resolvers.ts` resolves. Most requests select none of them, so its code is loaded by the first one. */
const FIELDS = {
  Query: [
    'me',
    'apiKeys',
    'impersonations',
    'auditEvents',
    'auditIntegrity',
    'invitations',
    'jobs',
    'job',
    'exportFiles',
    'exportPart',
    'members',
    'roles',
    'permissionMatrix',
    'schedules',
    'tenant',
    'webhooks',
    'webhook',
    'webhookEvents',
    'webhookDeliveries',
    'webhookDelivery',
    'upload',
  ],
  Mutation: [
    'createApiKey',
    'revokeApiKey',
    'rotateApiKey',
    'inviteMember',
    'resendInvitation',
    'revokeInvitation',
    'acceptInvitation',
    'requestExport',
    'setMemberRoles',
    'disableMember',
    'enableMember',
    'removeMember',
    'transferOwnership',
    'leaveTenant',
    'createRole',
    'updateRole',
    'deleteRole',
    'runSchedule',
    'updateTenantSettings',
    'createWebhook',
    'updateWebhook',
    'deleteWebhook',
    'rotateWebhookSecret',
    'enableWebhook',
    'disableWebhook',
    'createUpload',
    'signUploadParts',
    'completeUpload',
    'cancelUpload',
    'sendTestWebhook',
    'replayWebhookDelivery',
    'replayWebhookDeliveries',
  ],
  TenantApiKey: ['status'],
  TenantImpersonation: ['status', 'operator', 'reason'],
  TenantAuditEvent: ['detail'],
  TenantInvitation: ['status'],
  TenantJob: ['progress', 'result'],
  Tenant: ['statusReason', 'settings', 'plan', 'quota', 'usage'],
  TenantQuota: ['storageBytesUsed'],
  TenantUsage: ['total', 'operations'],
  TenantWebhook: ['health', 'oldSecretUntil'],
  TenantWebhookDelivery: ['webhook', 'attempts', 'nextAttemptAt', 'payload'],
  File: ['url', 'thumbnail'],
};

/** Resolvers of every field of schema/platform that is not a plain property of its object. */
export const platformResolvers = loadLater(
  FIELDS,
  async () => (await import('./own-resolvers.ts')).ownResolvers,
);

/** Returns the resolvers by the names that the platform's types and root fields have in an API. */
export function platformResolversFor({ platformPrefix: prefix = '' }: Model): CustomResolvers {
  if (prefix === '') return platformResolvers;
  return Object.fromEntries(
    Object.entries(platformResolvers).map(([type, fields]) => {
      const name = platformTypeName(prefix, type);
      if (name !== type) return [name, fields];
      const renamed = Object.entries(fields).map(([field, resolve]) => [
        platformFieldName(prefix, field),
        resolve,
      ]);
      return [type, Object.fromEntries(renamed) as typeof fields];
    }),
  );
}
