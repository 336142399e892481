import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

import { beforeAbort } from './before-abort.ts';
import type { FetchCredentials } from './credentials.ts';
import { endpointOf } from './endpoint.ts';
import type { HttpHandler } from './http.ts';
import { sign } from './sign.ts';

/** A service of AWS that is called by signed requests. */
export interface ServiceOptions {
  /** The service's name in its host and in signatures, e.g. `dynamodb`. */
  readonly service: string;
  readonly region: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:8000`. */
  readonly endpoint?: string | undefined;
  readonly connections: HttpHandler;
}

export interface ServiceCall {
  /** `POST` by default. */
  readonly method?: string | undefined;
  /** The path below that of the endpoint, with its parts encoded; the root by default. */
  readonly path?: string | undefined;
  /** The headers of the protocol, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly credentials: FetchCredentials;
  readonly signal?: AbortSignal | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Whether the answer showed that this computer's clock is wrong, which the next call takes into account. */
  readonly clockSkewCorrected: boolean;
}

/** Makes one attempt of a call. */
export type Service = (call: ServiceCall) => Promise<ServiceAnswer>;

/** Milliseconds by which the clocks may differ, as for the SDK: AWS refuses requests beyond it. */
const MAX_SKEW = 300_000;

/** Opens a service. It corrects the time of its signatures by the `Date` of the answers. */
export function openService({ service, region, endpoint, connections }: ServiceOptions): Service {
  const { protocol, hostname, port, host, pathname } = new URL(endpoint ?? endpointOf(service, region));
  const address = { protocol, hostname, ...(port && { port: Number(port) }) };
  let skew = 0;
  const correct = (date: string | undefined): boolean => {
    const there = Date.parse(date ?? '');
    if (!(Math.abs(there - Date.now() - skew) >= MAX_SKEW)) return false;
    skew = there - Date.now();
    return true;
  };
  return async ({ method = 'POST', path: below, headers, body, credentials, signal }) => {
    const path = below === undefined ? '/' : pathname.replace(/\/$/, '') + below;
    const found = credentials();
    const key = found instanceof Promise ? await beforeAbort(found, signal) : found;
    const signed = sign({ method, path, host, region, service, headers, body }, key, Date.now() + skew);
    const length = String(Buffer.byteLength(body));
    const request = { ...address, method, path, headers: { ...signed, 'content-length': length }, body };
    const { response } = await connections.handle(request, { abortSignal: signal });
    return {
      status: response.statusCode,
      headers: response.headers,
      bytes: await bytesOf(response.body),
      clockSkewCorrected: correct(response.headers['date']),
    };
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : buffer(body as Readable);
}
