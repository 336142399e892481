/** Milliseconds of a minute. */
const MINUTE = 60_000;

/** A connection that a tenant left. Times are in milliseconds since 1970. */
export interface LeftConnection {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly joinedAt: number;
  readonly leftAt: number;
}

/**
 * Returns the log line of a connection that a tenant left, from which its minutes are counted. It names the connection,
 * because equal lines count once.
 */
export function connectionLine({ tenantId, connectionId, joinedAt, leftAt }: LeftConnection) {
  const connectionMinutes = Math.max(1, Math.ceil((leftAt - joinedAt) / MINUTE));
  return {
    time: new Date(leftAt).toISOString(),
    level: 'info',
    message: 'connection',
    tenantId,
    connectionId,
    counted: 'connection',
    connectionMinutes,
  } as const;
}

/** Messages of a tenant's events that were sent. */
export interface SentEvents {
  readonly tenantId: string;
  /** The id of the first event of the batch. */
  readonly eventId: string;
  readonly messages: number;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** Returns the log line of the events of one batch and tenant, from which its messages are counted. */
export function eventsLine({ tenantId, eventId, messages, sentAt }: SentEvents) {
  return {
    time: new Date(sentAt).toISOString(),
    level: 'info',
    message: 'events',
    tenantId,
    eventId,
    counted: 'events',
    messages,
  } as const;
}

/** Bytes of one message, as API Gateway bills it (Amazon API Gateway pricing, "WebSocket APIs"). */
const MESSAGE_BYTES = 32 * 1024;

/** Returns how many messages a frame is: 32 KB or part of it. */
export function messagesOf(frame: string): number {
  return Math.ceil(Buffer.byteLength(frame) / MESSAGE_BYTES);
}
