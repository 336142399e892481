import type * as aws from '@aws-sdk/client-cognito-identity-provider';

import { CognitoError } from '../cognito-error.ts';
import type { Pool } from '../pool.ts';
import { text, type RequestBody } from '../request-body.ts';

/** The operations of the local pool, with AWS's type of each answer. No others exist. */
export interface Answers {
  AdminAddUserToGroup: aws.AdminAddUserToGroupCommandOutput;
  AdminCreateUser: aws.AdminCreateUserCommandOutput;
  AdminDeleteUser: aws.AdminDeleteUserCommandOutput;
  AdminDisableUser: aws.AdminDisableUserCommandOutput;
  AdminEnableUser: aws.AdminEnableUserCommandOutput;
  AdminGetUser: aws.AdminGetUserCommandOutput;
  AdminListGroupsForUser: aws.AdminListGroupsForUserCommandOutput;
  AdminRemoveUserFromGroup: aws.AdminRemoveUserFromGroupCommandOutput;
  AdminSetUserPassword: aws.AdminSetUserPasswordCommandOutput;
  AdminUpdateUserAttributes: aws.AdminUpdateUserAttributesCommandOutput;
  AdminUserGlobalSignOut: aws.AdminUserGlobalSignOutCommandOutput;
  AssociateSoftwareToken: aws.AssociateSoftwareTokenCommandOutput;
  ChangePassword: aws.ChangePasswordCommandOutput;
  ConfirmForgotPassword: aws.ConfirmForgotPasswordCommandOutput;
  ConfirmSignUp: aws.ConfirmSignUpCommandOutput;
  CreateGroup: aws.CreateGroupCommandOutput;
  DeleteUser: aws.DeleteUserCommandOutput;
  DescribeUserPool: aws.DescribeUserPoolCommandOutput;
  DescribeUserPoolClient: aws.DescribeUserPoolClientCommandOutput;
  ForgotPassword: aws.ForgotPasswordCommandOutput;
  GetTokensFromRefreshToken: aws.GetTokensFromRefreshTokenCommandOutput;
  GetUser: aws.GetUserCommandOutput;
  GetUserAttributeVerificationCode: aws.GetUserAttributeVerificationCodeCommandOutput;
  GlobalSignOut: aws.GlobalSignOutCommandOutput;
  InitiateAuth: aws.InitiateAuthCommandOutput;
  ListGroups: aws.ListGroupsCommandOutput;
  ListUsers: aws.ListUsersCommandOutput;
  ListUsersInGroup: aws.ListUsersInGroupCommandOutput;
  ResendConfirmationCode: aws.ResendConfirmationCodeCommandOutput;
  RespondToAuthChallenge: aws.RespondToAuthChallengeCommandOutput;
  RevokeToken: aws.RevokeTokenCommandOutput;
  SetUserMFAPreference: aws.SetUserMFAPreferenceCommandOutput;
  SignUp: aws.SignUpCommandOutput;
  UpdateUserAttributes: aws.UpdateUserAttributesCommandOutput;
  VerifySoftwareToken: aws.VerifySoftwareTokenCommandOutput;
  VerifyUserAttribute: aws.VerifyUserAttributeCommandOutput;
}

export type OperationName = keyof Answers;

/** The answer of an operation as it is on the wire, where a date is a number of seconds. */
export type Answer<Name extends OperationName> = Wire<Omit<Answers[Name], '$metadata'>>;

/**
 * An operation: it reads its fields from the body, changes the pool, and returns an answer or throws a
 * CognitoError.
 */
export type Operation<Name extends OperationName> = (
  pool: Pool,
  body: RequestBody,
) => Answer<Name> | Promise<Answer<Name>>;

export type Operations<Name extends OperationName = OperationName> = {
  readonly [Each in Name]: Operation<Each>;
};

type Wire<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T;

/** Checks that a body names the app client. Operations for clients call it first. */
export function checkClient(pool: Pool, body: RequestBody): void {
  const clientId = text(body, 'ClientId');
  if (clientId !== pool.clientId) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
}

/** Checks that a body names the pool. Operations for administrators call it first. */
export function checkPool(pool: Pool, body: RequestBody): void {
  const userPoolId = text(body, 'UserPoolId');
  if (userPoolId !== pool.userPoolId) {
    throw new CognitoError('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`);
  }
}
