export { declaredRoles, requireRoles, roleNames } from './role-names.ts';
export { knownPermissions, requireKnownPermissions } from './permissions.ts';
export { requireGrantable, type Grant } from './require-grantable.ts';
