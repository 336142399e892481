import { didYouMean, flatRules, type Model, type Rule } from '../../model/index.ts';
import { BUILT_IN_ROLES, GROUPS_CLAIM, Refusal, type TenantRecord } from '../../tenant/index.ts';

const MAX_ROLES_OF_ONE = 20;

/** Returns the role names that `@auth(groups)` of the schema uses, in addition to the built-in ones. */
function declaredRoles(model: Model): readonly string[] {
  const fieldsOf = (types: Readonly<Record<string, { readonly fields: Readonly<Record<string, Ruled>> }>>) =>
    Object.values(types).flatMap(({ fields }) => Object.values(fields));
  const rules = [
    ...Object.values(model.models),
    ...fieldsOf(model.models),
    ...fieldsOf(model.objects),
    ...Object.values(model.queries),
    ...Object.values(model.mutations),
    ...Object.values(model.subscriptions),
  ].flatMap((guarded) => flatRules(guarded.rules ?? []));
  const groups = rules.flatMap((rule) =>
    rule.allow === 'groups' && rule.groupClaim === GROUPS_CLAIM ? rule.groups : [],
  );
  return [...new Set(groups)].filter((name) => !(BUILT_IN_ROLES as readonly string[]).includes(name));
}
interface Ruled {
  readonly rules: readonly Rule[] | null;
}

/** Returns every role name that a member of the tenant can have. */
export function roleNames(model: Model, tenant: Pick<TenantRecord, 'roles'>): readonly string[] {
  return [...new Set([...BUILT_IN_ROLES, ...declaredRoles(model), ...Object.keys(tenant.roles)])];
}

/**
 * Returns the roles without duplicates.
 * @throws {Refusal} INVALID_ARGUMENTS if there are none or too many, or if one does not exist
 */
export function requireRoles(
  model: Model,
  tenant: Pick<TenantRecord, 'roles'>,
  roles: readonly string[],
): readonly string[] {
  const names = roleNames(model, tenant);
  if (roles.length < 1 || roles.length > MAX_ROLES_OF_ONE)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "roles" must name 1 to ${MAX_ROLES_OF_ONE} roles.`);
  for (const role of roles) {
    if (names.includes(role)) continue;
    const hint = didYouMean(role, names) ?? `The roles are: ${names.join(', ')}.`;
    throw new Refusal('INVALID_ARGUMENTS', `There is no role "${role}". ${hint}`);
  }
  return [...new Set(roles)];
}
