import { randomBytes } from 'node:crypto';

import type { WebhookSecret } from '../../store/index.ts';

/** Bytes of a secret. Standard Webhooks 1.0 asks for 24 to 64. */
const BYTES = 32;

/** Returns a new secret: `whsec_` and 32 bytes as base64. */
export function newSecret(): WebhookSecret {
  return { text: `whsec_${randomBytes(BYTES).toString('base64')}`, until: null };
}

/** Returns the secrets that have not ended, the current one first. `now` is in milliseconds since 1970. */
export function liveSecrets(secrets: readonly WebhookSecret[], now: number): readonly WebhookSecret[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > now);
}
