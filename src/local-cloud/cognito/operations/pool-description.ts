import { readableAttributes, writableAttributes } from '../attributes.ts';
import { passwordPolicy } from '../password-policy.ts';
import { checkClient, checkPool, type Operations } from './operation.ts';

export const poolDescription: Operations<'DescribeUserPool' | 'DescribeUserPoolClient'> = {
  DescribeUserPool(pool, body) {
    checkPool(pool, body);
    return {
      UserPool: {
        Id: pool.userPoolId,
        Name: 'local',
        Arn: `arn:aws:cognito-idp:${pool.region}:000000000000:userpool/${pool.userPoolId}`,
        AliasAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: !pool.triggers.preSignUp },
        Policies: { PasswordPolicy: passwordPolicy },
        MfaConfiguration: pool.mfa === 'REQUIRED' ? 'ON' : pool.mfa,
        UserPoolTier: 'ESSENTIALS',
        EstimatedNumberOfUsers: pool.state.users.length,
      },
    };
  },

  DescribeUserPoolClient(pool, body) {
    checkPool(pool, body);
    checkClient(pool, body);
    return {
      UserPoolClient: {
        UserPoolId: pool.userPoolId,
        ClientId: pool.clientId,
        ClientName: 'local',
        ExplicitAuthFlows: [
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_USER_AUTH',
          ...(pool.rotateRefreshTokens ? [] : (['ALLOW_REFRESH_TOKEN_AUTH'] as const)),
        ],
        RefreshTokenRotation: { Feature: pool.rotateRefreshTokens ? 'ENABLED' : 'DISABLED' },
        AccessTokenValidity: pool.tokenLife,
        IdTokenValidity: pool.tokenLife,
        TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' },
        RefreshTokenValidity: 30,
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        ReadAttributes: readableAttributes,
        WriteAttributes: writableAttributes,
      },
    };
  },
};
