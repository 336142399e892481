import type { Members, Person } from '../../engine/index.ts';
import type { Control } from '../../store/index.ts';
import { keyIdOf, Refusal, userIdOfKey, type Membership } from '../../tenant/index.ts';

/** Maximum number of other members that a request may name. Each costs up to two calls of the control table. */
const MOST_NAMES = 100;

/**
 * Opens the members and API keys of one tenant for one request, by what owner fields call them.
 * Each name is looked up once. The tenant is part of every key, so another tenant's user is found by no name.
 * @param limit the most look-ups; null for work that no client asked for
 */
export function membersOf(
  platform: { readonly control: Pick<Control, 'get' | 'list'> },
  tenantId: string,
  limit: number | null = MOST_NAMES,
): Members {
  let looks = 0;
  const once = <Found>(look: (name: string) => Promise<Found>): ((name: string) => Promise<Found>) => {
    const known = new Map<string, Promise<Found>>();
    return async (name) => {
      const found = known.get(name);
      if (found) return found;
      looks += 1;
      if (limit !== null && looks > limit)
        throw new Refusal('INVALID_ARGUMENTS', `A request may name at most ${limit} other members.`);
      const looked = look(name);
      known.set(name, looked);
      return looked;
    };
  };
  return {
    named: once(async (name) => {
      const { records } = await platform.control.list('membersByName', `${tenantId}#${name}`);
      return records.toSorted((one, other) => (one.joinedAt < other.joinedAt ? 1 : -1)).map(personOfMember);
    }),
    withId: once(async (userId) => {
      const keyId = keyIdOf({ userId });
      if (keyId === null) {
        const member = await platform.control.get('member', { tenantId, userId });
        return member && personOfMember(member);
      }
      const key = await platform.control.get('apiKey', { tenantId, id: keyId });
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
