import { ofType } from '../synthesise.ts';
import { type Claim, first, list, names, same } from './claim.ts';

/** Claims about sign-in and tokens. */
export const identity: readonly Claim[] = [
  {
    title: 'the attributes that a user may write are listed, and the tenant is not one of them',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPoolClient').flatMap(([id, { Properties }]) => {
        const written = Properties['WriteAttributes'];
        if (!Array.isArray(written) || written.length === 0) return [`${id}: everything`];
        return written
          .filter((name) => String(name).startsWith('custom:'))
          .map((name) => `${id}: ${String(name)}`);
      }),
    breakIt: (template) => {
      delete first(template, 'AWS::Cognito::UserPoolClient').Properties['WriteAttributes'];
    },
  },
  {
    title: 'no user pool has a tenant or a role as an attribute',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPool').flatMap(([id, { Properties }]) =>
        list(Properties['Schema'])
          .map((attribute) => String((attribute as { Name?: string }).Name))
          .filter((name) => /tenant|role/i.test(name))
          .map((name) => `${id}: ${name}`),
      ),
    breakIt: (template) => {
      (first(template, 'AWS::Cognito::UserPool').Properties['Schema'] as unknown[]).push({
        Name: 'tenantId',
        Mutable: true,
      });
    },
  },
  {
    title: 'operators need an authenticator and can be created only by an administrator',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPool')
        .filter(([id]) => id.startsWith('IdentityOperators'))
        .flatMap(([, { Properties }]) => [
          ...(Properties['MfaConfiguration'] === 'ON' ? [] : ['no second factor']),
          ...(same(Properties['EnabledMfas'], '["SOFTWARE_TOKEN_MFA"]') ? [] : ['by SMS']),
          ...(names(Properties['AdminCreateUserConfig'], '"AllowAdminCreateUserOnly":true')
            ? []
            : ['self sign-up']),
        ]),
    breakIt: (template) => {
      first(template, 'AWS::Cognito::UserPool', /^IdentityOperators/).Properties['MfaConfiguration'] =
        'OPTIONAL';
    },
  },
  {
    title: 'every user pool with sign-up has the trigger that requires an invitation',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPool')
        .filter(
          ([, { Properties }]) =>
            !names(Properties['AdminCreateUserConfig'], '"AllowAdminCreateUserOnly":true'),
        )
        .filter(
          ([, { Properties }]) =>
            !names(
              (Properties['LambdaConfig'] as Record<string, unknown> | undefined)?.['PreSignUp'],
              'presignup',
            ),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Cognito::UserPool', /^IdentityUsers/);
      delete (Properties['LambdaConfig'] as Record<string, unknown>)['PreSignUp'];
    },
  },
  {
    title: 'the pre-token trigger has version 2, which can change access tokens',
    faults: (template) => {
      const { Properties } = first(template, 'AWS::Cognito::UserPool', /^IdentityUsers/);
      const { PreTokenGenerationConfig: config } = Properties['LambdaConfig'] as Record<
        string,
        Record<string, unknown>
      >;
      return config?.['LambdaVersion'] === 'V2_0' && names(config['LambdaArn'], 'pretoken')
        ? []
        : ['another trigger'];
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Cognito::UserPool', /^IdentityUsers/);
      (Properties['LambdaConfig'] as Record<string, Record<string, unknown>>)['PreTokenGenerationConfig'] = {
        LambdaVersion: 'V1_0',
      };
    },
  },
  {
    title:
      'clients sign in by SRP only and have no secret, and tokens last at most an hour and can be revoked',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPoolClient').flatMap(([id, { Properties }]) => [
        ...list(Properties['ExplicitAuthFlows'])
          .filter((flow) => flow !== 'ALLOW_USER_SRP_AUTH' && flow !== 'ALLOW_REFRESH_TOKEN_AUTH')
          .map((flow) => `${id}: ${String(flow)}`),
        ...(Properties['GenerateSecret'] === false ? [] : [`${id}: a secret`]),
        ...(Number(Properties['AccessTokenValidity']) <= 60 ? [] : [`${id}: long-lived`]),
        ...(Properties['EnableTokenRevocation'] === true ? [] : [`${id}: not revocable`]),
        ...(Properties['PreventUserExistenceErrors'] === 'ENABLED' ? [] : [`${id}: tells who exists`]),
        ...list(Properties['AllowedOAuthFlows'] ?? [])
          .filter((flow) => flow !== 'code')
          .map((flow) => `${id}: ${String(flow)}`),
      ]),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Cognito::UserPoolClient');
      Properties['ExplicitAuthFlows'] = ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'];
    },
  },
  {
    title: 'the outputs have the pools and the endpoint that the command line reads (src/cli/sign-in)',
    faults: ({ Outputs }) =>
      Object.entries({
        OperatorEndpoint: 'OperatorsApi',
        OperatorPoolId: 'IdentityOperators',
        OperatorPoolClientId: 'IdentityOperatorsConsole',
        UserPoolId: 'IdentityUsers',
        UserPoolClientId: 'IdentityUsersWeb',
      })
        .filter(([output, resource]) => !names(Outputs[output], `{"Ref":"${resource}`))
        .map(([output]) => output),
    breakIt: ({ Outputs }) => {
      Outputs['OperatorPoolId'] = Outputs['UserPoolId'];
    },
  },
];
