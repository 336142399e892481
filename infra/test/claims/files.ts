import { ofType } from '../synthesise.ts';
import { type Claim, first, names, same, trustOf } from './claim.ts';

/** Claims about the sessions of browsers, and about buckets. */
export const files: readonly Claim[] = [
  {
    title: 'only users with a tenant who are signed in at this identity pool may assume the role for files',
    faults: (template) =>
      trustOf(first(template, 'AWS::IAM::Role', /^DirectFilesRole/))
        .filter(
          ({ Condition }) =>
            !names(Condition?.['StringEquals']?.['cognito-identity.amazonaws.com:aud'], 'DirectFilesPool') ||
            Condition?.['ForAnyValue:StringLike']?.['cognito-identity.amazonaws.com:amr'] !==
              'authenticated' ||
            Condition['Null']?.['aws:RequestTag/TenantId'] !== 'false',
        )
        .map(({ Action }) => JSON.stringify(Action)),
    breakIt: (template) => {
      for (const { Condition } of trustOf(first(template, 'AWS::IAM::Role', /^DirectFilesRole/)))
        delete Condition?.['StringEquals'];
    },
  },
  {
    title: 'the identity pool rejects guests and takes the tenant only from the token',
    faults: (template) => [
      ...ofType(template, 'AWS::Cognito::IdentityPool').flatMap(([id, { Properties }]) => [
        ...(Properties['AllowUnauthenticatedIdentities'] === false ? [] : [`${id}: guests`]),
        ...(Properties['AllowClassicFlow'] === false ? [] : [`${id}: classic`]),
        ...(names(Properties['CognitoIdentityProviders'], '"ServerSideTokenCheck":true')
          ? []
          : [`${id}: revoked tokens`]),
      ]),
      ...ofType(template, 'AWS::Cognito::IdentityPoolPrincipalTag')
        .filter(
          ([, { Properties }]) =>
            Properties['UseDefaults'] !== false ||
            !same(Properties['PrincipalTags'], '{"TenantId":"custom:tenantId"}'),
        )
        .map(([id]) => id),
    ],
    breakIt: (template) => {
      first(template, 'AWS::Cognito::IdentityPoolPrincipalTag').Properties['PrincipalTags'] = {
        TenantId: 'name',
      };
    },
  },
  {
    title: 'buckets block public access, require TLS and are encrypted',
    faults: (template) =>
      ofType(template, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) => {
        const policy = ofType(template, 'AWS::S3::BucketPolicy').find(([, bucket]) =>
          names(bucket.Properties['Bucket'], id),
        );
        return [
          ...(same(Object.values(Properties['PublicAccessBlockConfiguration'] ?? {}), '[true,true,true,true]')
            ? []
            : [`${id}: public`]),
          ...(names(policy?.[1].Properties, '{"aws:SecureTransport":"false"}') ? [] : [`${id}: no TLS`]),
          ...(Properties['BucketEncryption'] ? [] : [`${id}: in plain`]),
        ];
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::S3::Bucket');
      Properties['PublicAccessBlockConfiguration'] = { BlockPublicAcls: true };
    },
  },
];
