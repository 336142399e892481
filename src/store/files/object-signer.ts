import { encodePart } from '../aws/sign.ts';
import type { Credentials } from '../aws/credentials.ts';
import { presign } from '../aws/presign.ts';
import { type FilePlace, keyOf } from './file-keys.ts';

/** A request that a client sends to S3 by itself. */
export interface SignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  /** The headers that the client must send. An HTTP client adds host and content length by itself; both are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the signature ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The bytes of an upload, which its signature demands. */
export interface PutFacts {
  readonly size: number;
  readonly contentType: string;
  /** SHA-256 of the bytes in base64. */
  readonly sha256: string;
}

/** A part of an upload: its number from 1, its size, and SHA-256 of its bytes in base64. */
export interface PartFacts {
  readonly number: number;
  readonly size: number;
  readonly sha256: string;
}

/** What the answer to a download says. */
export interface GetFacts {
  readonly name: string;
  readonly contentType: string;
  readonly disposition: 'attachment' | 'inline';
}

/** Signs requests on the objects of one tenant's files. Each ends after a number of seconds, or with the session. */
export interface ObjectSigner {
  /** Signs the upload of a whole file. S3 refuses other bytes, and a second upload. */
  signPut(id: string, facts: PutFacts, expiresIn: number): Promise<SignedRequest>;
  /** Signs the upload of a part. */
  signPart(id: string, multipart: string, part: PartFacts, expiresIn: number): Promise<SignedRequest>;
  /** Signs a download. The signature covers the content type and the disposition of the answer. */
  signGet(place: FilePlace, facts: GetFacts, expiresIn: number): Promise<SignedRequest>;
}

export interface SignerOptions {
  readonly region: string;
  readonly publicUrl: () => string;
  readonly now: () => number;
}

/** Returns the signer of a tenant, which signs by the tenant's session alone. */
export function objectSigner(
  { region, publicUrl, now }: SignerOptions,
  tenant: string,
  session: () => Promise<Credentials>,
): ObjectSigner {
  const sign = async (
    method: 'GET' | 'PUT',
    place: FilePlace,
    expiresIn: number,
    { query = {}, headers = {}, unsent = {} }: Partial<Record<'query' | 'headers' | 'unsent', Texts>>,
  ): Promise<SignedRequest> => {
    const credentials = await session();
    const time = now();
    const seconds = Math.min(expiresIn, secondsLeft(credentials, time));
    const url = `${publicUrl()}/${keyOf(tenant, place).split('/').map(encodePart).join('/')}`;
    const signable = { method, url, query, headers: { ...headers, ...unsent }, region, expiresIn: seconds };
    return { method, url: presign(signable, credentials, time), headers, expiresAt: time + seconds * 1000 };
  };
  return {
    signPut: (id, { size, contentType, sha256 }, expiresIn) =>
      sign('PUT', { id }, expiresIn, {
        headers: { 'content-type': contentType, 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 },
        unsent: { 'content-length': String(size) },
      }),
    signPart: (id, multipart, { number, size, sha256 }, expiresIn) =>
      sign('PUT', { id }, expiresIn, {
        query: { partNumber: String(number), uploadId: multipart },
        headers: { 'x-amz-checksum-sha256': sha256 },
        unsent: { 'content-length': String(size) },
      }),
    signGet: (place, { name, contentType, disposition }, expiresIn) =>
      sign('GET', place, expiresIn, {
        query: {
          'response-cache-control': 'private, max-age=900',
          'response-content-disposition': dispositionOf(disposition, name),
          'response-content-type': contentType,
        },
      }),
  };
}

type Texts = Readonly<Record<string, string>>;

/** Returns the whole seconds until a session ends. */
function secondsLeft({ expiration }: Credentials, time: number): number {
  return expiration ? Math.max(1, Math.floor((expiration.getTime() - time) / 1000)) : Infinity;
}

/** Writes the header with a file's name in ASCII and as it is (RFC 6266, section 4.3). */
function dispositionOf(disposition: GetFacts['disposition'], name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encodePart(name.toWellFormed())}`;
}
