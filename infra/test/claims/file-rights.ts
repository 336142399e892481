import { evaluate, type IamRequest } from '../../../src/local-cloud/iam/index.ts';
import { FUNCTIONS } from '../../../src/lambda/function-names.ts';
import { rolesOf } from '../../lib/roles.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, names, policies, same, type Statement, statementsOf } from './claim.ts';

const BUCKET = /^DataFiles/;
const FILES = 'arn:aws:s3:::files';
const TAG = 'aws:PrincipalTag/TenantId';
const SCANNED = 's3:ExistingObjectTag/GuardDutyMalwareScanStatus';

/** The folders that the sessions of a role reach below the id of their tenant. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  tenant: ['uploads', 'files'],
  'direct-files': ['files'],
  ...Object.fromEntries(FUNCTIONS.map((name) => [name, []])),
};

const ACTIONS = [
  'AbortMultipartUpload',
  'DeleteObject',
  'GetObject',
  'ListMultipartUploadParts',
  'PutObject',
].map((action) => `s3:${action}`);
/** What no session may do. With the right to write tags, one could call its own file clean. */
const NEVER = [
  'BypassGovernanceRetention',
  'GetBucketPolicy',
  'ListBucketVersions',
  'PutBucketPolicy',
  'PutObjectAcl',
  'PutObjectTagging',
].map((action) => `s3:${action}`);

const TENANTS = ['acme', 'acme2', 'globex', ''];
const TAGS = ['acme', '', null];
/** The conditions of a call that comes by TLS, about an object that a scan found clean. */
const CALL = { 'aws:SecureTransport': 'true', [SCANNED]: 'NO_THREATS_FOUND' };

/** Returns the calls of a session of `acme`, of one with an empty tag and of one without: each with its own prefix or key. */
const CALLS = TAGS.flatMap((tag) => {
  const context = { ...CALL, ...(tag !== null && { [TAG]: tag }) };
  const folders = ['uploads', 'files'].flatMap((folder) =>
    TENANTS.flatMap((owner) => [`${folder}/${owner}/`, `${folder}/${owner}`]),
  );
  const places = [...folders, 'uploads/', 'files/', 'uploads', '', 'acme/', '_uploads/'];
  return places.flatMap((place) => [
    ...[...ACTIONS, ...NEVER].map((action) => ({
      tag,
      place: `${place}1/original`,
      request: { action, resource: `${FILES}/${place}1/original`, context },
    })),
    {
      tag,
      place,
      request: { action: 's3:ListBucket', resource: FILES, context: { ...context, 's3:prefix': place } },
    },
  ]);
});

/** What a write says of the way in which S3 keeps an object, and whether it may. */
const WRITTEN: readonly (readonly [header: string, value: string, isAllowed: boolean])[] = [
  ['storage-class', 'STANDARD', true],
  ['storage-class', 'GLACIER', false],
  ['storage-class', 'DEEP_ARCHIVE', false],
  ['server-side-encryption', 'aws:kms', true],
  ['server-side-encryption', 'AES256', false],
  ['server-side-encryption-customer-algorithm', 'AES256', false],
];

/** Says whether a session of a role may make a call. */
type Judge = (role: string, request: IamRequest) => boolean;

/** Returns a judge that knows the policies of a template. */
function judgeOf(template: Template): Judge {
  const roles = JSON.parse(
    JSON.stringify(rolesOf(template))
      .replaceAll('${FILES_BUCKET}', FILES)
      .replaceAll('${KEY}', 'key')
      .replaceAll('${REGION}', 'eu-central-1'),
  ) as ReturnType<typeof rolesOf>;
  return (role, request) => evaluate(roles[role]?.policies ?? [], request) === 'allowed';
}

function bucketPolicy(template: Template): Statement[] {
  const { Properties } = first(template, 'AWS::S3::BucketPolicy', BUCKET);
  return (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
}

/** Returns a statement of the bucket policy that allows a role an action. */
function allowing(template: Template, role: string, action: string): Statement {
  const found = bucketPolicy(template).find(
    ({ Principal, Action, Effect }) =>
      Effect === 'Allow' && names(Principal, role) && list(Action).includes(action),
  );
  if (!found) throw new Error(`No statement allows ${role} ${action}.`);
  return found;
}

const isScanned = (template: Template): boolean =>
  ofType(template, 'AWS::GuardDuty::MalwareProtectionPlan').length > 0;

/** Claims about who reaches which files. */
/** The life of objects in the bucket of files. */
const LIFE =
  '[{"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":2},"NoncurrentVersionExpiration":{"NoncurrentDays":1},"Status":"Enabled"}]';

export const fileRights: readonly Claim[] = [
  {
    title:
      'sessions of a tenant reach files below uploads/ and files/ of that tenant, browsers below files/ alone, and functions none',
    faults: (template) => {
      const may = judgeOf(template);
      return Object.entries(FOLDERS).flatMap(([role, folders]) =>
        CALLS.filter(({ tag, place, request }) => {
          const own = folders.some((folder) => tag === 'acme' && place.startsWith(`${folder}/acme/`));
          return may(role, request) !== (own && !NEVER.includes(request.action));
        }).map(({ tag, place, request }) => `${role} as ${String(tag)}: ${request.action} ${place}`),
      );
    },
    breakIt: (template) => {
      const listing = allowing(template, 'DirectFilesRole', 's3:ListBucket');
      if (listing.Condition)
        listing.Condition['StringLike'] = { 's3:prefix': 'files/${aws:PrincipalTag/TenantId}*' };
    },
  },
  {
    title:
      'no principal but sessions of tenants and the scanner reaches files, by the bucket policy or by a role',
    faults: (template) => [
      ...bucketPolicy(template)
        .filter(({ Effect }) => Effect === 'Allow')
        .filter(({ Principal }) => !/"(TenantRole|DirectFilesRole)/.test(JSON.stringify(Principal)))
        .map(({ Principal }) => JSON.stringify(Principal)),
      ...policies(template)
        .filter(({ role }) => !role.includes('"MalwareScanRole'))
        .flatMap(({ role, statements }) =>
          statements.filter(({ Resource }) => names(Resource, 'DataFiles')).map(() => role),
        ),
    ],
    breakIt: (template) => {
      const [id] = ofType(template, 'AWS::S3::Bucket').find(([name]) => BUCKET.test(name)) ?? [];
      const [statement] = statementsOf(template, /filesRole|graphqlRole/);
      if (statement) statement.Resource = { 'Fn::GetAtt': [id, 'Arn'] };
    },
  },
  {
    title: 'sessions that reach files may use the KMS key for their bucket, and browsers for no other',
    faults: (template) => {
      const judge = judgeOf(template);
      const may = (role: string, action: string, of: string): boolean =>
        judge(role, {
          action: `kms:${action}`,
          resource: 'key',
          context: {
            'kms:ViaService': 's3.eu-central-1.amazonaws.com',
            'kms:EncryptionContext:aws:s3:arn': of,
          },
        });
      return ['Decrypt', 'GenerateDataKey'].flatMap((action) => [
        ...['tenant', 'direct-files']
          .filter((role) => !may(role, action, FILES))
          .map((role) => `${role} may not ${action}`),
        ...(may('direct-files', action, 'arn:aws:s3:::archives') ? [`browsers ${action}`] : []),
      ]);
    },
    breakIt: (template) => {
      for (const { Condition } of statementsOf(template, /DirectFilesRole/))
        delete Condition?.['StringEquals']?.['kms:EncryptionContext:aws:s3:arn'];
    },
  },
  {
    title:
      'no session writes an object that an export could not read: in an archive class, or with another key',
    faults: (template) =>
      ['tenant', 'direct-files'].flatMap((role) =>
        WRITTEN.filter(([header, value, expected]) => {
          const context = { ...CALL, [TAG]: 'acme', [`s3:x-amz-${header}`]: value };
          const request = { action: 's3:PutObject', resource: `${FILES}/files/acme/1`, context };
          return judgeOf(template)(role, request) !== expected;
        }).map(([header, value]) => `${role}: ${header} ${value}`),
      ),
    breakIt: (template) => {
      const denied = bucketPolicy(template).filter(({ Action }) => same(Action, '"s3:PutObject"'));
      for (const { Condition } of denied) delete Condition?.['StringNotEquals'];
    },
  },
  {
    title: 'in a stage with a scan, browsers read only files that the scan found clean',
    faults: (template) =>
      ['THREATS_FOUND', 'UNSUPPORTED', null]
        .filter((result) => {
          const { [SCANNED]: _, ...call } = CALL;
          const context = { ...call, [TAG]: 'acme', ...(result !== null && { [SCANNED]: result }) };
          const request = { action: 's3:GetObject', resource: `${FILES}/files/acme/1`, context };
          return isScanned(template) && judgeOf(template)('direct-files', request);
        })
        .map(String),
    breakIt: (template) => {
      delete allowing(template, 'DirectFilesRole', 's3:GetObject').Condition?.['StringEquals'];
    },
  },
  {
    title: 'the scanner sees all new files, says what it found, and may write no file',
    faults: (template) =>
      ofType(template, 'AWS::GuardDuty::MalwareProtectionPlan').flatMap(([, { Properties }]) => {
        const writes = policies(template, /MalwareScanRole/)
          .flatMap(({ statements }) => statements)
          .filter(({ Action }) =>
            list(Action).some((one) => /^s3:(PutObject|DeleteObject)$/.test(String(one))),
          );
        return [
          ...(names(Properties['ProtectedResource'], '"ObjectPrefixes":["uploads/","files/"]')
            ? []
            : ['not all']),
          ...(same(Properties['Actions'], '{"Tagging":{"Status":"ENABLED"}}') ? [] : ['no tags']),
          ...writes
            .filter(({ Resource }) => !names(Resource, '/malware-protection-resource-validation-object"'))
            .map(({ Action }) => JSON.stringify(Action)),
        ];
      }),
    breakIt: (template) => {
      delete first(template, 'AWS::GuardDuty::MalwareProtectionPlan').Properties['Actions'];
    },
  },
  {
    title: 'a file that is deleted is gone, old versions are after a day, and parts of a browser after two',
    faults: (template) => {
      const { Properties } = first(template, 'AWS::S3::Bucket', BUCKET);
      const { Rules } = Properties['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
      return [
        ...['VersioningConfiguration', 'ObjectLockConfiguration', 'ReplicationConfiguration'].filter(
          (property) => Properties[property] !== undefined,
        ),
        ...(same(Rules, LIFE) ? [] : ['the life of objects']),
      ];
    },
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket', BUCKET).Properties['LifecycleConfiguration'] = {
        Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }],
      };
    },
  },
  {
    title: 'pages of the origins of the stage may send files, in parts too, and read the ETag of each part',
    faults: (template) => {
      const { CorsRules: [rule] = [] } = first(template, 'AWS::S3::Bucket', BUCKET).Properties[
        'CorsConfiguration'
      ] as { CorsRules?: Record<string, unknown>[] };
      return [
        ...['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].filter(
          (method) => !list(rule?.['AllowedMethods']).includes(method),
        ),
        ...(same(rule?.['ExposedHeaders'], '["ETag"]') ? [] : ['no ETag']),
        ...(list(rule?.['AllowedOrigins']).length > 0 ? [] : ['no origin']),
      ];
    },
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket', BUCKET).Properties['CorsConfiguration'] = { CorsRules: [] };
    },
  },
];
