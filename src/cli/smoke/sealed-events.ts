import { createHash } from 'node:crypto';

import type { GraphQLSchema } from 'graphql';

import { UsageError } from '../../app/index.ts';
import { platformField } from './rows.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';
import { waitFor, type Patience } from './wait.ts';

interface Event {
  readonly seq: number;
  readonly text: string;
  readonly hash: string;
}

interface Integrity {
  readonly ok: boolean;
  readonly events: number;
  readonly firstBroken: { readonly why: string } | null;
}

/**
 * Waits until the audit of a tenant shows a sealed event, and verifies the chain and each hash. Returns the number of
 * events.
 * @throws {UsageError} if the chain is broken, or if a hash is not that of its text
 */
export async function sealedEvents(
  { api }: Target,
  token: string,
  schema: GraphQLSchema,
  patience: Patience,
): Promise<number> {
  const events = platformField(schema, 'auditEvents');
  const integrity = platformField(schema, 'auditIntegrity');
  if (events === null || integrity === null) throw new UsageError('The API has no audit.');
  const sealed = await waitFor('sealed audit event', patience, async () => {
    const query = `{ found: ${events}(limit: 100) { items { seq text hash } } }`;
    const { found } = dataOf(await api.ask({ token }, query), api.url) as {
      found: { items: readonly Event[] };
    };
    return found.items.length > 0 ? found.items : null;
  });
  const forged = sealed.find(({ text, hash }) => createHash('sha256').update(text).digest('hex') !== hash);
  if (forged) throw new UsageError(`The hash of the audit event ${forged.seq} is not that of its text.`);
  const query = `{ chain: ${integrity} { ok events firstBroken { why } } }`;
  const { chain } = dataOf(await api.ask({ token }, query), api.url) as { chain: Integrity };
  if (!chain.ok || chain.events < sealed.length)
    throw new UsageError(
      `The chain of the audit is broken: ${chain.firstBroken?.why ?? 'events are missing'}.`,
    );
  return chain.events;
}
