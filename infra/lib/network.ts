import { BlockList, isIP } from 'node:net';

/** Networks that no request from the internet comes from (RFC 6890). */
const PRIVATE: readonly (readonly [address: string, bits: number, version: 'ipv4' | 'ipv6'])[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

/** Returns what is wrong with a network, `203.0.113.0/24`, as the end of a sentence. Returns null if the firewall takes it. */
export function networkProblem(text: string): string | null {
  const [address = '', length = '', ...more] = text.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > bits)
    return 'is no network: write e.g. "203.0.113.0/24" or "2001:db8::/32", and "/32" for one address.';
  if (Number(length) === 0) return 'is every address: name the networks of your operators, or write null.';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (PRIVATE.some(([start, most, of]) => of === family && isIn(address, [start, most, of])))
    return 'is a private network: the firewall sees the public address of a caller, so name that.';
  const host = valueOf(address) & ((1n << BigInt(bits - Number(length))) - 1n);
  return host === 0n ? null : `has bits behind its first ${length}: write the first address of the network.`;
}

/** Returns the networks of one version of IP, which a set of the firewall holds. */
export function networksOf(version: 'IPV4' | 'IPV6', networks: readonly string[]): string[] {
  return networks.filter((network) => network.includes(':') === (version === 'IPV6'));
}

function isIn(address: string, [start, bits, family]: (typeof PRIVATE)[number]): boolean {
  const list = new BlockList();
  list.addSubnet(start, bits, family);
  return list.check(address, family);
}

/** Returns an address as a number. */
function valueOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  // The dotted end of an address such as `64:ff9b::192.0.2.1` is two groups.
  const plain = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_all, a: string, b: string, c: string, d: string) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
