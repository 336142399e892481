export { checkedRole, requireFreeName } from './edit-roles.ts';
export { permissionsHeld } from './granted-roles.ts';
export { requireGrantable, type Grant } from './require-grantable.ts';
export { requireRoles, roleNames } from './role-names.ts';
