import { openArchives } from '../../src/store/index.ts';
import { keyRequests, openJudge, openSessions } from '../../src/local-cloud/iam/index.ts';
import { type Roles } from '../../src/local/data-directory/index.ts';
import templates from '../../src/local/generated/roles.json';
import { scopeOf } from '../tenants.ts';
import { functions, region } from './iam-rig.ts';
import { openArchiveRig, type ArchiveRig } from './s3-rig.ts';

const template = templates as unknown as Roles;
type RoleName = keyof Roles;
const MANIFEST = 'export/manifest.json';

/** Returns the roles of the template, with one role's rights on the KMS key changed or, for null, removed. */
function rolesWith(name: RoleName, change: (statement: string) => string | null): Roles {
  const policies = template[name].policies.map((policy) => ({
    ...policy,
    Statement: policy.Statement.flatMap((statement) => {
      const text = JSON.stringify(statement);
      const changed = text.includes('"kms:') ? change(text) : text;
      return changed === null ? [] : [JSON.parse(changed) as typeof statement];
    }),
  }));
  return { ...template, [name]: { ...template[name], policies } };
}

const without = (name: RoleName, service: string): Roles =>
  rolesWith(name, (text) => (text.includes(`"${service}.`) ? null : text));

let whole: ArchiveRig;
beforeAll(async () => {
  whole = await openArchiveRig();
  await whole.archivesOf('work').of(scopeOf('acme')).write(MANIFEST, Buffer.from('acme'));
  await whole.archivesOf('operator').uploads.write(MANIFEST, Buffer.from('sent'));
});
afterAll(() => whole.close());

const get = { name: 'GetItem', input: { Key: { pk: 'TENANT#x', sk: 'META' } } } as const;
const row = { name: 'GetItem', input: { Key: { __pk: 'T#acme#Task', __sk: 'x' } } } as const;

it.each(functions.filter((name) => name !== 'operator-authorizer' && name !== 'changes'))(
  'the function %s cannot read the control table without a right on the KMS key',
  async (role) => {
    const { iam } = await openArchiveRig(without(role, 'dynamodb'), whole.folder);
    // Each function may get a tenant, so only the KMS key denies the call.
    await expect(iam.controlSend(role)(get)).rejects.toMatchObject({
      name: 'AccessDenied',
      principal: `arn:aws:iam::000000000000:role/${role}`,
      action: 'kms:Decrypt',
    });
  },
);

it.each<[string, Roles]>([
  ['without a right on the KMS key', without('tenant', 'dynamodb')],
  ['with a right only through S3', rolesWith('tenant', (text) => text.replace('"dynamodb.', '"s3.'))],
  [
    'with a right only in another region',
    rolesWith('tenant', (text) => text.replace('${REGION}', 'us-west-2')),
  ],
  [
    'with a right only on another key',
    rolesWith('tenant', (text) => text.replace('${KEY}', 'arn:aws:kms:x:1:key/y')),
  ],
  ['with a right that lacks kms:Decrypt', rolesWith('tenant', (text) => text.replace('"kms:Decrypt",', ''))],
])('a tenant cannot read a row %s', async (_what, roles) => {
  const { iam } = await openArchiveRig(roles, whole.folder);
  await expect(iam.sendOf('graphql')(scopeOf('acme'))(row)).rejects.toMatchObject({
    name: 'AccessDenied',
    principal: 'arn:aws:sts::000000000000:assumed-role/tenant/acme',
    action: 'kms:Decrypt',
  });
});

it.each<[string, Roles]>([
  ['without a right on the KMS key', without('tenant', 's3')],
  ['with a right only through DynamoDB', rolesWith('tenant', (text) => text.replace('"s3.', '"dynamodb.'))],
  [
    'with a right only for another bucket',
    rolesWith('tenant', (text) => text.replace('${ARCHIVE_BUCKET}', 'arn:aws:s3:::other')),
  ],
])('a tenant %s cannot write or read archives but can delete them', async (_what, roles) => {
  const { archivesOf } = await openArchiveRig(roles, whole.folder);
  const archives = archivesOf('work').of(scopeOf('acme'));
  await expect(archives.write('new', Buffer.from('x'))).rejects.toMatchObject({
    name: 'AccessDenied',
    action: 'kms:GenerateDataKey',
  });
  await expect(archives.read(MANIFEST)).rejects.toMatchObject({ action: 'kms:Decrypt' });
  expect(await archives.list('')).toEqual([MANIFEST]);
  await archives.remove('none');
});

it('operators and jobs cannot read uploads, and operators cannot write them, without a right on the KMS key', async () => {
  for (const role of ['operator', 'work'] as const) {
    const { archivesOf } = await openArchiveRig(without(role, 's3'), whole.folder);
    await expect(archivesOf(role).uploads.read(MANIFEST)).rejects.toMatchObject({ action: 'kms:Decrypt' });
  }
  const { archivesOf } = await openArchiveRig(without('operator', 's3'), whole.folder);
  await expect(archivesOf('operator').uploads.write('x', Buffer.from('x'))).rejects.toMatchObject({
    action: 'kms:GenerateDataKey',
  });
});

it('a function that acts for no tenant gets no archives of a tenant', async () => {
  const { bucketOptionsOf } = whole;
  const archives = openArchives(bucketOptionsOf('operator'), null);
  await expect(archives.of(scopeOf('acme')).read(MANIFEST)).rejects.toThrow('acts for no tenant');
  expect(await archives.readOf('acme').read(MANIFEST)).toEqual(new Uint8Array(Buffer.from('acme')));
});

it('rights on a KMS key are evaluated once in a session, all other rights for each call', () => {
  const keyRequest = keyRequests({ arn: 'arn:aws:kms:eu-central-1:000000000000:key/local', region });
  const Statement = [{ Effect: 'Allow', Action: ['kms:Decrypt', 's3:GetObject'], Resource: '*' } as const];
  const policies = [{ Statement }];
  const sessions = openSessions();
  const role = { arn: 'arn:aws:iam::000000000000:role/x', trust: { Statement: [] }, policies };
  const headers = { authorization: `Credential=${sessions.ofRole(role).accessKeyId}/x` };
  const opening = keyRequest({ action: 'Decrypt', service: 's3', of: 'x', named: 'aws:s3:arn' });
  const reading = { action: 's3:GetObject', resource: 'x', context: {} };
  const signer = openJudge(sessions).signerOf({ headers });
  if (typeof signer === 'string') throw new Error(signer);
  expect(signer.firstDenied([opening, reading])).toBeNull();
  Statement.pop();
  expect(signer.firstDenied([opening])).toBeNull();
  expect(signer.firstDenied([opening, reading])).toBe(reading);
  const other = keyRequest({
    action: 'Decrypt',
    service: 'dynamodb',
    of: 'x',
    named: 'aws:dynamodb:tableName',
  });
  expect(signer.firstDenied([other])).toBe(other);
});
