import type { AuditEvent } from '../../store/index.ts';

/** The names of the events about tenants that leave the platform. Receivers depend on them: add names, and rename none. */
export const TENANT_EVENTS = [
  'tenant.created',
  'tenant.activated',
  'tenant.imported',
  'tenant.abandoned',
  'tenant.suspended',
  'tenant.resumed',
  'tenant.planChanged',
  'tenant.limitsOverridden',
  'tenant.moved',
  'tenant.offboarding',
  'tenant.offboardingCancelled',
  'tenant.purging',
  'tenant.purged',
  'export.finished',
  'import.finished',
  'webhook.disabled',
  'usage.daily',
] as const;
export type TenantEventName = (typeof TENANT_EVENTS)[number];

/** The actions of the audit that are published, and their names outside. */
const OF_ACTIONS: Readonly<Record<string, TenantEventName>> = {
  'tenant.created': 'tenant.created',
  'tenant.provisioned': 'tenant.activated',
  'tenant.imported': 'tenant.imported',
  'tenant.abandoned': 'tenant.abandoned',
  'tenant.suspended': 'tenant.suspended',
  'tenant.resumed': 'tenant.resumed',
  'tenant.planChanged': 'tenant.planChanged',
  'tenant.limitsOverridden': 'tenant.limitsOverridden',
  'tenant.moved': 'tenant.moved',
  'tenant.offboarded': 'tenant.offboarding',
  'tenant.offboardingCancelled': 'tenant.offboardingCancelled',
  'tenant.purgeStarted': 'tenant.purging',
  'webhook.disabled': 'webhook.disabled',
};

const OF_JOBS: Readonly<Record<string, TenantEventName>> = {
  EXPORT: 'export.finished',
  IMPORT: 'import.finished',
};

/** Returns the name under which an event of the audit is published; null if it is not. */
export function publicName({ action, outcome, detail }: AuditEvent): TenantEventName | null {
  const { kind } = (detail ?? {}) as { readonly kind?: unknown };
  if (action === 'job.ended') return typeof kind === 'string' ? (OF_JOBS[kind] ?? null) : null;
  return outcome === 'DONE' && Object.hasOwn(OF_ACTIONS, action) ? (OF_ACTIONS[action] ?? null) : null;
}
