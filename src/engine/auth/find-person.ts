import { ownerParts, type OwnerField } from '../../model/index.ts';

import { nameIn, type Person } from './owner.ts';

/** The members and API keys of the caller's tenant. A name of another tenant's user is the name of no user. */
export interface Members {
  /** Returns the members with a username or an e-mail address, the latest first. */
  named(name: string): Promise<readonly Person[]>;
  withId(userId: string): Promise<Person | null>;
}

/** What Cognito and we make user ids of: a UUID, or `key:` and the id of an API key. */
const USER_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|key:.*)$/i;

/** More characters than a username (Cognito: 128) with a user id has. */
const LONGEST = 256;

export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

/** Returns the member with a name, an address or a user id, or null if the tenant has none. */
export async function findPerson(
  form: OwnerField['form'],
  given: string,
  members: Members,
): Promise<Person | null> {
  if (given.length > LONGEST) return null;
  const { userId } = ownerParts(given);
  const byId = isUserId(userId) ? await members.withId(userId) : null;
  if (byId) return byId;
  const named = await members.named(given.includes('@') ? given.toLowerCase() : given);
  return named.find((person) => nameIn(form, person) === given) ?? named[0] ?? null;
}
