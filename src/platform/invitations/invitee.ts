import type { Identities } from '../identities.ts';

/** The user who has proved to own an address; null when nobody has. */
export async function invitee(identities: Identities, email: string): Promise<string | null> {
  const identity = await identities.find(email.toLowerCase());
  return identity?.emailVerified ? identity.userId : null;
}
