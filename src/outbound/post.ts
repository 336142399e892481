import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

import type { CheckedAddress } from './resolve-target.ts';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of a call. The server's words are not in it: its answer is read and forgotten. */
export type Posted =
  | {
      readonly status: number;
      /** The header `retry-after` as the server sent it. */
      readonly retryAfter: string | null;
    }
  | {
      readonly status: null;
      /** A sentence for the person who chose the URL. */
      readonly error: string;
      /** Whether no call was made, because the policy does not allow the server. */
      readonly refused: boolean;
    };

/** The most bytes of an answer's headers. */
const MAX_HEADERS = 16 * 1024;
/** The most bytes of an answer's body that are read. Then the connection is closed; the status counts. */
const MAX_ANSWER = 64 * 1024;

const USER_AGENT = 'TenantQL-Webhooks/1';

/** Posts a body to one of a server's checked addresses, on a connection of its own. */
export function post(
  url: URL,
  addresses: readonly CheckedAddress[],
  { headers, body }: PostRequest,
  { signal, ca }: { readonly signal: AbortSignal; readonly ca: string | undefined },
): Promise<Posted> {
  const content = Buffer.from(body);
  const options = {
    method: 'POST',
    headers: {
      'user-agent': USER_AGENT,
      'content-type': 'application/json; charset=utf-8',
      'content-length': content.length,
      ...headers,
    },
    lookup: pinnedTo(addresses),
    // An agent would keep connections, and with them addresses that were checked for an earlier call.
    agent: false as const,
    maxHeaderSize: MAX_HEADERS,
    insecureHTTPParser: false,
    signal,
  };
  return new Promise((resolve) => {
    const onError = (error: Error): void => {
      resolve({ status: null, error: sentenceOf(error, signal), refused: false });
    };
    const onAnswer = (answer: IncomingMessage): void => {
      const posted = postedOf(answer);
      // What comes after the status decides nothing.
      const settle = (): void => {
        resolve(posted);
      };
      call.off('error', onError).on('error', settle);
      answer.once('close', settle).once('error', settle);
      readSome(answer);
    };
    let call: ClientRequest;
    try {
      call =
        url.protocol === 'http:'
          ? plainRequest(url, options)
          : secureRequest(url, { ...options, ...(ca && { ca }) });
    } catch (error) {
      onError(error as Error);
      return;
    }
    call.once('response', onAnswer).on('error', onError);
    // No switch of protocols was asked for.
    call.once('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve({ status: 101, retryAfter: null });
    });
    call.end(content);
  });
}

function postedOf({ statusCode = 0, headers }: IncomingMessage): Posted {
  return { status: statusCode, retryAfter: headers['retry-after'] ?? null };
}

/** Reads an answer to its end, or to the most bytes of it. */
function readSome(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', ({ length }: Buffer) => {
    bytes += length;
    if (bytes > MAX_ANSWER) answer.destroy();
  });
}

/** Returns a look-up that knows the checked addresses alone. */
function pinnedTo(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all || !first) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The server refuses the connection.',
  ECONNRESET: 'The server ended the connection.',
  EPIPE: 'The server ended the connection.',
  ETIMEDOUT: 'The server does not answer.',
  EHOSTUNREACH: 'The server cannot be reached.',
  ENETUNREACH: 'The server cannot be reached.',
  HPE_HEADER_OVERFLOW: 'The headers of the answer are too large.',
};

/** Returns what went wrong, without an address or a word of the server. */
function sentenceOf(error: Error, signal: AbortSignal): string {
  if (signal.aborted) return 'The server did not answer in time.';
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code.startsWith('HPE_') && code !== 'HPE_HEADER_OVERFLOW') return 'The answer is no HTTP.';
  if (/CERT|TLS|SSL|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code))
    return `The server's certificate or TLS is not accepted (${code}).`;
  return SENTENCES[code] ?? 'The server cannot be reached.';
}
