/** The domains of AWS's partitions whose names differ, for IPv4 and for both versions of IP. */
const DOMAINS: readonly (readonly [region: string, domain: string, dualStack: string])[] = [
  ['cn-', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['eusc-', 'amazonaws.eu', 'api.amazonwebservices.eu'],
];

/**
 * Returns the endpoint of a service, or the one that the environment names for it (AWS SDKs and Tools Reference Guide,
 * "Service-specific endpoints", and "Dual-stack and FIPS endpoints").
 */
export function endpointOf(service: string, region: string): string {
  const { env } = process;
  const named = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? env['AWS_ENDPOINT_URL'];
  if (named && env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] !== 'true') return named;
  const isDual = env['AWS_USE_DUALSTACK_ENDPOINT'] === 'true';
  // All endpoints of GovCloud for IPv4 are FIPS endpoints.
  const isFips = env['AWS_USE_FIPS_ENDPOINT'] === 'true' && (isDual || !region.startsWith('us-gov-'));
  const [, domain, dualStack] = DOMAINS.find(([prefix]) => region.startsWith(prefix)) ?? [
    '',
    'amazonaws.com',
    'api.aws',
  ];
  return `https://${service}${isFips ? '-fips' : ''}.${region}.${isDual ? dualStack : domain}`;
}
