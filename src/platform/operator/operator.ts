import { GROUPS_CLAIM, type Actor, type Rights } from '../../tenant/index.ts';
import type { Idempotency, RecordAnswers } from '../../store/index.ts';
import type { RequestOrigin } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';

/**
 * A person who runs the platform. An operator is no member of a tenant and has no access to tenants' rows.
 */
export interface Operator {
  readonly userId: string;
  readonly username: string;
  readonly actor: Actor;
  readonly rights: Rights;
}

/** The context of a resolver of the operators' plane. It holds the control table and no store of rows. */
export interface OperatorContext extends RequestOrigin {
  readonly operator: Operator;
  readonly platform: PlatformParts;
  /** The idempotency key of the request, if it has one, and its answers. */
  readonly idempotency?: Idempotency | undefined;
  readonly records?: RecordAnswers | undefined;
}

/** Permissions of each group in the operators' user pool. ADMIN has all of them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  SUPPORT: [
    'Tenant:read',
    'Tenant:impersonate',
    'TenantMember:read',
    'TenantInvitation:read',
    'TenantJob:read',
    'TenantUsage:read',
  ],
  BILLING: ['Tenant:read', 'Tenant:changePlan', 'Tenant:suspend', 'Tenant:resume', 'TenantUsage:read'],
};

/** Returns the operator of a verified token of the operators' pool. */
export function operatorOf(claims: {
  readonly sub: string;
  readonly username: string;
  readonly [claim: string]: unknown;
}): Operator {
  const { sub: userId, username } = claims;
  const named = claims[GROUPS_CLAIM];
  const groups = Array.isArray(named) ? named.filter((group) => typeof group === 'string') : [];
  return {
    userId,
    username,
    actor: { type: 'operator', id: userId, name: username },
    rights: {
      owner: groups.includes('ADMIN'),
      grants: groups.flatMap((group) => (Object.hasOwn(GROUPS, group) ? (GROUPS[group] ?? []) : [])),
      atMost: null,
    },
  };
}
