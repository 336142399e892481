import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 ranges that are no public host (IANA IPv4 Special-Purpose Address Registry), and the address of a cloud's own
 * services for its machines.
 */
const CLOSED_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/**
 * All public IPv6 hosts are in here. Loopback, link-local, unique local (`fd00:ec2::254`), multicast, IPv4-mapped and NAT64
 * addresses are not.
 */
const PUBLIC_IPV6 = ['2000::', 3] as const;
/** Ranges in it that are none, or that lead to an IPv4 address: Teredo and other protocols, documentation, 6to4. */
const CLOSED_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];
const LOOPBACK: readonly (readonly [string, number])[] = [['127.0.0.0', 8]];

const closed4 = listOf('ipv4', CLOSED_IPV4);
const closed6 = listOf('ipv6', CLOSED_IPV6);
const public6 = listOf('ipv6', [PUBLIC_IPV6]);
const loopback4 = listOf('ipv4', LOOPBACK);

/** Returns whether an address is that of a public host. It is not if it has a form that is unknown. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return public6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
}

/** Returns whether an address is that of this machine. */
export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? loopback4.check(address, 'ipv4') : address === '::1';
}

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
  return list;
}
