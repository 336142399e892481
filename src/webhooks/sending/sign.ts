import { createHmac } from 'node:crypto';

import type { WebhookSecret } from '../../store/index.ts';

/** What the secrets of endpoints begin with (Standard Webhooks 1.0, "Signature scheme"). */
const PREFIX = 'whsec_';

/**
 * Returns the headers of an attempt (Standard Webhooks 1.0). There is a signature by each secret that has not ended, so a receiver
 * may know the old or the new one.
 * @param now milliseconds since 1970
 */
export function signedHeaders(
  id: string,
  body: string,
  secrets: readonly WebhookSecret[],
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const live = secrets.filter(({ until }) => until === null || Date.parse(until) > now);
  const signatures = live.map(({ text }) => {
    const key = Buffer.from(text.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
