import type { Seed } from './read-seed.ts';

/** Two tenants and four users, for a schema that brings no seed of its own. */
export const DEFAULT_SEED: Seed = {
  tenants: [
    { id: 'acme', name: 'Acme' },
    { id: 'globex', name: 'Globex' },
  ],
  users: [
    user('alice', [['acme', 'Admin']]),
    user('bob', [['acme', 'Member']]),
    user('carol', [['globex', 'Admin']]),
    user('sam', [
      ['acme', 'Member'],
      ['globex', 'Member'],
    ]),
  ],
  rows: {},
};

function user(
  username: string,
  memberships: readonly (readonly [tenant: string, group: string])[],
): Seed['users'][number] {
  const password = `${username.charAt(0).toUpperCase()}${username.slice(1)}-2026`;
  return {
    username,
    email: `${username}@example.test`,
    password,
    memberships: memberships.map(([tenant, group]) => ({ tenant, groups: [group] })),
  };
}
