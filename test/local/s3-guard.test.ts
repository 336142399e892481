import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';

import {
  evaluate,
  type IamRequest,
  type PolicyDocument,
  type Verdict,
} from '../../src/local-cloud/iam/index.ts';
import roles from '../../src/local/generated/roles.json';
import { scopeOf } from '../tenants.ts';
import { functions, HOUR, outcomeOf, region } from './iam-rig.ts';
import { judge } from './plain-iam.ts';
import { bucket as Bucket, openArchiveRig, type ArchiveRig } from './s3-rig.ts';

let rig: ArchiveRig;
beforeAll(async () => {
  rig = await openArchiveRig();
  for (const tenant of ['acme', 'globex', 'acme2'])
    await rig.archivesOf('work').of(scopeOf(tenant)).write('export/manifest.json', Buffer.from(tenant));
  await rig.archivesOf('operator').uploads.write('sent/manifest.json', Buffer.from('sent'));
});
afterAll(() => rig.close());

type Call = (client: S3Client) => Promise<unknown>;
type Credentials = NonNullable<ConstructorParameters<typeof S3Client>[0]>['credentials'];

function clientOf(credentials: Credentials): S3Client {
  const { requestHandler } = rig.bucketOptionsOf('graphql');
  return new S3Client({
    region,
    maxAttempts: 1,
    ...(credentials && { credentials }),
    ...(requestHandler && { requestHandler }),
  } as S3ClientConfig);
}

const get =
  (Key: string): Call =>
  (to) =>
    to.send(new GetObjectCommand({ Bucket, Key }));
const put =
  (Key: string): Call =>
  (to) =>
    to.send(new PutObjectCommand({ Bucket, Key, Body: 'new' }));
const list =
  (Prefix?: string): Call =>
  (to) =>
    to.send(new ListObjectsV2Command({ Bucket, ...(Prefix !== undefined && { Prefix }) }));
/** Deletes objects. @throws the first error, because S3 returns one result for each key. */
const remove =
  (...keys: string[]): Call =>
  async (to) => {
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors = [] } = await to.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (Errors[0]) throw Object.assign(new Error(Errors[0].Message), { name: Errors[0].Code });
  };

/** The calls that a session of the tenant acme may make. */
const allowed: readonly [string, Call][] = [
  ['get of its own', get('acme/export/manifest.json')],
  ['put of its own', put('acme/export/new')],
  ['list of its own', list('acme/')],
  ['list of a folder of its own', list('acme/export/')],
  ['deletion of its own', remove('acme/export/new', 'acme/export/never')],
];
const denied: readonly [string, Call][] = [
  ['get of another tenant', get('globex/export/manifest.json')],
  ['get of a missing object of another tenant', get('globex/export/never')],
  ['get of a tenant whose id has the same prefix', get('acme2/export/manifest.json')],
  ['get of the folder itself', get('acme')],
  ['get of an upload of operators', get('_uploads/sent/manifest.json')],
  ['put of another tenant', put('globex/export/manifest.json')],
  ['put of a tenant whose id has the same prefix', put('acme2/export/manifest.json')],
  ['put of an upload', put('_uploads/sent/manifest.json')],
  ['put outside all folders', put('manifest.json')],
  ['put below a folder without a name', put('/export')],
  ['list of another tenant', list('globex/')],
  ['list of all tenants whose ids have the same prefix', list('acme')],
  ['list of everything', list('')],
  ['list without a prefix', list()],
  ['list of the uploads of operators', list('_uploads/')],
  ['deletion of another tenant', remove('globex/export/manifest.json')],
  ['deletion of its own and of another tenant', remove('acme/export/none', 'globex/export/manifest.json')],
  ['deletion of an upload of operators', remove('_uploads/sent/manifest.json')],
];
const session = (tags: Readonly<Record<string, string>>): S3Client =>
  clientOf(rig.iam.sessions.assume(rig.iam.roleOf('tenant'), { name: 'x', tags, seconds: HOUR }));

/** Returns the content of the bucket, read around the policies. */
async function everything(): Promise<unknown> {
  const operator = rig.archivesOf('operator');
  const read = (tenant: string): Promise<unknown> => operator.readOf(tenant).read('export/manifest.json');
  const sent = await operator.uploads.read('sent/manifest.json');
  return [sent, ...(await Promise.all(['acme', 'globex', 'acme2'].map(read)))].map(String);
}

describe('a session of the tenant role', () => {
  it.each(allowed)('may make a %s', async (_what, call) => {
    expect(await outcomeOf(() => call(session({ TenantId: 'acme' })))).toBe('answered');
  });

  it.each(denied)('may not make a %s', async (_what, call) => {
    const before = await everything();
    expect(await outcomeOf(() => call(session({ TenantId: 'acme' })))).toBe('AccessDenied');
    expect(await everything()).toEqual(before);
  });

  it.each([...allowed, ...denied])(
    'may not make a %s when its tag is missing or empty',
    async (_what, call) => {
      for (const tags of [{}, { TenantId: '' }, { Tenant: 'acme' }])
        expect(await outcomeOf(() => call(session(tags)))).toBe('AccessDenied');
    },
  );

  it('learns that an object is missing only from a list, as on AWS for callers who may not list the bucket', async () => {
    const client = session({ TenantId: 'acme' });
    expect(await outcomeOf(() => get('acme/export/never')(client))).toBe('AccessDenied');
    expect(await rig.archivesOf('work').of(scopeOf('acme')).read('export/never')).toBeNull();
  });
});

it('the local S3 rejects an unknown access key', async () => {
  const client = clientOf({ accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'x' });
  expect(await outcomeOf(() => list()(client))).toBe('InvalidAccessKeyId');
});

it.each<[string, Call, readonly string[]]>([
  ['get of an archive', get('acme/export/manifest.json'), ['operator']],
  ['put of an archive', put('acme/export/manifest.json'), []],
  ['deletion of an archive', remove('acme/export/manifest.json'), []],
  ['list of the archives of a tenant', list('acme/'), ['operator']],
  ['list of everything', list(), ['operator']],
  ['get of an upload', get('_uploads/sent/manifest.json'), ['operator', 'work']],
  ['list of the uploads', list('_uploads/'), ['operator', 'work']],
  ['put of an upload by an operator', put('_uploads/sent/new'), ['operator']],
  ['deletion of an upload', remove('_uploads/sent/new'), ['work']],
])('a %s is allowed only for the functions whose code needs it', async (_what, call, wanted) => {
  const before = await everything();
  const may: string[] = [];
  for (const role of functions) {
    const outcome = await outcomeOf(() => call(clientOf(rig.iam.credentialsOf(role))));
    if (outcome === 'answered') may.push(role);
    else expect(outcome).toBe('AccessDenied');
  }
  expect(may.sort()).toEqual([...wanted].sort());
  expect(await everything()).toEqual(before);
});

describe('the role for files, which browsers get from the identity pool', () => {
  const files = 'arn:aws:s3:::files';
  const policies = JSON.parse(
    JSON.stringify(roles['direct-files'].policies).replaceAll('${FILES_BUCKET}', files),
  ) as PolicyDocument[];
  const object = (action: string, key: string): Omit<IamRequest, 'context'> & { prefix?: string } => ({
    action: `s3:${action}`,
    resource: `${files}/${key}`,
  });
  const listing = (prefix?: string) => ({
    action: 's3:ListBucket',
    resource: files,
    ...(prefix !== undefined && { prefix }),
  });
  const ask = (
    { prefix, ...asked }: ReturnType<typeof object>,
    tags: Readonly<Record<string, string>>,
  ): Verdict => {
    const known = Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value]);
    const context = {
      ...(Object.fromEntries(known) as Record<string, string>),
      ...(prefix !== undefined && { 's3:prefix': prefix }),
    };
    const verdict = evaluate(policies, { ...asked, context });
    const statements = policies.flatMap(({ Statement }) => Statement);
    expect(judge(statements, { ...asked, context })).toBe(verdict);
    return verdict;
  };
  const own: readonly [string, ReturnType<typeof object>][] = [
    ['get of its own', object('GetObject', 'files/acme/a.png')],
    ['put of its own', object('PutObject', 'files/acme/deep/a.png')],
    ['deletion of its own', object('DeleteObject', 'files/acme/a.png')],
    ['list of its own', listing('files/acme/')],
  ];

  it.each(own)('allows a %s', (_what, asked) => {
    expect(ask(asked, { TenantId: 'acme' })).toBe('allowed');
  });

  it.each<[string, ReturnType<typeof object>]>([
    ['get of another tenant', object('GetObject', 'files/globex/a.png')],
    ['get of a tenant whose id has the same prefix', object('GetObject', 'files/acme2/a.png')],
    ['put of another tenant', object('PutObject', 'files/globex/a.png')],
    ['get outside the folder of files', object('GetObject', 'acme/a.png')],
    ['get of a version', object('GetObjectVersion', 'files/acme/a.png')],
    ['list of another tenant', listing('files/globex/')],
    ['list of all tenants whose ids have the same prefix', listing('files/acme')],
    ['list of everything', listing('')],
    ['list without a prefix', listing()],
  ])('denies a %s', (_what, asked) => {
    expect(ask(asked, { TenantId: 'acme' })).toBe('implicitly denied');
  });

  it.each([...own, ['list of a tenant without a name', listing('files//')] as const])(
    'denies a %s to a session whose tag is missing or empty',
    (_what, asked) => {
      for (const tags of [{}, { TenantId: '' }, { Tenant: 'acme' }])
        expect(ask(asked, tags)).toBe('implicitly denied');
    },
  );
});
