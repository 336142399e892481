import type { Directive } from '../directive.ts';
import { applyCognito, type CognitoArguments, readCognito } from './cognito-rules.ts';

/** Reads AppSync's rule for an API whose default mode is a user pool. */
export const aws_auth: Directive<CognitoArguments> = {
  sdl: `
"""Lets members of these groups in."""
directive @aws_auth(cognito_groups: [String!]!) on OBJECT | FIELD_DEFINITION`,
  read: readCognito,
  onType: applyCognito,
  onField: applyCognito,
};
