import { decideType } from '../../engine/index.ts';
import type { Model, ModelType, Operation } from '../../model/index.ts';
import { rightsOf, type Scope, type TenantRecord } from '../../tenant/index.ts';
import type { TenantOperation, TenantPermission, TenantVerdict } from '../generated/platform.ts';

import { callerWithRoles, type GrantedRoles } from './granted-roles.ts';
import { memoizePerModel } from './memoize-per-model.ts';
import { roleNames } from './role-names.ts';

const OPERATIONS: Readonly<Record<TenantOperation, readonly Operation[]>> = {
  READ: ['get', 'list'],
  CREATE: ['create'],
  UPDATE: ['update'],
  DELETE: ['delete'],
};

/** Returns what every role of a tenant may do with every model type. */
export function permissionMatrix(
  model: Model,
  { tenantId }: Pick<Scope, 'tenantId'>,
  tenant: Pick<TenantRecord, 'roles'>,
): readonly TenantPermission[] {
  return roleNames(model, tenant).flatMap((role) =>
    verdictsOf(model, { tenantId, groups: [role], rights: rightsOf([role], tenant) }),
  );
}

const verdictsOf = memoizePerModel((model, roles: GrantedRoles): readonly TenantPermission[] =>
  Object.values(model.models).flatMap((type) =>
    (Object.keys(OPERATIONS) as TenantOperation[]).map((operation) => ({
      type: type.name,
      operation,
      role: roles.groups[0] ?? '',
      verdict: verdictOf(type, roles, OPERATIONS[operation]),
    })),
  ),
);

function verdictOf(type: ModelType, roles: GrantedRoles, operations: readonly Operation[]): TenantVerdict {
  const decisions = operations.map((operation) => decideType(type, callerWithRoles(roles), operation));
  if (decisions.every((decision) => decision === 'allow')) return 'ALLOW';
  return decisions.every((decision) => decision === 'deny') ? 'DENY' : 'OWN';
}
