import type { Method } from '../route.ts';

/** A route of the platform: its method, its path, and the root field in schema/platform. */
export interface PlatformRow {
  readonly method: Method;
  /** Below `/v1/platform`. Its parameters are arguments of the field. */
  readonly path: string;
  readonly field: string;
  /** The argument that the whole body is. */
  readonly body?: 'input';
  readonly nested?: string;
  readonly status?: 201;
}

const get = (path: string, field: string, nested?: string): PlatformRow => ({
  method: 'GET',
  path,
  field,
  ...(nested === undefined ? {} : { nested }),
});
const post = (path: string, field: string): PlatformRow => ({ method: 'POST', path, field });
const create = (path: string, field: string, body?: 'input'): PlatformRow => ({
  ...post(path, field),
  status: 201,
  ...(body ? { body } : {}),
});
const remove = (path: string, field: string): PlatformRow => ({ method: 'DELETE', path, field });
const patch = (path: string, field: string): PlatformRow => ({ method: 'PATCH', path, field, body: 'input' });

/** Every root field of schema/platform. Each area of the platform has its lines. */
export const PLATFORM: readonly PlatformRow[] = [
  get('/me', 'me'),
  remove('/me/membership', 'leaveTenant'),

  get('/tenant', 'tenant'),
  get('/tenant/usage', 'tenant', 'usage'),
  patch('/tenant/settings', 'updateTenantSettings'),

  get('/members', 'members'),
  remove('/members/{userId}', 'removeMember'),
  { method: 'PUT', path: '/members/{userId}/roles', field: 'setMemberRoles' },
  post('/members/{userId}/disable', 'disableMember'),
  post('/members/{userId}/enable', 'enableMember'),
  post('/members/{userId}/transfer-ownership', 'transferOwnership'),

  get('/invitations', 'invitations'),
  create('/invitations', 'inviteMember', 'input'),
  post('/invitations/accept', 'acceptInvitation'),
  remove('/invitations/{id}', 'revokeInvitation'),
  post('/invitations/{id}/resend', 'resendInvitation'),

  get('/api-keys', 'apiKeys'),
  create('/api-keys', 'createApiKey', 'input'),
  remove('/api-keys/{id}', 'revokeApiKey'),
  post('/api-keys/{id}/rotate', 'rotateApiKey'),
  get('/impersonations', 'impersonations'),

  get('/roles', 'roles'),
  create('/roles', 'createRole', 'input'),
  patch('/roles/{name}', 'updateRole'),
  remove('/roles/{name}', 'deleteRole'),
  get('/permission-matrix', 'permissionMatrix'),

  get('/audit-events', 'auditEvents'),
  get('/audit-integrity', 'auditIntegrity'),

  get('/jobs', 'jobs'),
  get('/jobs/{id}', 'job'),
  create('/exports', 'requestExport'),
  get('/exports/{jobId}/files', 'exportFiles'),
  get('/exports/{jobId}/files/{name}', 'exportPart'),

  create('/uploads', 'createUpload', 'input'),
  get('/uploads/{id}', 'upload'),
  remove('/uploads/{id}', 'cancelUpload'),
  post('/uploads/{id}/parts', 'signUploadParts'),
  post('/uploads/{id}/complete', 'completeUpload'),

  get('/webhooks', 'webhooks'),
  create('/webhooks', 'createWebhook', 'input'),
  get('/webhooks/{id}', 'webhook'),
  patch('/webhooks/{id}', 'updateWebhook'),
  remove('/webhooks/{id}', 'deleteWebhook'),
  post('/webhooks/{id}/rotate-secret', 'rotateWebhookSecret'),
  post('/webhooks/{id}/enable', 'enableWebhook'),
  post('/webhooks/{id}/disable', 'disableWebhook'),
  post('/webhooks/{id}/test', 'sendTestWebhook'),
  get('/webhooks/{webhook}/deliveries', 'webhookDeliveries'),
  post('/webhooks/{webhook}/replay', 'replayWebhookDeliveries'),
  get('/webhook-deliveries/{id}', 'webhookDelivery'),
  post('/webhook-deliveries/{id}/replay', 'replayWebhookDelivery'),
  get('/webhook-events', 'webhookEvents'),

  get('/schedules', 'schedules'),
  post('/schedules/{name}/run', 'runSchedule'),
];
