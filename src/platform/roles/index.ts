export { permissionsHeld } from './granted-roles.ts';
export { requireGrantable, type Grant } from './require-grantable.ts';
export { requireRoles } from './role-names.ts';
