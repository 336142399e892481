import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

import type { LocalS3 } from '../../src/local-cloud/s3/index.ts';

/** What a client sends to S3: a signed URL, and the headers that belong to it. */
export interface Signed {
  readonly method?: string | null;
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[] | null;
}

export interface S3Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Sends a signed request to the stand-in of S3 as an HTTP client does, with the length of the body. It uses no network. */
export async function sendSigned(
  s3: Pick<LocalS3, 'handle'>,
  { method, url, headers }: Signed,
  body: Uint8Array = Buffer.alloc(0),
): Promise<S3Reply> {
  const { host, hostname, pathname, searchParams } = new URL(url);
  const given = Object.fromEntries((headers ?? []).map(({ name, value }) => [name, value]));
  const length = body.byteLength > 0 ? { 'content-length': String(body.byteLength) } : {};
  const { response } = await s3.handle({
    method: method ?? (body.byteLength > 0 ? 'PUT' : 'GET'),
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...length, ...given },
    body,
  });
  const { statusCode: status, headers: answered } = response;
  return { status, headers: answered, bytes: await buffer(response.body as Readable) };
}
