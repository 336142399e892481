import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, names, policies, same, type Statement, statementsOf } from './claim.ts';

const BUCKET = /^DataArchives/;
const OWN = '${aws:PrincipalTag/TenantId}/*';
const UPLOADS = '_uploads/*';

/** Returns the statements of the bucket policy that allow actions. */
function allowed(template: Template): Statement[] {
  const { Properties } = first(template, 'AWS::S3::BucketPolicy', BUCKET);
  const { Statement: statements } = Properties['PolicyDocument'] as { Statement: Statement[] };
  return statements.filter(({ Effect }) => Effect === 'Allow');
}

/** Returns the statements of the bucket policy that allow a role actions. */
function allowedTo(template: Template, role: string): Statement[] {
  return allowed(template).filter(({ Principal }) => names(Principal, role));
}

/** Returns the statement that allows a role an action; undefined if there is none. */
function statementOf(template: Template, role: string, action: string): Statement | undefined {
  return allowedTo(template, role).find(({ Action }) => list(Action).includes(action));
}

function ends({ Resource }: Statement, folder: string): boolean {
  return JSON.stringify(Resource).endsWith(`"/${folder}"]]}`);
}

/** Claims about access to archives. */
export const archives: readonly Claim[] = [
  {
    title: 'sessions of a tenant have access to archives only below their tag and a slash',
    faults: (template) =>
      allowedTo(template, 'TenantRole').flatMap((statement) => {
        const { Action, Condition } = statement;
        const listing = names(Action, 's3:ListBucket');
        return [
          ...(listing || ends(statement, OWN) ? [] : [`objects: ${JSON.stringify(statement.Resource)}`]),
          ...(!listing || Condition?.['StringLike']?.['s3:prefix'] === OWN ? [] : ['any prefix']),
          ...(Condition?.['Null']?.['aws:PrincipalTag/TenantId'] === 'false' ? [] : ['no tag']),
          ...(Condition?.['StringNotEquals']?.['aws:PrincipalTag/TenantId'] === '' ? [] : ['an empty tag']),
        ];
      }),
    breakIt: (template) => {
      const listing = statementOf(template, 'TenantRole', 's3:ListBucket');
      if (listing?.Condition) listing.Condition['StringLike'] = { 's3:prefix': OWN.replace('/*', '*') };
    },
  },
  {
    title:
      'under their own roles, only operators write uploads and only jobs delete them, and none writes archives',
    faults: (template) =>
      allowed(template)
        .filter(({ Principal }) => !names(Principal, 'TenantRole'))
        .flatMap((statement) => {
          const { Action, Principal } = statement;
          const writes = list(Action).filter((action) => !/^s3:(GetObject|ListBucket)$/.test(String(action)));
          const mine = names(Principal, 'operatorRole') ? 's3:PutObject' : 's3:DeleteObject';
          return [
            ...writes.filter((action) => action !== mine).map((action) => `${String(action)} by another`),
            ...(writes.length === 0 || ends(statement, UPLOADS) ? [] : ['anywhere']),
          ];
        }),
    breakIt: (template) => {
      const sending = statementOf(template, 'operatorRole', 's3:PutObject');
      if (sending) sending.Resource = statementOf(template, 'operatorRole', 's3:GetObject')?.Resource;
    },
  },
  {
    title: 'under their own role, jobs may read uploads but no archive of a tenant',
    faults: (template) =>
      allowedTo(template, 'workRole')
        .filter((statement) =>
          names(statement.Action, 's3:ListBucket')
            ? statement.Condition?.['StringLike']?.['s3:prefix'] !== UPLOADS
            : !ends(statement, UPLOADS),
        )
        .map(({ Action }) => JSON.stringify(Action)),
    breakIt: (template) => {
      delete statementOf(template, 'workRole', 's3:ListBucket')?.Condition;
    },
  },
  {
    title: 'no other principal has access to archives, by the bucket policy or by a role',
    faults: (template) => [
      ...allowed(template)
        .filter(({ Principal }) => !/"(TenantRole|operatorRole|workRole)/.test(JSON.stringify(Principal)))
        .map(({ Principal }) => JSON.stringify(Principal)),
      ...policies(template).flatMap(({ role, statements }) =>
        statements.filter(({ Resource }) => names(Resource, 'DataArchives')).map(() => role),
      ),
    ],
    breakIt: (template) => {
      const [id] = ofType(template, 'AWS::S3::Bucket').find(([name]) => BUCKET.test(name)) ?? [];
      const [statement] = statementsOf(template, /graphqlRole/);
      if (statement) statement.Resource = { 'Fn::GetAtt': [id, 'Arn'] };
    },
  },
  {
    title: 'a purge can list and delete the archives of its tenant, and no copy of a deleted archive remains',
    faults: (template) => [
      ...['s3:DeleteObject', 's3:ListBucket']
        .filter((action) => !statementOf(template, 'TenantRole', action))
        .map((action) => `no ${action}`),
      ...['VersioningConfiguration', 'ObjectLockConfiguration', 'ReplicationConfiguration'].filter(
        (property) => first(template, 'AWS::S3::Bucket', BUCKET).Properties[property] !== undefined,
      ),
    ],
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket', BUCKET).Properties['VersioningConfiguration'] = {
        Status: 'Enabled',
      };
    },
  },
  {
    title: 'each role that may read or write archives may use the KMS key for this bucket only',
    faults: (template) =>
      [
        ['TenantRole', 's3:GetObject', 'kms:Decrypt'],
        ['TenantRole', 's3:PutObject', 'kms:GenerateDataKey'],
        ['operatorRole', 's3:GetObject', 'kms:Decrypt'],
        ['operatorRole', 's3:PutObject', 'kms:GenerateDataKey'],
        ['workRole', 's3:GetObject', 'kms:Decrypt'],
      ].flatMap(([role = '', action = '', needed = '']) => {
        const opens = statementsOf(template, new RegExp(role)).some(
          ({ Action, Condition }) =>
            list(Action).includes(needed) &&
            names(Condition?.['StringEquals']?.['kms:ViaService'], 's3.') &&
            names(Condition?.['StringEquals']?.['kms:EncryptionContext:aws:s3:arn'], 'DataArchives'),
        );
        return statementOf(template, role, action) && opens ? [] : [`${role}: ${action}`];
      }),
    breakIt: (template) => {
      for (const { Action, Condition } of statementsOf(template, /operatorRole/))
        if (names(Action, 'kms:')) delete Condition?.['StringEquals']?.['kms:EncryptionContext:aws:s3:arn'];
    },
  },
  {
    title: 'files and archives are encrypted with the KMS key of the stack',
    faults: (template) =>
      ofType(template, 'AWS::S3::Bucket')
        .filter(([id]) => /^Data(Files|Archives)[0-9A-F]{8}$/.test(id))
        .filter(
          ([, { Properties }]) =>
            !names(Properties['BucketEncryption'], '"SSEAlgorithm":"aws:kms"') ||
            !names(Properties['BucketEncryption'], 'DataKey') ||
            !names(Properties['BucketEncryption'], '"BucketKeyEnabled":true'),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket', BUCKET).Properties['BucketEncryption'] = {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      };
    },
  },
  {
    title: 'uploads expire after a week, and incomplete uploads after a day',
    faults: (template) => {
      const { Rules } = first(template, 'AWS::S3::Bucket', BUCKET).Properties['LifecycleConfiguration'] as {
        Rules: Record<string, unknown>[];
      };
      return [
        ...(Rules.some(({ Prefix, ExpirationInDays }) => Prefix === '_uploads/' && ExpirationInDays === 7)
          ? []
          : ['what was sent stays']),
        ...(Rules.some(({ AbortIncompleteMultipartUpload }) =>
          same(AbortIncompleteMultipartUpload, '{"DaysAfterInitiation":1}'),
        )
          ? []
          : ['unfinished uploads stay']),
      ];
    },
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket', BUCKET).Properties['LifecycleConfiguration'] = { Rules: [] };
    },
  },
];
