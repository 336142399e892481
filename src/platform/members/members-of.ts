import type { Members, Person } from '../../engine/index.ts';
import type { Control } from '../../store/index.ts';
import { keyIdOf, userIdOfKey, type Membership } from '../../tenant/index.ts';

/**
 * Opens the members and API keys of one tenant for one request, by what owner fields call them.
 * Each name is looked up once. The tenant is part of every key, so another tenant's user is found by no name.
 */
export function membersOf(control: Pick<Control, 'get' | 'list'>, tenantId: string): Members {
  const once = <Found>(look: (name: string) => Promise<Found>): ((name: string) => Promise<Found>) => {
    const known = new Map<string, Promise<Found>>();
    return (name) => {
      const found = known.get(name) ?? look(name);
      known.set(name, found);
      return found;
    };
  };
  return {
    named: once(async (name) => {
      const { records } = await control.list('membersByName', `${tenantId}#${name}`);
      return records.toSorted((one, other) => (one.joinedAt < other.joinedAt ? 1 : -1)).map(personOfMember);
    }),
    withId: once(async (userId) => {
      const keyId = keyIdOf({ userId });
      if (keyId === null) {
        const member = await control.get('member', { tenantId, userId });
        return member && personOfMember(member);
      }
      const key = await control.get('apiKey', { tenantId, id: keyId });
      return key && { userId, username: userIdOfKey(key.id), email: null };
    }),
  };
}

/** Writes the memberships of a tenant again that no name finds, because they are older than the list of names. */
export async function indexMembers(control: Control, tenantId: string): Promise<void> {
  for await (const { userId, username } of control.all('members', tenantId)) {
    const { records } = await control.list('membersByName', `${tenantId}#${username}`);
    if (records.some((found) => found.userId === userId)) continue;
    await control.transact(async (transaction) => {
      const member = await transaction.get('member', { tenantId, userId });
      if (member) transaction.put('member', member);
    });
  }
}

function personOfMember({ userId, username, email }: Membership): Person {
  return { userId, username, email: email === '' ? null : email.toLowerCase() };
}
