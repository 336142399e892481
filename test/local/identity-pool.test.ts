import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { openIdentityPool, type IdentityPool } from '../../src/local-cloud/identity-pool/index.ts';
import { localS3 } from '../../src/local-cloud/s3/index.ts';
import { IDENTITY_POOL_ID } from '../../src/local/data-directory/index.ts';
import {
  ada,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';
import { outcomeOf, region } from './iam-rig.ts';
import { openArchiveRig, type ArchiveRig } from './s3-rig.ts';

const Bucket = 'files';
const provider = `cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;

let users: CognitoServer;
let rig: ArchiveRig;
let pool: IdentityPool;
let now: number;
let folder: string;
beforeEach(async () => {
  now = Date.now();
  users = await startCognito({ now: () => now });
  await users.cognito.putUser({ ...ada, attributes: { 'custom:tenantId': 'acme' } });
  rig = await openArchiveRig(undefined, undefined, () => now);
  folder = await mkdtemp(join(tmpdir(), 'tenantql-files-'));
  pool = openIdentityPool({
    identityPoolId: IDENTITY_POOL_ID,
    provider: { name: provider, userPoolId, clientId, users: users.cognito },
    principalTags: { TenantId: 'custom:tenantId' },
    role: rig.iam.roleOf('direct-files'),
    sessions: rig.iam.sessions,
  });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rig.close();
  await users.close();
});

interface Answer {
  readonly __type?: string;
  readonly message?: string;
  readonly IdentityId?: string;
  readonly Credentials?: {
    readonly AccessKeyId: string;
    readonly SecretKey: string;
    readonly SessionToken: string;
    readonly Expiration: number;
  };
}

async function call(operation: string, input: object | string): Promise<Answer> {
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  const { status, headers, ...answer } = await pool.handle({
    target: `AWSCognitoIdentityService.${operation}`,
    body,
  });
  const parsed = JSON.parse(answer.body) as Answer;
  expect([status, headers['x-amzn-errortype']]).toEqual(
    parsed.__type ? [400, parsed.__type] : [200, undefined],
  );
  return parsed;
}
const idOf = (token: string, name = provider): Promise<Answer> =>
  call('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins: { [name]: token } });
const credentialsOf = (IdentityId: string | undefined, token: string, more: object = {}): Promise<Answer> =>
  call('GetCredentialsForIdentity', { IdentityId, Logins: { [provider]: token }, ...more });

async function sessionOf(token: string): Promise<S3Client> {
  const { IdentityId } = await idOf(token);
  const { Credentials: given } = await credentialsOf(IdentityId, token);
  const { judge, keyRequest } = rig.iam;
  const requestHandler = localS3({ buckets: [{ name: Bucket }], folder, region, judge, keyRequest });
  return new S3Client({
    region,
    maxAttempts: 1,
    requestHandler,
    credentials: {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    },
  });
}

test('a user keeps the same identity, and gets keys that end after an hour', async () => {
  const { IdToken } = await signInByPassword(users);
  const { IdentityId } = await idOf(IdToken);
  expect(IdentityId).toMatch(/^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(await idOf((await signInByPassword(users)).IdToken)).toEqual({ IdentityId });
  const { Credentials } = await credentialsOf(IdentityId, IdToken);
  expect(Credentials?.Expiration).toBeCloseTo(now / 1000 + 3600, 3);
});

test('a session reaches the files of the tenant in the token, and no other object', async () => {
  const { IdToken } = await signInByPassword(users);
  const client = await sessionOf(IdToken);
  const put = (Key: string) => outcomeOf(() => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
  const list = (Prefix: string) => outcomeOf(() => client.send(new ListObjectsV2Command({ Bucket, Prefix })));
  expect(await put('files/acme/a')).toBe('answered');
  expect(await list('files/acme/')).toBe('answered');
  for (const key of ['files/globex/a', 'files/acme2/a', 'files/a', 'uploads/acme/a', 'a'])
    expect([key, await put(key)]).toEqual([key, 'AccessDenied']);
  for (const prefix of ['files/globex/', 'files/acme', 'files/', 'uploads/acme/', ''])
    expect([prefix, await list(prefix)]).toEqual([prefix, 'AccessDenied']);
  now += 3_601_000;
  expect(await put('files/acme/a')).toBe('ExpiredToken');
});

test('a user without a tenant gets no keys', async () => {
  const bob = { username: 'bob', email: 'bob@example.com', password: 'Correct-horse-2' };
  await users.cognito.putUser(bob);
  const { IdToken } = await signInByPassword(users, bob.username, bob.password);
  const { IdentityId } = await idOf(IdToken);
  expect((await credentialsOf(IdentityId, IdToken)).__type).toBe('InvalidIdentityPoolConfigurationException');
});

test('a token of another kind, another pool, another client or no signature gets no identity', async () => {
  const { IdToken, AccessToken } = await signInByPassword(users);
  const others = [
    await startCognito({ userPoolId: 'eu-west-1_Other1', dataFile: null }),
    await startCognito({ clientId: 'other-client' }),
  ];
  const tokens = [AccessToken, `${IdToken.slice(0, -4)}AAAA`, 'x.y.z', ''];
  for (const { cognito } of others) tokens.push((await cognito.issueTokens(ada.username)).idToken);
  for (const token of tokens) expect((await idOf(token)).__type).toBe('NotAuthorizedException');
  for (const other of others) await other.close();
  expect((await idOf(IdToken, 'accounts.google.com')).__type).toBe('NotAuthorizedException');
  expect((await call('GetId', { IdentityPoolId: IDENTITY_POOL_ID })).message).toContain('Unauthenticated');
});

test('an expired token, and one of a user who is gone, get no keys', async () => {
  const { IdToken } = await signInByPassword(users);
  const { IdentityId } = await idOf(IdToken);
  await users.cognito.putUser({ ...ada, attributes: { 'custom:tenantId': 'acme' }, enabled: false });
  expect((await credentialsOf(IdentityId, IdToken)).__type).toBe('NotAuthorizedException');
  await users.cognito.putUser({ ...ada, attributes: { 'custom:tenantId': 'acme' }, enabled: true });
  now -= 7_200_000;
  const { IdToken: old } = await signInByPassword(users);
  expect((await credentialsOf(IdentityId, old)).message).toBe('Invalid login token. Token expired.');
});

test('what a pool does not know is refused', async () => {
  const { IdToken } = await signInByPassword(users);
  const { IdentityId } = await idOf(IdToken);
  const Logins = { [provider]: IdToken };
  const other = `us-east-1:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`;
  const names = await Promise.all([
    call('GetId', { IdentityPoolId: 'us-east-1:x', Logins }),
    credentialsOf(other, IdToken),
    credentialsOf(IdentityId, IdToken, { CustomRoleArn: 'arn:aws:iam::000000000000:role/tenant' }),
    call('GetOpenIdToken', { IdentityId, Logins }),
    call('toString', {}),
    call('GetId', 'no JSON'),
    call('GetId', { IdentityPoolId: 1 }),
  ]);
  expect(names.map(({ __type }) => __type)).toEqual([
    'ResourceNotFoundException',
    'NotAuthorizedException',
    'InvalidParameterException',
    'UnknownOperationException',
    'UnknownOperationException',
    'SerializationException',
    'SerializationException',
  ]);
});
