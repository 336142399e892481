import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Outgoing {
  /** By default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

export interface Incoming {
  /** The status of HTTP, e.g. 200. */
  readonly status: number;
  readonly text: string;
}

/**
 * Sends a request and reads the whole answer. It follows no redirect. Node loads `fetch` at its first use, which takes as
 * much CPU as the rest of a short command.
 * @throws {Error} if no whole answer comes
 */
export async function exchange(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Outgoing = {},
): Promise<Incoming> {
  const request = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = request(url, { method, headers, ...(signal && { signal }) });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(body);
  const [incoming] = await answered;
  return { status: incoming.statusCode ?? 0, text: await text(incoming) };
}

/** Returns the JSON of an answer, or an empty record if it holds none. */
export function jsonOf({ text: json }: Incoming): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
