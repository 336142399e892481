import type { Directive } from '../directive.ts';
import { addRules } from './add-rules.ts';
import { type AuthRule, readAuthRule } from './auth-rule.ts';
import { ruleOf } from './rule-of.ts';

interface AuthArguments {
  readonly rules: readonly AuthRule[];
}

/**
 * Says which callers of the tenant may do what. A caller needs one of the rules; the tenant is checked before all
 * rules.
 */
export const auth: Directive<AuthArguments> = {
  sdl: `
"""
Who may do what with the rows of a type, or with a field. One rule that holds is enough; the rules of an \`and\`
must all hold. The tenant is never part of a rule: it always holds before any of them.
"""
directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION

input AuthRule {
  allow: AuthStrategy
  """Rules that must all hold, in place of \`allow\`; they have no operations of their own."""
  and: [AuthRule!]
  provider: AuthProvider
  ownerField: String
  identityClaim: String
  groups: [String]
  groupsField: String
  groupClaim: String
  """Lets an update change the owner or the groups of a row, which it otherwise cannot."""
  reassignable: Boolean
  operations: [AuthOperation]
}

enum AuthStrategy {
  owner
  groups
  private
  public @deprecated(reason: "Not supported: every caller belongs to a tenant.")
  custom @deprecated(reason: "Not supported: write a resolver.")
}

enum AuthProvider {
  userPools
  apiKey @deprecated(reason: "Not supported: only userPools is.")
  iam @deprecated(reason: "Not supported: only userPools is.")
  identityPool @deprecated(reason: "Not supported: only userPools is.")
  oidc @deprecated(reason: "Not supported: only userPools is.")
  function @deprecated(reason: "Not supported: only userPools is.")
}

enum AuthOperation {
  create
  update
  delete
  read
  get
  list
  sync
  listen
  search
}`,

  read: (values) => ({ rules: values.groups('rules').map(readAuthRule) }),

  onType: ({ rules }, site) => {
    if (site.type.is === 'object' && !site.type.model) {
      site.schema.report('auth-place', `${site.subject} is on a type without @model.`, {
        at: site.node,
        hint: `Add @model to ${site.type.name}, or write @auth on its fields.`,
      });
    }
    addRules(
      site,
      rules.flatMap((rule) => ruleOf(rule, site)),
    );
  },

  onField: ({ rules }, site) => {
    addRules(
      site,
      rules.flatMap((rule) => ruleOf(rule, site)),
    );
  },
};
