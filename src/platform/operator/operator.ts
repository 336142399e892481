import { GROUPS_CLAIM, type Actor, type Rights } from '../../tenant/index.ts';
import type { RequestOrigin } from '../audit/event.ts';
import type { PlatformParts } from '../context.ts';

/** Someone who runs the platform. They belong to no tenant, and no tenant's data is in their reach. */
export interface Operator {
  readonly userId: string;
  readonly username: string;
  readonly actor: Actor;
  readonly rights: Rights;
}

/** What a resolver of the operator plane gets: the control table, and no store of rows. */
export interface OperatorContext extends RequestOrigin {
  readonly operator: Operator;
  readonly platform: PlatformParts;
}

/** What the groups of the operators' user pool may do. ADMIN may do everything. */
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

/** An operator, from the verified claims of a token of the operators' pool. */
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
