import type { CreateTenantInput, OwnerInvitation } from '../generated/operator.ts';
import { reusedKey } from '../../engine/index.ts';
import { hashSecret, newTenant, Refusal, type TenantRecord } from '../../tenant/index.ts';
import { nameArgument, textArgument } from '../arguments.ts';
import { newInvitation } from '../invitations/new-invitation.ts';
import { addInvitationMail } from '../mail/invitation-mail.ts';
import { requirePlan } from '../plans/require-plan.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import { newTenantId } from '../tenants/tenant-id.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';
import { startPurge } from './purge-tenant.ts';

/** A tenant that was set up. */
export interface Provisioned {
  readonly tenant: TenantRecord;
  /** The invitation of its owner. Null if the tenant has an owner, or is being closed. */
  readonly invitation: OwnerInvitation | null;
}

const MAX_NAME = 200;
const MAX_KEY = 200;

/**
 * Creates a tenant in steps: it writes the tenant as PROVISIONING, invites its first owner, and makes it
 * ACTIVE. A call with the idempotency key of an earlier one continues that one. If a step fails, it undoes
 * the earlier steps. The header `idempotency-key` has the same effect as `input.idempotencyKey`, which comes first.
 * @throws {Refusal} INVALID_ARGUMENTS, also for an idempotency key that came with other input. TIMEOUT with the outcome
 * UNKNOWN if it can undo nothing and came without such a key
 */
export async function provisionTenant(
  { records: _records, ...context }: OperatorContext,
  input: CreateTenantInput,
): Promise<Provisioned> {
  const tenant = await begin(context, input);
  if (tenant.status !== 'PROVISIONING' && tenant.status !== 'ACTIVE') return { tenant, invitation: null };
  try {
    const invitation = await inviteFirstOwner(context, tenant.id, input.ownerEmail);
    return { tenant: await finish(context, tenant.id), invitation };
  } catch (error) {
    const isUndone = await abandonTenant(context, tenant.id).then(
      () => true,
      () => false,
    );
    // Otherwise the tenant stays PROVISIONING. A call with the same key continues; any other would make a second one.
    const key = input.idempotencyKey ?? context.idempotency?.key ?? null;
    if (isUndone || key !== null) throw error;
    throw new Refusal(
      'TIMEOUT',
      `The tenant "${tenant.id}" was begun and could be neither finished nor undone: abandon it before you create it again.`,
      { outcome: 'UNKNOWN' },
    );
  }
}

/** Writes the tenant as PROVISIONING, or returns the one that an earlier call with the same key wrote. */
async function begin(context: OperatorContext, input: CreateTenantInput): Promise<TenantRecord> {
  const { plans, now } = context.platform;
  const name = nameArgument('input.name', input.name, MAX_NAME);
  requirePlan(plans, input.plan);
  const { plan, ownerEmail } = input;
  const request = requestOf(context, input.idempotencyKey ?? null, [name, plan, ownerEmail]);
  const id = newTenantId(name);
  return changeTenant(context, id, async (change) => {
    const earlier = request && (await change.get('request', request));
    if (earlier && earlier.inputHash !== request.inputHash) throw request.reused();
    const made = earlier && (await change.get('tenant', { id: earlier.tenantId }));
    if (made && !wasAbandoned(made)) return made;
    const createdAt = new Date(now()).toISOString();
    const tenant = newTenant({ id, name, plan, status: 'PROVISIONING', createdAt });
    change.add('tenant', tenant);
    if (request) {
      const { id: requestId, inputHash } = request;
      change.put('request', { id: requestId, inputHash, tenantId: id });
    }
    change.record({
      action: 'tenant.created',
      entity: { type: 'Tenant', id },
      detail: { from: null, to: 'PROVISIONING', name, plan },
    });
    return tenant;
  });
}

function requestOf({ idempotency }: OperatorContext, key: string | null, input: readonly string[]) {
  const inputHash = hashSecret(JSON.stringify(input));
  if (key !== null) {
    const text = textArgument('input.idempotencyKey', key, MAX_KEY);
    return { id: hashSecret(`createTenant ${text}`), inputHash, reused: reusedArgument };
  }
  return idempotency
    ? { id: hashSecret(`createTenant of ${idempotency.id}`), inputHash, reused: reusedKey }
    : null;
}

function reusedArgument(): Refusal {
  return new Refusal(
    'INVALID_ARGUMENTS',
    'The argument "input.idempotencyKey" was used before with other input: use a new key.',
  );
}

/**
 * Invites the first owner and revokes an earlier invitation that was not accepted. Returns null if the tenant
 * has an owner.
 * @throws {Refusal} NOT_FOUND, CONDITION_FAILED if the tenant is being closed
 */
export async function inviteFirstOwner(
  context: OperatorContext,
  tenantId: string,
  email: string,
): Promise<OwnerInvitation | null> {
  const { now } = context.platform;
  const earlier = await invitationsOf(context, tenantId);
  return changeTenant(context, tenantId, async (change) => {
    const { owners, status, scratch } = await requireTenant(change, tenantId);
    if (owners > 0) return null;
    if (scratch)
      throw new Refusal(
        'CONDITION_FAILED',
        `The tenant "${tenantId}" is a scratch copy: it takes no members.`,
      );
    if (status !== 'PROVISIONING' && status !== 'ACTIVE' && status !== 'SUSPENDED')
      throw new Refusal(
        'CONDITION_FAILED',
        `The tenant "${tenantId}" is ${status}: it takes no invitations.`,
      );
    for (const id of earlier) {
      const invitation = await change.get('invitation', { tenantId, id });
      if (invitation?.status === 'PENDING' && invitation.roles.includes('OWNER'))
        change.put('invitation', { ...invitation, status: 'REVOKED' });
    }
    const invitedBy = context.operator.username;
    const { record, token } = newInvitation({ tenantId, email, roles: ['OWNER'], invitedBy }, now());
    change.add('invitation', record);
    change.record({
      action: 'member.invited',
      entity: { type: 'TenantInvitation', id: record.id },
      detail: { roles: record.roles },
    });
    addInvitationMail(change, context.platform, { invitation: record, token });
    return { id: record.id, token, expiresAt: record.expiresAt };
  });
}

async function finish(context: OperatorContext, id: string): Promise<TenantRecord> {
  return changeTenant(context, id, async (change) => {
    const tenant = await requireTenant(change, id);
    return tenant.status === 'PROVISIONING' ? takeStep(change, id, { type: 'provisioned' }) : tenant;
  });
}

/**
 * Deletes a tenant that is still PROVISIONING. One that was being created has no members and no rows yet, so only its
 * invitations are deleted. One that was being imported has both, so it is purged.
 * @throws {Refusal} NOT_FOUND, CONDITION_FAILED if the tenant is set up
 */
export async function abandonTenant(context: OperatorContext, tenantId: string): Promise<TenantRecord> {
  const { control } = context.platform;
  if (await wasImported(context, tenantId)) {
    const { records: _records, ...unkept } = context;
    const input = { keepArchives: false, neverOpened: true } as const;
    // A scratch copy may be gone before its record could be read again.
    const known: TenantRecord[] = [];
    await startPurge(unkept, tenantId, input, async (change) => {
      known.push(await takeStep(change, tenantId, { type: 'abandon' }));
    });
    return known.at(-1) ?? requireTenant(control, tenantId);
  }
  const invitations = await invitationsOf(context, tenantId);
  const mails = await mailsOf(context, tenantId);
  return changeTenant(context, tenantId, async (change) => {
    await takeStep(change, tenantId, { type: 'abandon' });
    for (const id of invitations) {
      if (await change.get('invitation', { tenantId, id })) change.remove('invitation', { tenantId, id });
    }
    for (const id of mails) {
      if (await change.get('mail', { tenantId, id })) change.remove('mail', { tenantId, id });
    }
    return takeStep(change, tenantId, { type: 'purged', certificate: { abandoned: true } });
  });
}

function wasAbandoned({ certificate }: TenantRecord): boolean {
  return certificate?.['abandoned'] === true;
}

async function wasImported({ platform }: OperatorContext, tenantId: string): Promise<boolean> {
  for await (const { kind } of platform.control.all('jobs', tenantId)) if (kind === 'IMPORT') return true;
  return false;
}

async function invitationsOf({ platform }: OperatorContext, tenantId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of platform.control.all('invitations', tenantId)) ids.push(id);
  return ids;
}

async function mailsOf({ platform }: OperatorContext, tenantId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of platform.control.all('mails', tenantId)) ids.push(id);
  return ids;
}
