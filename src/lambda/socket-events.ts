/** What API Gateway sends for a message, the begin or the end of a connection. The schedule sends an empty event. */
export interface SocketEvent {
  readonly requestContext?: {
    /** `$connect`, `$disconnect`, `$default`, or the type of the message. */
    readonly routeKey: string;
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    readonly connectionId: string;
    readonly requestId: string;
    readonly identity?: { readonly sourceIp?: string };
  };
  /** Only an event of `$connect` has headers and parameters. */
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  /** Only an event of a message has a body. */
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** What API Gateway gets. It sends the body to the client if the route has a response, and the headers at `$connect` alone. */
export interface SocketResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Lambda's remaining time. */
export interface SocketTime {
  getRemainingTimeInMillis(): number;
}

export type SocketHandler = (event: SocketEvent, time?: SocketTime) => Promise<SocketResult>;
