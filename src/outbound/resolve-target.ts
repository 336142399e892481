import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';

import type { OutboundPolicy } from './policy.ts';
import { OutboundRefused, type Target } from './read-target.ts';

/** Returns the addresses of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** An address that was checked. */
export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Asks the resolver of the system. */
export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * Returns the addresses of a server, each of which the policy allows. One that it does not allow closes all: a name that also
 * leads to an inner address is an attack or a mistake.
 * @throws {OutboundRefused} if the policy does not allow them all, or there is none
 */
export async function resolveTarget(
  { host, isAddress }: Target,
  policy: OutboundPolicy,
  resolve: Resolve,
): Promise<readonly CheckedAddress[]> {
  const addresses = isAddress ? [host] : await resolve(host).catch(() => []);
  if (addresses.length === 0) throw new OutboundRefused('The host is not found.');
  if (!addresses.every(policy.isAllowed))
    throw new OutboundRefused('The host has an address that is not public.');
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}
