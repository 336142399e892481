/** A request of HTTP. The SDK's clients make the same, so that both use one sender. */
export interface HttpRequest {
  readonly method: string;
  /** `https:` */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpResponse {
  readonly statusCode: number;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or a stream of them. */
  readonly body?: unknown;
}

/** The sender of a client: the `requestHandler` of the SDK's clients has this shape. */
export interface HttpHandler {
  handle(
    request: HttpRequest,
    options?: { readonly abortSignal?: AbortSignal | undefined },
  ): Promise<{ readonly response: HttpResponse }>;
}
