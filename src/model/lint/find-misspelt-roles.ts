import { BUILT_IN_ROLES, GROUPS_CLAIM } from '../../tenant/index.ts';
import { flatRules } from '../flat-rules.ts';
import type { ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { ruleSites } from './rule-sites.ts';
import { warning } from './warning.ts';

/** Finds groups whose names differ from a built-in role only in the case of their letters: `admin`. */
export function findMisspeltRoles(type: ModelType): readonly Problem[] {
  return ruleSites(type).flatMap(({ name, rules }) =>
    flatRules(rules).flatMap((rule) => {
      if (rule.allow !== 'groups' || rule.groupClaim !== GROUPS_CLAIM) return [];
      return rule.groups.flatMap((group) => {
        const role = BUILT_IN_ROLES.find((known) => known === group.toUpperCase() && known !== group);
        return role === undefined
          ? []
          : [
              warning(
                'misspelt-role',
                `${name}: the group "${group}" is not the role ${role} that every tenant has.`,
                `Write "${role}", unless you mean another role: roles differ by the case of their letters.`,
              ),
            ];
      });
    }),
  );
}
