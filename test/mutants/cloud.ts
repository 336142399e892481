import type { Mutant } from './mutant.ts';

const presigned = ['test/local/s3-presigned.test.ts', ''] as const;
const policies = ['test/local/s3-policies.test.ts', ''] as const;
const identities = ['test/local/identity-pool.test.ts', ''] as const;

/** Walls of the bucket of files on a laptop: signatures, policies and the identity pool. */
export const cloud: readonly Mutant[] = [
  {
    title: 'the local S3 takes every signature for genuine',
    file: 'src/local-cloud/iam/verify-signature.ts',
    text: 'if (!same)',
    by: 'if (!same && given.signature === wanted)',
    noticed: presigned,
  },
  {
    title: 'a signed URL never expires',
    file: 'src/local-cloud/iam/verify-signature.ts',
    text: 'if (age > given.expires * 1000)',
    by: 'if (age > given.expires * 1e6)',
    noticed: presigned,
  },
  {
    title: 'a signed URL needs no session token',
    file: 'src/local-cloud/iam/verify-signature.ts',
    text: 'if (given.token !== key.sessionToken)',
    by: 'if (given.token !== null && given.token !== key.sessionToken)',
    noticed: presigned,
  },
  {
    title: 'a client may add headers that are not signed',
    file: 'src/local-cloud/iam/verify-signature.ts',
    text: "(name === 'host' || name.startsWith('x-amz-'))",
    by: "name === 'host'",
    noticed: presigned,
  },
  {
    title: 'the local S3 asks no policy of a bucket',
    file: 'src/local-cloud/s3/call.ts',
    text: 'call.signer.firstDenied(asked, bucket.policy)',
    by: 'call.signer.firstDenied(asked)',
    noticed: policies,
  },
  {
    title: 'an object is written over although its write demands a new key',
    file: 'src/local-cloud/s3/conditions.ts',
    text: 'if (noneMatch !== null && current) throw failed();',
    by: '',
    noticed: presigned,
  },
  {
    title: 'the local S3 stores bytes with another checksum',
    file: 'src/local-cloud/s3/body/receive.ts',
    text: 'if (claimed.value !== value) throw badDigest(claimed.algorithm);',
    by: '',
    noticed: presigned,
  },
  {
    title: 'the identity pool asks no trust policy',
    file: 'src/local-cloud/identity-pool/identity-pool.ts',
    text: 'if (!isTrusted(role, ACTIONS, context))',
    by: 'if (!isTrusted(role, [], context))',
    noticed: identities,
  },
  {
    title: 'the identity pool gives keys of the identity of another user',
    file: 'src/local-cloud/identity-pool/identity-pool.ts',
    text: 'if (IdentityId !== identityOf(login))',
    by: "if (IdentityId === '' && identityOf(login) !== '')",
    noticed: identities,
  },
  {
    title: 'the identity pool asks the user pool for no user',
    file: 'src/local-cloud/identity-pool/logins.ts',
    text: 'if (!user?.enabled)',
    by: 'if (!user)',
    noticed: identities,
  },
];
