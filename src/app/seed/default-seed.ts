import type { Seed } from './read-seed.ts';

/** Two tenants, their users and one operator, for a schema without a seed of its own. */
export const DEFAULT_SEED: Seed = {
  tenants: [
    { id: 'acme', name: 'Acme', plan: 'enterprise', isolation: 'POOL', settings: {} },
    { id: 'globex', name: 'Globex', plan: 'enterprise', isolation: 'POOL', settings: {} },
  ],
  users: [
    user('alice', [['acme', 'ADMIN']]),
    user('bob', [['acme', 'MEMBER']]),
    user('carol', [['globex', 'ADMIN']]),
    user('olga', [['acme', 'OWNER']]),
    user('omar', [['globex', 'OWNER']]),
    user('sam', [
      ['acme', 'MEMBER'],
      ['globex', 'MEMBER'],
    ]),
  ],
  operators: [operator('opal', 'ADMIN')],
  rows: {},
};

function operator(username: string, group: string): Seed['operators'][number] {
  return { username, email: `${username}@example.test`, password: passwordOf(username), groups: [group] };
}

function passwordOf(username: string): string {
  return `${username.charAt(0).toUpperCase()}${username.slice(1)}-2026`;
}

function user(
  username: string,
  memberships: readonly (readonly [tenant: string, group: string])[],
): Seed['users'][number] {
  return {
    username,
    email: `${username}@example.test`,
    password: passwordOf(username),
    memberships: memberships.map(([tenant, group]) => ({ tenant, groups: [group] })),
  };
}
