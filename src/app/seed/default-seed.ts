import type { Plans } from '../../platform/index.ts';
import { lastPlan, type Seed } from './read-seed.ts';

/** Returns two tenants, their users and one operator, for a schema without a seed of its own. */
export function defaultSeed(plans: Plans): Seed {
  const tenant = { plan: lastPlan(plans), isolation: 'POOL', settings: {} } as const;
  return {
    ...PEOPLE,
    tenants: [
      { id: 'acme', name: 'Acme', ...tenant },
      { id: 'globex', name: 'Globex', ...tenant },
    ],
  };
}

const PEOPLE: Omit<Seed, 'tenants'> = {
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
