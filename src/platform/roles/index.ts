export { permissionsHeld } from './held.ts';
export { requireKnownPermissions } from './permissions.ts';
export { requireGrantable, type Grant } from './require-grantable.ts';
export { requireRoles } from './role-names.ts';
