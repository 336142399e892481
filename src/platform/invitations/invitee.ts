import type { Identities } from '../identities.ts';

/** Returns the user who verified an address, or null if there is none. */
export async function invitee(identities: Identities, email: string): Promise<string | null> {
  const identity = await identities.find(email.toLowerCase());
  return identity?.emailVerified ? identity.userId : null;
}
