import type { RequestInfo } from '../server/index.ts';

/** A request as a door gives it. */
export interface RestRequest {
  readonly method: string;
  /** The path below `/rest`, as the client sent it: `/v1/tasks/a%2Fb`. */
  readonly path: string;
  /** The path up to and with `/rest`, as the client sees it: `/api/rest`. */
  readonly base: string;
  /** The decoded query string. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Returns a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The body as text. Null if there is none. */
  readonly body: string | null;
  /** What the gate needs to admit the request. */
  readonly info: RequestInfo;
}

export interface RestAnswer {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
