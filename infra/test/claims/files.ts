import { ofType } from '../synthesise.ts';
import { type Claim, first, names, policies, same, statementsOf, trustOf } from './claim.ts';

/** Who reaches files, and how. */
export const files: readonly Claim[] = [
  {
    title: 'files are reached below the tag of the session and a slash, and by sessions with a tag only',
    faults: (template) =>
      policies(template, /DirectFilesRole/)
        .flatMap(({ statements }) => statements)
        .filter(({ Action }) => names(Action, 's3:'))
        .flatMap(({ Action, Resource, Condition }) => {
          const own = 'files/${aws:PrincipalTag/TenantId}/*';
          const listing = names(Action, 's3:ListBucket');
          return [
            ...(listing || names(Resource, `/${own}`) ? [] : [`objects: ${JSON.stringify(Resource)}`]),
            ...(!listing || same(Condition?.['StringLike']?.['s3:prefix'], JSON.stringify([own]))
              ? []
              : ['any prefix']),
            ...(Condition?.['Null']?.['aws:PrincipalTag/TenantId'] === 'false' ? [] : ['no tag']),
          ];
        }),
    breakIt: (template) => {
      const listing = statementsOf(template, /DirectFilesRole/).find(({ Action }) =>
        names(Action, 's3:ListBucket'),
      );
      if (listing?.Condition)
        listing.Condition['StringLike'] = { 's3:prefix': ['files/${aws:PrincipalTag/TenantId}*'] };
    },
  },
  {
    title: 'the role of files is for whoever is signed in at this identity pool, and has a tenant',
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
    title: 'the identity pool knows nobody who is not signed in, and takes the tenant from the token alone',
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
    title: 'buckets are closed to the public, speak TLS alone, and are encrypted',
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
