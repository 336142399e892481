// The SDK's own switch. Which Node runs is decided in package.json and infra/, not by a line in each log.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** An access key. That of a session has a token and expires. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Credentials, or a function that fetches them, for the next session too. */
export type CredentialSource = Credentials | (() => Promise<Credentials>);

/** A function that returns valid credentials, without a promise if they are known. */
export type FetchCredentials = () => Credentials | Promise<Credentials>;

/** Milliseconds before their end at which credentials are renewed, as the SDK does. */
export const RENEW_BEFORE = 300_000;

/**
 * Returns a function that returns credentials which are valid. It fetches them at first use and before they expire, once
 * for all waiting calls. A failure is not kept.
 * @param least the milliseconds for which they are valid at least
 * @param now the clock by which they expire
 */
export function renewed(
  source: CredentialSource,
  least = RENEW_BEFORE,
  now: () => number = Date.now,
): FetchCredentials {
  if (typeof source !== 'function') return () => source;
  let current: Credentials | null = null;
  let fetching: Promise<Credentials> | null = null;
  const fetched = async (): Promise<Credentials> => {
    try {
      return (current = await source());
    } finally {
      fetching = null;
    }
  };
  return () => {
    if (current && !endsWithin(current, least, now())) return current;
    return (fetching ??= fetched());
  };
}

function endsWithin({ expiration }: Credentials, milliseconds: number, time: number): boolean {
  return expiration !== undefined && expiration.getTime() - time < milliseconds;
}

/**
 * Returns the credentials of this process: those of the environment, where Lambda writes them. Elsewhere the SDK searches
 * for profiles, SSO and the roles of containers and machines. It is loaded for that alone.
 */
export async function ownCredentials(): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  // The SDK prefers a profile that the environment names.
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && !process.env['AWS_PROFILE'])
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  // A profile names its own region. Roles and tokens are the same in all.
  return new DynamoDBClient({ region: process.env['AWS_REGION'] ?? 'us-east-1' }).config.credentials();
}
