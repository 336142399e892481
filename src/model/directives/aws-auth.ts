import type { Directive } from '../directive-use.ts';
import { addRules } from './add-rules.ts';

interface CognitoArguments {
  readonly groups: readonly string[] | undefined;
}

const read: Directive<CognitoArguments>['read'] = (values) => ({ groups: values.texts('cognito_groups') });

/** AppSync's own directives become rules: of the named groups, or of every member without them. */
const apply: NonNullable<Directive<CognitoArguments>['onType']> = ({ groups }, site) => {
  const operations = ['get', 'list', 'create', 'update', 'delete'] as const;
  addRules(site, [
    groups
      ? { allow: 'groups', operations, groups, groupClaim: 'cognito:groups' }
      : { allow: 'private', operations },
  ]);
};

export const aws_auth: Directive<CognitoArguments> = {
  sdl: `
"""Lets members of these groups in."""
directive @aws_auth(cognito_groups: [String!]!) on OBJECT | FIELD_DEFINITION`,
  read,
  onType: apply,
  onField: apply,
};

export const aws_cognito_user_pools: Directive<CognitoArguments> = {
  sdl: `
"""Lets every signed-in member of the tenant in, or those of these groups."""
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION`,
  read,
  onType: apply,
  onField: apply,
};
