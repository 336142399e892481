import { EMAIL_CLAIM, GROUPS_CLAIM, TENANT_CLAIM, TENANTS_CLAIM } from '../../tenant/index.ts';
import { flatRules } from '../flat-rules.ts';
import { lookUp } from '../look-up.ts';
import type { Model, ModelType, Rule } from '../model.ts';
import type { Problem } from '../problem.ts';
import { describeRule } from './describe-rule.ts';
import { ruleSites } from './rule-sites.ts';
import { warning } from './warning.ts';

/** Finds rules that admit no caller: without a group, by a claim of no token, or by a field that is never filled. */
export function findDeadRules(type: ModelType, _model: Model): readonly Problem[] {
  return ruleSites(type).flatMap(({ name, rules }) =>
    rules.flatMap((rule) => {
      const reason = reasonOf(rule, type);
      return reason === null
        ? []
        : [
            warning(
              'dead-rule',
              `${name}: the rule ${describeRule(rule)} admits no caller: ${reason.why}.`,
              reason.hint,
            ),
          ];
    }),
  );
}

interface Reason {
  readonly why: string;
  readonly hint: string;
}

function reasonOf(rule: Rule, type: ModelType): Reason | null {
  switch (rule.allow) {
    case 'private':
      return null;
    case 'groups':
      return rule.groups.length > 0
        ? neverCarried(rule.groupClaim)
        : { why: 'it names no group', hint: 'Name at least one group, or remove the rule.' };
    case 'owner':
      return neverCarried(rule.identityClaim) ?? neverFilled(rule.field, type);
    case 'dynamicGroups':
      return neverCarried(rule.groupClaim) ?? neverFilled(rule.field, type);
    case 'all':
      return rule.rules.map((part) => reasonOf(part, type)).find((reason) => reason !== null) ?? null;
    default:
      return rule satisfies never;
  }
}

/** The claims of the access tokens that the sign-in trigger lets Cognito sign, and the names that mean the user. */
const CARRIED = new Set([
  ...['sub', 'username', 'cognito:username', 'email', EMAIL_CLAIM],
  ...[GROUPS_CLAIM, TENANT_CLAIM, TENANTS_CLAIM],
  ...['client_id', 'scope', 'iss', 'token_use', 'auth_time', 'exp', 'iat', 'jti', 'origin_jti', 'event_id'],
  ...['version', 'device_key'],
]);

/** Returns why no token carries a claim, or null if it does. */
function neverCarried(claims: string): Reason | null {
  const missing = claims.split('::').find((claim) => !CARRIED.has(claim));
  if (missing === undefined) return null;
  return {
    why: `no access token carries the claim "${missing}"`,
    hint: 'Use "sub", "username" or "email", or let src/lambda/pre-token-generation.ts add the claim.',
  };
}

/**
 * Returns why no write fills a field, or null if one does. Creates fill owner fields, and clients fill fields of the
 * inputs.
 */
function neverFilled(name: string, type: ModelType): Reason | null {
  const kind = lookUp(type.fields, name)?.kind.is;
  if (kind === 'stored') return null;
  if (kind !== 'implicit')
    return { why: `"${name}" is not stored`, hint: `Declare "${name}: String" without arguments.` };
  const filling = flatRules(type.rules).some(
    (rule) => rule.allow === 'owner' && rule.field === name && rule.operations.includes('create'),
  );
  if (filling) return null;
  return {
    why: `no create fills "${name}"`,
    hint: `Let an owner rule of ${type.name} include "create", or declare "${name}: String".`,
  };
}
