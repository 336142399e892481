import { isIP } from 'node:net';
import { textScalar } from './text-scalar.ts';

/**
 * An IPv4 or IPv6 address, then optionally a CIDR prefix length: `10.1.2.3/8`.
 * Our choices: a prefix has no leading zero. The address may have bits beyond it. There are no brackets and no zone
 * (fe80::1%eth0), which has a meaning on one machine only.
 */
export const awsIpAddress = textScalar({
  name: 'AWSIPAddress',
  description:
    'An IPv4 or IPv6 address with an optional prefix length: 192.0.2.1, 2001:db8::1 or 10.0.0.0/8.',
  expected:
    'an IPv4 address or an IPv6 address without brackets or zone, then optionally /0 to /32 or /0 to /128',
  maxLength: 49,
  accepts: isAddress,
  comparison: { formOf: shortestForm, parts: false },
});

function isAddress(text: string): boolean {
  const [address = '', prefix = '0', ...more] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  const bits = version === 4 ? 32 : 128;
  return more.length === 0 && version !== 0 && /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bits;
}

/** Returns an IPv6 address as RFC 5952 writes it: `2001:db8::1`. An IPv4 address has one spelling. */
function shortestForm(text: string): string {
  if (!text.includes(':') || !isAddress(text)) return text;
  const [address = '', ...prefix] = text.split('/');
  const { hostname } = new URL(`http://[${address}]`);
  return [hostname.slice(1, -1), ...prefix].join('/');
}
