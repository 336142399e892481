import { createHash } from 'node:crypto';

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type GetObjectCommandInput,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';

import { objectSigner } from '../../src/store/files/object-signer.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/+=', sessionToken: 'a+token/=' };
const REGION = 'eu-central-1';
const BUCKET = 'files';
const TIME = Date.UTC(2026, 10, 29, 21, 15);
const SIGNED = new Set(['content-type', 'content-length', 'if-none-match', 'x-amz-checksum-sha256']);

const sdk = new S3Client({
  region: REGION,
  credentials: CREDENTIALS,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});
const signer = objectSigner(
  { region: REGION, publicUrl: () => `https://${BUCKET}.s3.${REGION}.amazonaws.com`, now: () => TIME },
  'acme',
  () => Promise.resolve(CREDENTIALS),
);
const options = {
  expiresIn: 600,
  signingDate: new Date(TIME),
  signableHeaders: SIGNED,
  unhoistableHeaders: SIGNED,
};
/** The SDK gives each part a content type, which a client need not send. */
const ofPart = {
  ...options,
  signableHeaders: new Set([...SIGNED].filter((name) => name !== 'content-type')),
};
const Key = 'uploads/acme/f-1/original';
const sha256 = createHash('sha256').update('hello').digest('base64');

/** Returns the parameters of a URL that the SDK's presigner and ours must share. */
function signedParts(url: string): object {
  const { origin, pathname, searchParams } = new URL(url);
  // The SDK names the call for proxies, which no signature needs; it is compared in the request that it signs.
  return { origin, pathname, query: Object.fromEntries([...searchParams].sort()) };
}

describe('a signed request', () => {
  it('is that of the SDK for an upload', async () => {
    const command = new PutObjectCommand({
      Bucket: BUCKET,
      Key,
      ContentLength: 5,
      ContentType: 'image/png',
      ChecksumSHA256: sha256,
      IfNoneMatch: '*',
    });
    dropCallName(command.middlewareStack);
    const { url, headers } = await signer.signPut('f-1', { size: 5, contentType: 'image/png', sha256 }, 600);
    expect(signedParts(url)).toEqual(signedParts(await getSignedUrl(sdk, command, options)));
    expect(headers).toEqual({
      'content-type': 'image/png',
      'if-none-match': '*',
      'x-amz-checksum-sha256': sha256,
    });
  });

  it('is that of the SDK for a part', async () => {
    const command = new UploadPartCommand({
      Bucket: BUCKET,
      Key,
      PartNumber: 3,
      UploadId: 'an id/+',
      ContentLength: 5,
      ChecksumSHA256: sha256,
    });
    dropCallName(command.middlewareStack);
    const { url } = await signer.signPart('f-1', 'an id/+', { number: 3, size: 5, sha256 }, 600);
    expect(signedParts(url)).toEqual(signedParts(await getSignedUrl(sdk, command, ofPart)));
  });

  it('is that of the SDK for a download of any name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (name) => {
        const facts = { name, contentType: 'text/plain', disposition: 'attachment' } as const;
        const { url } = await signer.signGet({ path: 'a folder/ä+b.txt' }, facts, 600);
        const { searchParams } = new URL(url);
        const input: GetObjectCommandInput = {
          Bucket: BUCKET,
          Key: 'files/acme/a folder/ä+b.txt',
          ResponseCacheControl: searchParams.get('response-cache-control') ?? undefined,
          ResponseContentDisposition: searchParams.get('response-content-disposition') ?? undefined,
          ResponseContentType: 'text/plain',
        };
        const command = new GetObjectCommand(input);
        dropCallName(command.middlewareStack);
        const theirs = await getSignedUrl(sdk, command, options);
        expect(signedParts(url)).toEqual(signedParts(theirs));
      }),
      { numRuns: 50 },
    );
  });

  it('ends with its session', async () => {
    const left = 100;
    const short = objectSigner(
      { region: REGION, publicUrl: () => 'https://files', now: () => TIME },
      'acme',
      () => Promise.resolve({ ...CREDENTIALS, expiration: new Date(TIME + left * 1000) }),
    );
    const facts = { name: 'a', contentType: 'text/plain', disposition: 'attachment' } as const;
    const { url, expiresAt } = await short.signGet({ id: 'f-1' }, facts, 900);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(left));
    expect(expiresAt).toBe(TIME + left * 1000);
  });
});

/** Lets the SDK leave out the parameter `x-id`, which names the call for proxies and which S3 ignores. */
function dropCallName(stack: PutObjectCommand['middlewareStack'] | object): void {
  (stack as PutObjectCommand['middlewareStack']).add(
    (next) => (args) => {
      const { query } = args.request as { readonly query: Record<string, string> };
      delete query['x-id'];
      return next(args);
    },
    { step: 'build' },
  );
}
