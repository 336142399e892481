import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** The parts of a request of an AWS SDK that this room reads. */
export interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How an SDK client sends: what it takes for `requestHandler`. */
export interface SdkHandler {
  handle(request: SdkRequest, options?: unknown): Promise<{ readonly response: SdkResponse }>;
}

/** The body of a request as text. */
export async function bodyOf({ body }: SdkRequest): Promise<string> {
  if (body instanceof Readable) return text(body);
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return typeof body === 'string' ? body : '';
}

export function respond(
  statusCode: number,
  contentType: string,
  body: string,
): { readonly response: SdkResponse } {
  const headers = { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)) };
  return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } };
}

/** The access key that signed a request (Signature Version 4: `Credential=<key>/<date>/…`). */
export function accessKeyOf({ headers }: SdkRequest): string {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
