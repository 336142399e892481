import { isLoopbackAddress, isPublicAddress } from './addresses.ts';

/** Which servers may be called. */
export interface OutboundPolicy {
  readonly protocols: readonly ('https:' | 'http:')[];
  /** Null allows all ports. */
  readonly ports: readonly number[] | null;
  readonly isAllowed: (address: string) => boolean;
}

/** The policy on AWS: public hosts alone, with TLS, on the ports of HTTPS. */
export const PUBLIC_HOSTS: OutboundPolicy = {
  protocols: ['https:'],
  ports: [443, 8443],
  isAllowed: isPublicAddress,
};

/** The policy of a laptop: its own servers too, also without TLS and on every port. Nothing else of its network. */
export const LAPTOP_TOO: OutboundPolicy = {
  protocols: ['https:', 'http:'],
  ports: null,
  isAllowed: (address) => isPublicAddress(address) || isLoopbackAddress(address),
};
