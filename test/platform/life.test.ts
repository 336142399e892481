import { advance, steps, type Step, type StepType } from '../../src/platform/index.ts';
import { newTenant, type Suspension, type TenantRecord, type TenantStatus } from '../../src/tenant/index.ts';

const STATES: readonly TenantStatus[] = [
  'PROVISIONING',
  'ACTIVE',
  'SUSPENDED',
  'MOVING',
  'OFFBOARDING',
  'PURGING',
  'DELETED',
];
const suspension: Suspension = { mode: 'BLOCKED', reason: 'The bill is open.' };
const ENDS = '2026-03-31T00:00:00.000Z';
const samples: { readonly [Type in StepType]: Step } = {
  provisioned: { type: 'provisioned' },
  abandon: { type: 'abandon' },
  suspend: { type: 'suspend', suspension },
  resume: { type: 'resume' },
  move: { type: 'move', to: 'SILO' },
  settle: { type: 'settle', to: 'SILO', at: Date.parse(ENDS) },
  moved: { type: 'moved' },
  stay: { type: 'stay' },
  offboard: { type: 'offboard', graceEndsAt: ENDS },
  cancelOffboarding: { type: 'cancelOffboarding' },
  purge: { type: 'purge', at: Date.parse(ENDS), now: false },
  purged: { type: 'purged', certificate: { rows: 0 } },
};

const tenantIn = (status: TenantStatus, more: Partial<TenantRecord> = {}): TenantRecord =>
  newTenant({
    id: 'acme',
    name: 'Acme',
    status,
    suspension: status === 'SUSPENDED' ? suspension : null,
    graceEndsAt: status === 'OFFBOARDING' ? ENDS : null,
    ...more,
  });

/** Returns the state after each step from each state, without the steps that are refused. */
function outcomes(): Record<string, string | null> {
  const pairs = STATES.flatMap((status) =>
    Object.values(samples).map((step) => {
      try {
        return [`${status} ${step.type}`, advance(tenantIn(status), step).status] as const;
      } catch {
        return [`${status} ${step.type}`, null] as const;
      }
    }),
  );
  return Object.fromEntries(pairs.filter(([, to]) => to !== null));
}

test('a tenant allows exactly the listed steps in each state', () => {
  expect(outcomes()).toEqual({
    'PROVISIONING provisioned': 'ACTIVE',
    'PROVISIONING abandon': 'PURGING',
    'ACTIVE suspend': 'SUSPENDED',
    'ACTIVE move': 'MOVING',
    'ACTIVE offboard': 'OFFBOARDING',
    'SUSPENDED suspend': 'SUSPENDED',
    'SUSPENDED resume': 'ACTIVE',
    'SUSPENDED offboard': 'OFFBOARDING',
    'MOVING settle': 'MOVING',
    'MOVING moved': 'ACTIVE',
    'MOVING stay': 'ACTIVE',
    'OFFBOARDING cancelOffboarding': 'ACTIVE',
    'OFFBOARDING purge': 'PURGING',
    'PURGING purged': 'DELETED',
  });
});

test.each([
  [
    'ACTIVE',
    'resume',
    'The tenant "acme" is ACTIVE; what is possible now: suspendTenant, moveTenant, offboardTenant.',
  ],
  ['MOVING', 'suspend', 'The tenant "acme" is MOVING; wait until the move has ended.'],
  ['MOVING', 'offboard', 'The tenant "acme" is MOVING; wait until the move has ended.'],
  [
    'SUSPENDED',
    'move',
    'The tenant "acme" is SUSPENDED; what is possible now: suspendTenant, resumeTenant, offboardTenant.',
  ],
  [
    'OFFBOARDING',
    'suspend',
    'The tenant "acme" is OFFBOARDING; what is possible now: cancelOffboarding, purgeTenant.',
  ],
  [
    'PURGING',
    'resume',
    'The tenant "acme" is PURGING; if its purge was cancelled or failed, call purgeTenant.',
  ],
  ['DELETED', 'offboard', 'The tenant "acme" is DELETED; no step is possible.'],
] as const)(
  'a tenant that is %s refuses the step "%s", and names its state and the possible steps',
  (status, type, message) => {
    expect(() => advance(tenantIn(status), samples[type])).toThrow(
      expect.objectContaining({ code: 'CONDITION_FAILED', message }) as Error,
    );
  },
);

test('a move changes the isolation of a tenant when it settles, and not before', () => {
  const moving = advance(tenantIn('ACTIVE'), samples.move);
  expect(moving).toEqual(tenantIn('MOVING', { createdAt: moving.createdAt }));
  expect(advance(moving, samples.stay)).toMatchObject({ status: 'ACTIVE', isolation: 'POOL' });
  const settled = advance(moving, samples.settle);
  expect(settled).toMatchObject({ status: 'MOVING', isolation: 'SILO' });
  expect(advance(settled, samples.moved)).toMatchObject({ status: 'ACTIVE', isolation: 'SILO' });
});

test.each([
  ['POOL', 'The tenant "acme" is in the pool already.'],
  ['SILO', 'The tenant "acme" is in its silo already.'],
] as const)('a move of a tenant to its own isolation, %s, is refused', (isolation, message) => {
  expect(() => advance(tenantIn('ACTIVE', { isolation }), { type: 'move', to: isolation })).toThrow(message);
});

test('a cancelled off-boarding restores the suspension from before', () => {
  const closing = advance(tenantIn('SUSPENDED'), samples.offboard);
  expect(advance(closing, samples.cancelOffboarding)).toEqual(
    tenantIn('SUSPENDED', { createdAt: closing.createdAt }),
  );
});

test('a purge is refused before the days of grace end, except with "now"', () => {
  const closing = tenantIn('OFFBOARDING');
  const early = Date.parse(ENDS) - 1;
  expect(() => advance(closing, { type: 'purge', at: early, now: false })).toThrow(
    `The days of grace of the tenant "acme" end at ${ENDS}: purge it then, or say "now: true".`,
  );
  expect(advance(closing, { type: 'purge', at: early, now: true }).status).toBe('PURGING');
  expect(advance(closing, { type: 'purge', at: early + 1, now: false }).status).toBe('PURGING');
});

test('a purged tenant keeps its id, its name and its certificate', () => {
  const full = tenantIn('PURGING', {
    suspension,
    roles: { Editor: { description: null, permissions: ['Task:update'] } },
    overrides: { limits: { seats: 9 }, features: { reports: true } },
    settings: { allowImpersonation: true, custom: { colour: 'red' } },
    seats: 3,
    owners: 1,
  });
  const { createdAt } = full;
  expect(advance(full, samples.purged)).toEqual(tenantIn('DELETED', { createdAt, certificate: { rows: 0 } }));
});

test('every step has its own action in the audit', () => {
  const actions = Object.values(steps).map(({ action }) => action);
  expect(new Set(actions).size).toBe(actions.length);
});
