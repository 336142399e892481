import type { Directive } from '../directive.ts';
import { addRules } from './add-rules.ts';

export interface CognitoArguments {
  readonly groups: readonly string[] | undefined;
}

export const readCognito: Directive<CognitoArguments>['read'] = (values) => ({
  groups: values.texts('cognito_groups'),
});

/** Turns AppSync's own directives into rules: of the named groups, or of every member if no group is named. */
export const applyCognito: NonNullable<Directive<CognitoArguments>['onType']> = ({ groups }, site) => {
  const operations = ['get', 'list', 'listen', 'create', 'update', 'delete'] as const;
  addRules(site, [
    groups
      ? { allow: 'groups', operations, groups, groupClaim: 'cognito:groups' }
      : { allow: 'private', operations },
  ]);
};
