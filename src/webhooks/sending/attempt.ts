import type { Posted } from '../../outbound/index.ts';
import type {
  DeliveryAttempt,
  DeliveryOutcome,
  DeliveryRecord,
  EndpointState,
  WebhookRecord,
} from '../../store/index.ts';
import { FAILURES_TO_PAUSE, isDead, nextTry, pauseAfter, readRetryAfter } from './retries.ts';
import type { SendingParts } from './sending-parts.ts';
import { signedHeaders } from './sign.ts';

/** Milliseconds for which a worker holds a message: longer than any attempt. */
const LEASE = 60_000;
/** The receiver says that it is gone for good (Standard Webhooks 1.0, "Response statuses"). */
const GONE = 410;
/** Statuses whose `retry-after` counts. */
const BUSY: readonly number[] = [429, 503];

/**
 * Makes one attempt to deliver a message, and records what came of it. Does nothing if another worker holds the message.
 * @returns the state of the endpoint afterwards; null if no attempt was made
 */
export async function attempt(
  parts: SendingParts,
  delivery: DeliveryRecord,
  endpoint: WebhookRecord,
): Promise<EndpointState | null> {
  const { deliveries, outbound, now } = parts;
  const began = now();
  const claimed = await deliveries.claim(delivery, began + LEASE);
  if (!claimed) return null;
  const { id, body } = claimed;
  const headers = signedHeaders(id, body, endpoint.secrets, began);
  const posted = await outbound.post({ url: endpoint.url, headers, body });
  const made: DeliveryAttempt = {
    at: new Date(began).toISOString(),
    status: posted.status,
    ms: now() - began,
    error: errorOf(posted),
  };
  if (made.error === null) {
    await deliveries.settle(claimed, made, { is: 'DELIVERED' });
    return deliveries.succeeded(endpoint.id, made.at);
  }
  const failed = await deliveries.failed(endpoint.id, made.at);
  const state =
    failed.failures < FAILURES_TO_PAUSE
      ? failed
      : await deliveries.pause(endpoint.id, iso(pauseAfter(failed.pauses, now())));
  const outcome = outcomeOf(claimed, posted, now());
  await deliveries.settle(claimed, made, outcome);
  const reason = deadReason(posted, state, outcome, now());
  if (reason !== null) await parts.disable(endpoint, reason);
  return state;
}

/** Returns why an attempt failed; null if it succeeded. */
function errorOf(posted: Posted): string | null {
  if (posted.status === null) return posted.error;
  if (posted.status >= 200 && posted.status < 300) return null;
  const isRedirect = posted.status >= 300 && posted.status < 400;
  return isRedirect
    ? `The server answered ${posted.status}: redirects are not followed.`
    : `The server answered ${posted.status}.`;
}

function outcomeOf({ id, tries }: DeliveryRecord, posted: Posted, now: number): DeliveryOutcome {
  if (posted.status === GONE) return { is: 'FAILED' };
  const isBusy = posted.status !== null && BUSY.includes(posted.status);
  const retryAfter = isBusy ? readRetryAfter(posted.retryAfter, now) : null;
  const due = nextTry(id, tries + 1, now, retryAfter);
  return due === null ? { is: 'FAILED' } : { is: 'RETRY', due: iso(due) };
}

/** Returns why an endpoint is given up after a failed attempt; null if it is not. */
function deadReason(
  { status }: Posted,
  { failingSince }: EndpointState,
  { is }: DeliveryOutcome,
  now: number,
): string | null {
  if (status === GONE) return 'The server answered 410: it is gone.';
  const since = failingSince === null ? now : Date.parse(failingSince);
  return isDead(since, is === 'FAILED', now) ? 'No delivery has succeeded for three days.' : null;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
