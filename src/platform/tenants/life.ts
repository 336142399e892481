import {
  Refusal,
  type Isolation,
  type Suspension,
  type TenantRecord,
  type TenantStatus,
} from '../../tenant/index.ts';

/** A step in the life of a tenant, with what it needs to know. */
export type Step =
  | { readonly type: 'provisioned' }
  | { readonly type: 'abandon' }
  | { readonly type: 'suspend'; readonly suspension: Suspension }
  | { readonly type: 'resume' }
  /** Its rows are to be elsewhere; while they are carried there, nothing else is done with it. */
  | { readonly type: 'move'; readonly to: Isolation }
  /** From now on they are read there. */
  | { readonly type: 'settle'; readonly to: Isolation }
  /** The end of a move that arrived, and of one that did not. */
  | { readonly type: 'moved' | 'stay' }
  | { readonly type: 'offboard'; readonly graceEndsAt: string }
  | { readonly type: 'cancelOffboarding' }
  /** `at` is the time, in milliseconds since 1970; `now` does not wait for the end of the days of grace. */
  | { readonly type: 'purge'; readonly at: number; readonly now: boolean }
  | { readonly type: 'purged'; readonly certificate: TenantRecord['certificate'] };
export type StepType = Step['type'];

interface Rule {
  readonly from: readonly TenantStatus[];
  /** What an operator calls it; null for what the platform does by itself. */
  readonly operation: string | null;
  /** What the audit calls it. */
  readonly action: string;
}

/** The whole machine: what each step is called and where it may begin. Where it leads, `advance` says. */
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
 * The tenant after a step: pure, and the only thing that changes a status.
 * @throws {Refusal} CONDITION_FAILED where the tenant is in no state for it
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
      return { ...tenant, isolation: step.to };
    case 'moved':
    case 'stay':
      return { ...tenant, status: 'ACTIVE' };
    case 'offboard':
      // A suspension is kept: cancelling leads back into it.
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

/** What stays of a tenant, so that its id is never used again. */
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

/** Where a tenant's rows are, in words. */
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
  return status === 'MOVING' ? 'wait until the move has ended' : 'nothing is to be done with it';
}
