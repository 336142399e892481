/** The tokens of Cognito. The page keeps them only in sessionStorage, so they end with the browser tab. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The signed-in user of the access token, for display. The server trusts the signature, never the page. */
export interface Session extends Tokens {
  readonly username: string;
  /** Absent for a user who is a member of no tenant. */
  readonly tenant?: string;
  /** Absent if the token does not list the memberships. */
  readonly tenants?: readonly string[];
  readonly groups: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Returns the storage key of a client's tokens, so that the operators' page has a session of its own. */
const keyOf = (clientId: string): string => `tenantql.session.${clientId}`;

/** Reads the claims of an access token (JWT, RFC 7519) without checking its signature. */
export function readSession(tokens: Tokens): Session {
  const claims = claimsOf(tokens.accessToken);
  const tenant = textOf(claims['custom:tenantId']);
  const memberships = textOf(claims['custom:tenants'])?.split(' ').filter(Boolean);
  const groups = claims['cognito:groups'];
  return {
    ...tokens,
    username: textOf(claims['username']) ?? textOf(claims['sub']) ?? 'unknown',
    ...(tenant && { tenant }),
    ...(memberships && { tenants: memberships }),
    groups: Array.isArray(groups) ? groups.map(String) : [],
    expiresAt: Number(claims['exp']) * 1000,
  };
}

/** Returns the tokens of this browser tab, or undefined if it is not signed in. */
export function storedTokens(clientId: string): Tokens | undefined {
  try {
    const stored = JSON.parse(sessionStorage.getItem(keyOf(clientId)) ?? 'null') as Tokens | null;
    return stored ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the tokens for this browser tab. Without tokens it forgets them. */
export function storeTokens(clientId: string, tokens: Tokens | undefined): void {
  if (tokens) {
    sessionStorage.setItem(
      keyOf(clientId),
      JSON.stringify({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }),
    );
  } else {
    sessionStorage.removeItem(keyOf(clientId));
  }
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
