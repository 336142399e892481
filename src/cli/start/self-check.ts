import type { Model } from '../../model/index.ts';

import { type LocalCloud, listable } from '../../local/index.ts';
import { ENDPOINT_PATH } from '../../local/data-directory/index.ts';
import type { Seed } from '../../app/index.ts';
import { exchange, jsonOf } from '../exchange.ts';

/** The result of a query of one tenant. */
export interface Check {
  readonly tenant: string;
  readonly username: string;
  readonly field: string;
  /** The number of rows, or the sentence of the refusal. */
  readonly seen: number | string;
}

interface Answer {
  readonly data?: Readonly<Record<string, { readonly items: readonly unknown[] } | null>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/**
 * Sends one real query by a user of each tenant, over HTTP with a real token, to prove that everything is connected.
 * A failure is shown and stops nothing, because a seeded user may have been deleted.
 */
export async function selfCheck(
  cloud: LocalCloud,
  { seed, model }: { seed: Seed; model: Model },
): Promise<Check[]> {
  const checks = seed.tenants.map(async ({ id }): Promise<Check[]> => {
    const user = seed.users.find(({ memberships }) => memberships.some(({ tenant }) => tenant === id));
    const field = listable(model)[0]?.operations.list;
    if (!user || !field) return [];
    const seen = await countRows(cloud, user.username, id, field).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    return [{ tenant: id, username: user.username, field, seen }];
  });
  return (await Promise.all(checks)).flat();
}

async function countRows(
  cloud: LocalCloud,
  username: string,
  tenant: string,
  field: string,
): Promise<number | string> {
  const { accessToken } = await cloud.cognito.issueTokens(username, { tenant });
  const incoming = await exchange(`${cloud.url}${ENDPOINT_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query: `query SelfCheck { ${field} { items { __typename } } }` }),
  });
  const { data, errors } = jsonOf(incoming) as Answer;
  return data?.[field]?.items.length ?? errors?.[0]?.message ?? `HTTP ${incoming.status}`;
}
