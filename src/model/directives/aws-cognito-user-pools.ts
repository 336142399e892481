import type { Directive } from '../directive.ts';
import { applyCognito, type CognitoArguments, readCognito } from './cognito-rules.ts';

/** Reads AppSync's rule for an API with several modes. */
export const aws_cognito_user_pools: Directive<CognitoArguments> = {
  sdl: `
"""Lets every signed-in member of the tenant in, or those of these groups."""
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION`,
  read: readCognito,
  onType: applyCognito,
  onField: applyCognito,
};
