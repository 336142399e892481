import type { Answer, TestApi } from '../api.ts';

/** An API key as the API returned it once. */
export interface Key {
  readonly id: string;
  readonly text: string;
  readonly expiresAt: string;
  readonly scopes: readonly string[] | null;
  readonly roles: readonly string[];
}

export const CREATE = `mutation ($input: TenantApiKeyInput!) {
  createApiKey(input: $input) { text apiKey { id name roles scopes status createdBy expiresAt } }
}`;
export const ROTATE = `mutation ($id: ID!, $overlapHours: Int) {
  rotateApiKey(id: $id, overlapHours: $overlapHours) { text apiKey { id roles scopes expiresAt } }
}`;
export const REVOKE = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id status revokedAt } }';

export const keyOf = ({ data, errors }: Answer, field: string): Key => {
  const made = data?.[field] as { text: string; apiKey: Omit<Key, 'text'> } | undefined;
  if (!made) throw new Error(JSON.stringify(errors));
  return { ...made.apiKey, text: made.text };
};
export const withDefaults = (input: object) => ({ input: { name: 'robot', roles: ['ADMIN'], ...input } });

/** Returns functions that make and rotate keys by the API as a user of the sample. */
export function keysOf(api: () => TestApi) {
  return {
    makeKey: async (input: object = {}, user = 'alice'): Promise<Key> =>
      keyOf(await api().ask(user, CREATE, withDefaults(input)), 'createApiKey'),
    rotate: async (id: string, overlapHours?: number, user = 'alice'): Promise<Key> =>
      keyOf(await api().ask(user, ROTATE, { id, overlapHours }), 'rotateApiKey'),
  };
}

export const codes = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);
export const messages = ({ errors }: Answer): string[] => errors.map(({ message }) => message);
