import type { Subscription, Subscriptions } from '../../src/store/index.ts';

/** Returns all subscriptions to a topic. */
export async function subscribedTo(
  subscriptions: Pick<Subscriptions, 'on'>,
  topic: string,
): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  for await (const page of subscriptions.on(topic)) found.push(...page);
  return found;
}
