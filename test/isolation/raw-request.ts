import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request whose path is sent as it is written: `fetch` would resolve `..` in it. */
export interface RawRequest {
  readonly url: string;
  /** Replaces the path of the URL. */
  readonly path?: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The code of an error of S3: `AccessDenied`. */
  readonly code: string | null;
}

/** Sends a request over HTTP, and returns the whole answer. */
export function sendRaw({ url, path, method, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port, pathname, search } = new URL(url);
  // Node writes no length of a body of GET and DELETE by itself.
  const all = { ...(body && { 'content-length': String(body.length) }), ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: path ?? `${pathname}${search}`, headers: all, agent: false },
      (response) => {
        buffer(response).then((bytes) => {
          const [, code = null] = /<Code>(\w+)<\/Code>/.exec(bytes.toString('latin1')) ?? [];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, code });
        }, reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
