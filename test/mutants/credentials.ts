import type { Mutant } from './mutant.ts';

const broken = ['test/isolation/broken-archives.test.ts', ''] as const;
const buckets = ['test/local/s3-guard.test.ts', ''] as const;
const keys = ['test/local/key-rights.test.ts', ''] as const;

/** Walls that IAM builds: archives, buckets and the key. */
export const credentials: readonly Mutant[] = [
  {
    title: 'a list of archives includes tenants whose ids have the same prefix',
    file: 'src/store/files/archives.ts',
    text: "folder === '' ? `${root}/` :",
    by: "folder === '' ? root :",
    noticed: broken,
  },
  {
    title: "archives are read with the function's own credentials",
    file: 'src/store/files/archives.ts',
    text: 'filesIn(tenantId, (call) => asTenant(tenantId, call))',
    by: 'filesIn(tenantId, (call) => asTenant && asOneself(call))',
    noticed: broken,
  },
  {
    title: 'the local S3 checks no policy',
    file: 'src/local-cloud/s3/call.ts',
    text: "if (denied) throw new S3Failure(403, 'AccessDenied', denial(call.signer, denied));",
    by: '',
    noticed: buckets,
  },
  {
    title: 'DeleteObjects in the local S3 checks no policy',
    file: 'src/local-cloud/s3/operations/delete-objects.ts',
    text: "need(call, [objectRequest('DeleteObject', call.bucket.name, key, call.context)]);",
    by: "objectRequest('DeleteObject', call.bucket.name, key, call.context);",
    noticed: buckets,
  },
  {
    title: 'a list in the local S3 is allowed for every prefix',
    file: 'src/local-cloud/s3/permissions.ts',
    text: "'s3:prefix': prefix }),\n      ...(delimiter",
    by: "'s3:prefix': `${'acme/'}` }),\n      ...(delimiter",
    noticed: buckets,
  },
  {
    title: 'the local S3 reveals to every caller that an object is missing',
    file: 'src/local-cloud/s3/call.ts',
    text: 'need(call, [listAllRequest(bucket.name, context)], bucket);',
    by: '',
    noticed: buckets,
  },
  {
    title: 'a table does not check the rights on its KMS key',
    file: 'src/local-cloud/iam/guard.ts',
    text: '[...asked, ...decryption(asked, tables, keyRequest)]',
    by: '[...asked, ...decryption(asked, tables, keyRequest).slice(9)]',
    noticed: keys,
  },
  {
    title: 'a KMS key of one service is usable through another',
    file: 'src/local-cloud/iam/key-requests.ts',
    text: '`${service}.${region}.amazonaws.com`',
    by: 'service && [`s3.${region}.amazonaws.com`, `dynamodb.${region}.amazonaws.com`]',
    noticed: keys,
  },
];
