import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** The parts of an SDK's request that this room reads. */
export interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The sender of an SDK client: its `requestHandler`. */
export interface SdkHandler {
  handle(request: SdkRequest, options?: unknown): Promise<{ readonly response: SdkResponse }>;
}

/** Returns the body of a request. */
export async function bytesOf({ body }: SdkRequest): Promise<Uint8Array> {
  if (body instanceof Readable) return buffer(body);
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : '');
}

/** Returns the body of a request as text. */
export async function bodyOf(request: SdkRequest): Promise<string> {
  return typeof request.body === 'string' ? request.body : new TextDecoder().decode(await bytesOf(request));
}

export function respond(
  statusCode: number,
  contentType: string,
  body: string | Uint8Array,
  more: Readonly<Record<string, string>> = {},
): { readonly response: SdkResponse } {
  const bytes = Buffer.from(body);
  const headers = { 'content-type': contentType, 'content-length': String(bytes.length), ...more };
  return { response: { statusCode, headers, body: Readable.from([bytes]) } };
}

/** Returns the access key that signed a request (Signature Version 4: `Credential=<key>/<date>/…`). */
export function accessKeyOf({ headers }: Pick<SdkRequest, 'headers'>): string {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
