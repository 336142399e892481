import {
  Refusal,
  type Isolation,
  type Suspension,
  type TenantRecord,
  type TenantStatus,
} from '../../tenant/index.ts';

/** A step in a tenant's life, with its data. */
export type Step =
  | { readonly type: 'provisioned' }
  | { readonly type: 'abandon' }
  | { readonly type: 'suspend'; readonly suspension: Suspension }
  | { readonly type: 'resume' }
  /** Makes the tenant read-only while its rows are moved. */
  | { readonly type: 'move'; readonly to: Isolation }
  /** Switches the tenant to its new table. `at` is in milliseconds since 1970. */
  | { readonly type: 'settle'; readonly to: Isolation; readonly at: number }
  /** Ends a move: one that completed, and one that was rolled back. */
  | { readonly type: 'moved' | 'stay' }
  | { readonly type: 'offboard'; readonly graceEndsAt: string }
  | { readonly type: 'cancelOffboarding' }
  /** `at` is in milliseconds since 1970. `now` skips the rest of the grace period. */
  | { readonly type: 'purge'; readonly at: number; readonly now: boolean }
  | { readonly type: 'purged'; readonly certificate: TenantRecord['certificate'] };
export type StepType = Step['type'];

interface Rule {
  readonly from: readonly TenantStatus[];
  /** The operator's operation. Null for a step that the platform takes itself. */
  readonly operation: string | null;
  /** The action in the audit. */
  readonly action: string;
}

/**
 * The state machine: the name of each step, and the states in which it may begin. `advance` holds the state
 * that it leads to.
 */
export const steps: { readonly [Type in StepType]: Rule } = {
  provisioned: { from: ['PROVISIONING'], operation: null, action: 'tenant.provisioned' },
  abandon: { from: ['PROVISIONING'], operation: 'abandonTenant', action: 'tenant.abandoned' },
  suspend: { from: ['ACTIVE', 'SUSPENDED'], operation: 'suspendTenant', action: 'tenant.suspended' },
  resume: { from: ['SUSPENDED'], operation: 'resumeTenant', action: 'tenant.resumed' },
  move: { from: ['ACTIVE'], operation: 'moveTenant', action: 'tenant.moveStarted' },
  settle: { from: ['MOVING'], operation: null, action: 'tenant.isolationChanged' },
  moved: { from: ['MOVING'], operation: null, action: 'tenant.moved' },
  stay: { from: ['MOVING'], operation: null, action: 'tenant.moveGivenUp' },
  offboard: { from: ['ACTIVE', 'SUSPENDED'], operation: 'offboardTenant', action: 'tenant.offboarded' },
  cancelOffboarding: {
    from: ['OFFBOARDING'],
    operation: 'cancelOffboarding',
    action: 'tenant.offboardingCancelled',
  },
  purge: { from: ['OFFBOARDING'], operation: 'purgeTenant', action: 'tenant.purgeStarted' },
  purged: { from: ['PURGING'], operation: null, action: 'tenant.purged' },
};

/**
 * Returns the tenant after a step. It is pure, and only this function changes a status.
 * @throws {Refusal} CONDITION_FAILED if the tenant's status does not permit the step
 */
export function advance(tenant: TenantRecord, step: Step): TenantRecord {
  if (!steps[step.type].from.includes(tenant.status)) throw impossible(tenant);
  switch (step.type) {
    case 'provisioned':
    case 'resume':
      return { ...tenant, status: 'ACTIVE', suspension: null };
    case 'suspend':
      return { ...tenant, status: 'SUSPENDED', suspension: step.suspension };
    case 'move':
      requireElsewhere(tenant, step.to);
      return { ...tenant, status: 'MOVING' };
    case 'settle':
      return { ...tenant, isolation: step.to, movedAt: new Date(step.at).toISOString() };
    case 'moved':
    case 'stay':
      return { ...tenant, status: 'ACTIVE' };
    case 'offboard':
      // The suspension is kept, so that cancelling leads back to it.
      return { ...tenant, status: 'OFFBOARDING', graceEndsAt: step.graceEndsAt };
    case 'cancelOffboarding':
      return { ...tenant, status: tenant.suspension ? 'SUSPENDED' : 'ACTIVE', graceEndsAt: null };
    case 'abandon':
      return { ...tenant, status: 'PURGING' };
    case 'purge':
      requireEndOfGrace(tenant, step);
      return { ...tenant, status: 'PURGING', graceEndsAt: null };
    case 'purged':
      return tombstone(tenant, step.certificate);
    default:
      return step satisfies never;
  }
}

/** Returns the record that stays after a purge, so that no new tenant gets the id. */
function tombstone(tenant: TenantRecord, certificate: TenantRecord['certificate']): TenantRecord {
  return {
    ...tenant,
    status: 'DELETED',
    suspension: null,
    overrides: { limits: {}, features: {} },
    roles: {},
    settings: { allowImpersonation: false, custom: {} },
    seats: 0,
    owners: 0,
    certificate,
  };
}

function requireElsewhere({ id, isolation }: TenantRecord, to: Isolation): void {
  if (isolation === to)
    throw new Refusal('CONDITION_FAILED', `The tenant "${id}" is in ${PLACES[to]} already.`);
}

/** The locations of a tenant's rows, as messages name them. */
const PLACES: { readonly [Place in Isolation]: string } = { POOL: 'the pool', SILO: 'its silo' };

function requireEndOfGrace({ id, graceEndsAt }: TenantRecord, { at, now }: Step & { type: 'purge' }): void {
  if (!now && graceEndsAt !== null && at < Date.parse(graceEndsAt))
    throw new Refusal(
      'CONDITION_FAILED',
      `The days of grace of the tenant "${id}" end at ${graceEndsAt}: purge it then, or say "now: true".`,
    );
}

function impossible({ id, status }: TenantRecord): Refusal {
  const possible = Object.values(steps)
    .filter(({ from }) => from.includes(status))
    .flatMap(({ operation }) => operation ?? []);
  const choice =
    possible.length > 0 ? `what is possible now: ${possible.join(', ')}` : nothingPossible(status);
  return new Refusal('CONDITION_FAILED', `The tenant "${id}" is ${status}; ${choice}.`);
}

function nothingPossible(status: TenantStatus): string {
  if (status === 'MOVING') return 'wait until the move has ended';
  return status === 'PURGING'
    ? 'if its purge was cancelled or failed, call purgeTenant'
    : 'no step is possible';
}
