/** Limits of a WebSocket API (Amazon API Gateway quotas, "API Gateway quotas for configuring and running a WebSocket API"). */
export interface SocketLimits {
  /** Maximum bytes of a frame of a client. */
  readonly frameBytes: number;
  /** Maximum bytes of a message in either direction. */
  readonly messageBytes: number;
  /** Milliseconds without a message in either direction after which a connection ends. */
  readonly idleMs: number;
  /** Milliseconds after which every connection ends. */
  readonly lifeMs: number;
}

export const socketLimits: SocketLimits = {
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  idleMs: 10 * 60_000,
  lifeMs: 2 * 60 * 60_000,
};

/** Codes by which the gateway closes a connection (RFC 6455, 7.4.1). No code of an application's own exists on AWS. */
export const closeCodes = {
  /** The API closes it, or it has reached an age limit. */
  normal: 1000,
  /** This process ends. */
  goingAway: 1001,
  /** A client sent a binary frame, which WebSocket APIs do not support. */
  unsupported: 1003,
  tooBig: 1009,
} as const;
