import type * as S3 from '@aws-sdk/client-s3';

import type { S3Calls } from './bucket.ts';
import { directOf, type FilePlace, folderOf, keyOf, placeOf, uploadsOf } from './file-keys.ts';

/** What S3 knows of an object. */
export interface ObjectFacts {
  readonly size: number;
  readonly contentType: string;
  /** How a client says that it has encoded the bytes, such as `gzip`. No signature prevents that. */
  readonly contentEncoding: string | null;
  /** SHA-256 in base64. Of a file in parts it is that of their checksums and ends in their number: `…=-3`. */
  readonly sha256: string | null;
  readonly etag: string;
}

/** A part that S3 has received. */
export interface ReceivedPart {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly sha256: string;
}

/** An object in a list. */
export interface ListedObject {
  readonly place: FilePlace;
  readonly size: number;
}

/** Calls on the objects of one tenant's files. All throw what the calls of a bucket throw. */
export interface ObjectCalls {
  /** Returns what S3 knows of an object, or null if there is none. */
  head(place: FilePlace): Promise<ObjectFacts | null>;
  /** Returns the bytes of an object from one place to before another, or to its end. */
  range(place: FilePlace, from: number, to: number): Promise<Uint8Array>;
  /** Returns an object as it arrives. */
  stream(place: FilePlace): Promise<AsyncIterable<Uint8Array>>;
  /** Writes an object, or replaces it. */
  put(place: FilePlace, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Begins an upload in parts, and returns its id at S3. */
  beginParts(place: FilePlace, contentType: string): Promise<string>;
  /** Uploads a part, and returns it. */
  putPart(place: FilePlace, multipart: string, number: number, bytes: Uint8Array): Promise<ReceivedPart>;
  /** Returns the parts that S3 has received, by their numbers, or null if the upload has ended. */
  parts(place: FilePlace, multipart: string): Promise<readonly ReceivedPart[] | null>;
  /** Makes one object of the parts. Does nothing if the upload has ended. */
  completeParts(place: FilePlace, multipart: string, parts: readonly ReceivedPart[]): Promise<void>;
  /** Ends an upload in parts and deletes those that S3 has received. Does nothing if it has ended. */
  abortParts(place: FilePlace, multipart: string): Promise<void>;
  /** Deletes all objects of an upload, one of its thumbnails, or one direct file. Ignores missing ones. */
  remove(file: FilePlace): Promise<void>;
  /** Lists the objects of uploads or of direct files, at most 1,000 in a page. */
  pages(of: 'uploads' | 'direct'): AsyncGenerator<readonly ListedObject[]>;
}

/** Returns the calls on a tenant's objects, in the bucket of files. */
export function objectCalls(Bucket: string, tenant: string, call: S3Calls): ObjectCalls {
  const at = (place: FilePlace): { readonly Bucket: string; readonly Key: string } => ({
    Bucket,
    Key: keyOf(tenant, place),
  });
  const list = async function* (Prefix: string): AsyncGenerator<readonly S3._Object[]> {
    for (let ContinuationToken: string | undefined; ;) {
      const input = { Bucket, Prefix, ...(ContinuationToken !== undefined && { ContinuationToken }) };
      const found = await call((sdk, client) => client.send(new sdk.ListObjectsV2Command(input)));
      yield found.Contents ?? [];
      ContinuationToken = found.NextContinuationToken;
      if (ContinuationToken === undefined) return;
    }
  };
  return {
    head: async (place) => {
      const found = await call((sdk, client) =>
        client
          .send(new sdk.HeadObjectCommand({ ...at(place), ChecksumMode: 'ENABLED' }))
          .catch(nullIf(MISSING)),
      );
      if (!found) {
        // S3 says 403 of a missing object too: see `bucket.ts`. This list throws if it was a denial.
        const { Key: Prefix } = at(place);
        await call((sdk, client) =>
          client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 })),
        );
        return null;
      }
      const { ContentLength = 0, ContentType = '', ContentEncoding = null } = found;
      const { ChecksumSHA256 = null, ETag = '' } = found;
      return {
        size: ContentLength,
        contentType: ContentType,
        contentEncoding: ContentEncoding,
        sha256: ChecksumSHA256,
        etag: ETag,
      };
    },
    range: (place, from, to) =>
      call(async (sdk, client) => {
        const { Body } = await client.send(
          new sdk.GetObjectCommand({ ...at(place), Range: `bytes=${from}-${to - 1}` }),
        );
        return Body ? Body.transformToByteArray() : new Uint8Array();
      }),
    stream: (place) =>
      call(async (sdk, client) => {
        const { Body } = await client.send(new sdk.GetObjectCommand(at(place)));
        return (Body ?? []) as AsyncIterable<Uint8Array>;
      }),
    put: async (place, Body, ContentType) => {
      const input = { ...at(place), Body, ContentType, ChecksumAlgorithm: 'SHA256' } as const;
      await call((sdk, client) => client.send(new sdk.PutObjectCommand(input)));
    },
    beginParts: async (place, ContentType) => {
      const input = { ...at(place), ContentType, ChecksumAlgorithm: 'SHA256' } as const;
      const { UploadId } = await call((sdk, client) =>
        client.send(new sdk.CreateMultipartUploadCommand(input)),
      );
      if (UploadId === undefined) throw new Error('S3 began an upload in parts without an id.');
      return UploadId;
    },
    putPart: async (place, UploadId, number, Body) => {
      const input = {
        ...at(place),
        UploadId,
        PartNumber: number,
        Body,
        ChecksumAlgorithm: 'SHA256',
      } as const;
      const { ETag = '', ChecksumSHA256 = '' } = await call((sdk, client) =>
        client.send(new sdk.UploadPartCommand(input)),
      );
      return { number, size: Body.byteLength, etag: ETag, sha256: ChecksumSHA256 };
    },
    parts: async (place, UploadId) => {
      const received: ReceivedPart[] = [];
      for (let PartNumberMarker: string | undefined; ;) {
        const input = { ...at(place), UploadId, ...(PartNumberMarker !== undefined && { PartNumberMarker }) };
        const page = await call((sdk, client) =>
          client.send(new sdk.ListPartsCommand(input)).catch(nullIf(ENDED)),
        );
        if (!page) return null;
        for (const { PartNumber = 0, Size = 0, ETag = '', ChecksumSHA256 = '' } of page.Parts ?? [])
          received.push({ number: PartNumber, size: Size, etag: ETag, sha256: ChecksumSHA256 });
        if (!page.IsTruncated) return received;
        PartNumberMarker = page.NextPartNumberMarker;
      }
    },
    completeParts: async (place, UploadId, parts) => {
      const Parts = parts.map(({ number, etag, sha256 }) => ({
        PartNumber: number,
        ETag: etag,
        ChecksumSHA256: sha256,
      }));
      const input = { ...at(place), UploadId, MultipartUpload: { Parts } };
      await call((sdk, client) =>
        client.send(new sdk.CompleteMultipartUploadCommand(input)).catch(nullIf(ENDED)),
      );
    },
    abortParts: async (place, UploadId) => {
      await call((sdk, client) =>
        client.send(new sdk.AbortMultipartUploadCommand({ ...at(place), UploadId })).catch(nullIf(ENDED)),
      );
    },
    remove: async (file) => {
      if ('path' in file || file.width !== undefined) {
        await call((sdk, client) => client.send(new sdk.DeleteObjectCommand(at(file))));
        return;
      }
      for await (const page of list(folderOf(tenant, file.id))) {
        if (page.length === 0) continue;
        const Delete = { Objects: page.map(({ Key }) => ({ Key })), Quiet: true };
        const { Errors: [failed] = [] } = await call((sdk, client) =>
          client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete })),
        );
        if (failed) throw Object.assign(new Error(failed.Message), { name: failed.Code });
      }
    },
    pages: async function* (of) {
      for await (const page of list(of === 'uploads' ? uploadsOf(tenant) : directOf(tenant))) {
        yield page.flatMap(({ Key = '', Size = 0 }) => {
          const place = placeOf(tenant, Key);
          return place ? [{ place, size: Size }] : [];
        });
      }
    },
  };
}

/** A missing object. A HEAD has no document with the error's name. */
const MISSING = (status: number): boolean => status === 404 || status === 403;
/** An upload in parts that was completed or aborted. */
const ENDED = (status: number): boolean => status === 404;

/** Returns null in place of an error of S3 with such a status. */
function nullIf(is: (status: number) => boolean): (error: unknown) => null {
  return (error) => {
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    if (is($metadata?.httpStatusCode ?? 0)) return null;
    throw error;
  };
}
