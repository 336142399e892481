import type { Outbound } from '../../outbound/index.ts';
import type { WebhookDeliveries, WebhookRecord } from '../../store/index.ts';
import type { Disable } from '../disable.ts';

/** What the sending of a tenant's messages works with. */
export interface SendingParts {
  readonly deliveries: WebhookDeliveries;
  /** Returns an endpoint as it is now; null if it is gone. */
  readonly endpointOf: (id: string) => Promise<WebhookRecord | null>;
  readonly outbound: Pick<Outbound, 'post'>;
  readonly disable: Disable;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}
