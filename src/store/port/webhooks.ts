import { createHash } from 'node:crypto';

import type { Actor, SavedCaller } from '../../tenant/index.ts';
import type { AuditEvent } from './audit-event.ts';

/** A secret with which deliveries are signed. */
export interface WebhookSecret {
  /** `whsec_` and 32 bytes as base64. */
  readonly text: string;
  /** When it ends, as ISO 8601, because another one took its place; null for the current one. */
  readonly until: string | null;
}

/**
 * An endpoint of a tenant: where it is, and what it hears of. It is a record of the platform, which an attempt changes only if it
 * disables the endpoint. What every attempt changes is an `EndpointState`.
 */
export interface WebhookRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  readonly description: string;
  /** Such as `Task.created`, `Task.*` or `*`. */
  readonly events: readonly string[];
  /** `THIN`: the key fields of a row. `FULL`: all that the creator sees of it. */
  readonly payload: 'THIN' | 'FULL';
  readonly status: 'ENABLED' | 'DISABLED';
  /** A sentence; null if it is enabled. */
  readonly disabledReason: string | null;
  /** The current secret comes first. */
  readonly secrets: readonly WebhookSecret[];
  /** By whose rights the endpoint hears: who last chose where it is and what it hears of. A user's caller does not expire. */
  readonly caller: SavedCaller;
  /** The same caller, for people. */
  readonly actsAs: Actor;
  readonly createdBy: Actor;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How the deliveries of an endpoint went. It changes with each attempt, so it is next to the deliveries, not in the record. */
export interface EndpointState {
  readonly webhookId: string;
  /** Attempts in a row that failed. */
  readonly failures: number;
  /** When the first of them was, as ISO 8601. */
  readonly failingSince: string | null;
  /** Until when no attempt is made, as ISO 8601. */
  readonly pausedUntil: string | null;
  /** Pauses since the last success. */
  readonly pauses: number;
  /** When a delivery last succeeded, as ISO 8601. */
  readonly lastDeliveryAt: string | null;
}

/** One attempt to deliver a message. */
export interface DeliveryAttempt {
  /** ISO 8601. */
  readonly at: string;
  /** The status of the answer; null if there was none. */
  readonly status: number | null;
  /** Milliseconds that it took. */
  readonly ms: number;
  /** Why it failed, as a sentence; null if it succeeded. */
  readonly error: string | null;
}

/** Attempts of which a delivery keeps the record, the latest. */
export const KEPT_ATTEMPTS = 12;
/** Days for which a delivery is kept. */
export const DELIVERY_DAYS = 30;

/** A message to an endpoint. */
export interface DeliveryRecord {
  /** The id of the message, the same in each attempt: see `deliveryId`. */
  readonly id: string;
  readonly webhookId: string;
  /** `Task.updated` or `ping`. */
  readonly event: string;
  /** The text that is signed and sent. */
  readonly body: string;
  /**
   * By whose rights it was made: the `savedUserId` of the endpoint's caller. If the endpoint has another caller by now, it is not
   * sent, and no other caller reads its body.
   */
  readonly as: string;
  readonly status: 'PENDING' | 'DELIVERED' | 'FAILED';
  /** The last ones, the earliest first. */
  readonly attempts: readonly DeliveryAttempt[];
  /** Number of attempts since it was enqueued, or replayed. */
  readonly tries: number;
  /** When the next attempt is due, as ISO 8601; null unless it is `PENDING`. */
  readonly due: string | null;
  /** Time, in milliseconds since 1970, until which one worker holds it; 0 if none does. */
  readonly leaseUntil: number;
  readonly createdAt: string;
}

/** A message that is about to be enqueued. It is due at the time of its creation. */
export type NewDelivery = Pick<DeliveryRecord, 'id' | 'webhookId' | 'event' | 'body' | 'as' | 'createdAt'>;

/** What an attempt came to. */
export type DeliveryOutcome =
  | { readonly is: 'DELIVERED' }
  /** `due` is ISO 8601. */
  | { readonly is: 'RETRY'; readonly due: string }
  | { readonly is: 'FAILED' };

/** A page of deliveries. It may hold fewer than asked for, although more follow. */
export interface DeliveryPage {
  readonly records: readonly DeliveryRecord[];
  /** The id that the next page begins after; null at the end. */
  readonly after: string | null;
}

/** The deliveries of one tenant to its endpoints. Each method may be repeated after a crash. */
export interface WebhookDeliveries {
  /** Enqueues messages that are not there yet. A message that is there stays as it is, whatever became of it. */
  enqueue(deliveries: readonly NewDelivery[]): Promise<void>;
  /**
   * Enqueues one message that a caller asked for, with its audit event.
   * @throws {AlreadyAnswered} if an earlier request with the idempotency key did
   */
  request(delivery: NewDelivery, event: AuditEvent): Promise<DeliveryRecord>;
  /**
   * Returns deliveries that are due until a time in milliseconds since 1970, the longest first. It leaves out those that a worker
   * holds, and those to some endpoints.
   */
  due(until: number, limit: number, except?: ReadonlySet<string>): Promise<readonly DeliveryRecord[]>;
  /** Takes a due delivery until a time in milliseconds since 1970. Returns null if another worker has it, or if it is not due any more. */
  claim(delivery: DeliveryRecord, leaseUntil: number): Promise<DeliveryRecord | null>;
  /**
   * Ends a claim. Returns null, and changes nothing, if the claim was lost.
   * @param attempt null if none was made: the endpoint is disabled, gone, or of another caller
   */
  settle(
    claimed: DeliveryRecord,
    attempt: DeliveryAttempt | null,
    outcome: DeliveryOutcome,
  ): Promise<DeliveryRecord | null>;
  /** Returns when the next delivery is due, in milliseconds since 1970; null if none is. A claimed one counts from the end of its lease. */
  nextDue(except?: ReadonlySet<string>): Promise<number | null>;
  /**
   * Returns when a worker will look for due deliveries, as was noted, in milliseconds since 1970; null if none is to come. So however
   * many workers end a run, few looks follow. Its message may be lost.
   */
  lookAt(): Promise<number | null>;
  /** Notes when a worker will look for due deliveries. Call it when its message is sent, because a note alone wakes no one. */
  noteLook(at: number): Promise<void>;
  get(id: string): Promise<DeliveryRecord | null>;
  /** Returns deliveries to an endpoint, the newest first. */
  list(
    webhookId: string,
    options: {
      readonly status: DeliveryRecord['status'] | null;
      /** At this time or later, in milliseconds since 1970. */
      readonly since?: number;
      readonly limit: number;
      readonly after: string | null;
    },
  ): Promise<DeliveryPage>;
  /**
   * Makes an ended delivery due now, with its id and a new count of attempts. Returns it as it is if it is pending, and null if it
   * is gone.
   * @param event is in its transaction; null if a larger request recorded it
   * @throws {AlreadyAnswered} if an earlier request with the idempotency key did
   */
  replay(delivery: DeliveryRecord, event: AuditEvent | null): Promise<DeliveryRecord | null>;
  /** Returns how the deliveries of an endpoint went. */
  state(webhookId: string): Promise<EndpointState>;
  /** Records a success. */
  succeeded(webhookId: string, at: string): Promise<EndpointState>;
  /** Records a failure. */
  failed(webhookId: string, at: string): Promise<EndpointState>;
  /** Pauses an endpoint until a time, as ISO 8601. One that is paused already stays so until its time. */
  pause(webhookId: string, until: string): Promise<EndpointState>;
  /** Ends the pause of an endpoint, so that one message is tried at once. */
  endPause(webhookId: string): Promise<void>;
  /** Forgets the failures of an endpoint that is enabled again, or is deleted. */
  forget(webhookId: string): Promise<void>;
}

/**
 * Returns the id of a message: `msg_<webhook>_<time><hash>`. Ids of an endpoint are in the order of time, and the same cause
 * gives the same id.
 * @param at when it happened, in milliseconds since 1970
 * @param cause such as the id of the stream's event
 */
export function deliveryId(webhookId: string, at: number, cause: string): string {
  const hash = createHash('sha256').update(`${webhookId} ${cause}`).digest('hex').slice(0, HASH_DIGITS);
  return `msg_${webhookId}_${timeDigits(at)}${hash}`;
}

const TIME_DIGITS = 12;
const HASH_DIGITS = 32;
const DELIVERY_ID = /^msg_([0-9a-f-]{36})_[0-9a-f]{44}$/;

function timeDigits(at: number): string {
  return Math.floor(at).toString(16).padStart(TIME_DIGITS, '0');
}

/** Returns the endpoint of a message's id; null if the text is no such id. */
export function endpointOf(id: string): string | null {
  return DELIVERY_ID.exec(id)?.[1] ?? null;
}

/** Returns two texts between which are the ids of an endpoint's messages from a time on. */
export function deliveryIdsFrom(webhookId: string, at: number): readonly [from: string, to: string] {
  return [`msg_${webhookId}_${timeDigits(at)}`, `msg_${webhookId}_g`];
}
