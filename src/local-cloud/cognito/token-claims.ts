import type { UserRecord } from './pool-state.ts';
import { ownScope, type Overrides } from './pre-token-generation.ts';

/** The claims that both tokens of an answer share. Times are in seconds since 1970. */
export interface TokenFrame {
  readonly issuer: string;
  readonly clientId: string;
  readonly originJti: string;
  readonly eventId: string;
  readonly authTime: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

type Claims = Readonly<Record<string, unknown>>;

/** Claims that no trigger can add, change or remove. AWS ignores such overrides silently. */
const protectedInBoth = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
];
const protectedInId = new Set([...protectedInBoth, 'cognito:username', 'identities']);
const protectedInAccess = new Set([
  ...protectedInBoth,
  'client_id',
  'device_key',
  'event_id',
  'scope',
  'username',
  'version',
]);

export function accessTokenClaims(
  user: UserRecord,
  frame: TokenFrame,
  jti: string,
  overrides: Overrides,
): Claims {
  const wishes = overrides.accessTokenGeneration ?? {};
  const own = {
    ...sharedClaims(user, frame, jti, overrides),
    client_id: frame.clientId,
    token_use: 'access',
    scope: scopes(wishes.scopesToAdd ?? [], wishes.scopesToSuppress ?? []),
    username: user.username,
  };
  return override(own, wishes, protectedInAccess);
}

export function idTokenClaims(
  user: UserRecord,
  frame: TokenFrame,
  jti: string,
  overrides: Overrides,
): Claims {
  const { iamRolesToOverride, preferredRole } = overrides.groupOverrideDetails ?? {};
  const own = {
    ...profile(user),
    ...sharedClaims(user, frame, jti, overrides),
    ...(iamRolesToOverride?.length ? { 'cognito:roles': iamRolesToOverride } : {}),
    ...(preferredRole ? { 'cognito:preferred_role': preferredRole } : {}),
    aud: frame.clientId,
    token_use: 'id',
    'cognito:username': user.username,
  };
  return override(own, overrides.idTokenGeneration ?? {}, protectedInId);
}

function sharedClaims(user: UserRecord, frame: TokenFrame, jti: string, overrides: Overrides): Claims {
  const groups = groupsOf(user, overrides);
  return {
    sub: user.sub,
    ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
    iss: frame.issuer,
    origin_jti: frame.originJti,
    event_id: frame.eventId,
    auth_time: frame.authTime,
    iat: frame.issuedAt,
    exp: frame.expiresAt,
    jti,
  };
}

/** Returns the groups. An absent override keeps them; null or an empty list removes them. */
function groupsOf(user: UserRecord, { groupOverrideDetails }: Overrides): readonly string[] {
  return groupOverrideDetails === undefined ? user.groups : (groupOverrideDetails?.groupsToOverride ?? []);
}

function profile(user: UserRecord): Claims {
  return Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  );
}

/** Returns the scopes. A trigger may not add a scope of AWS's own, except the one that each sign-in has. */
function scopes(added: readonly string[], suppressed: readonly string[]): string {
  const allowed = added.filter((scope) => scope === ownScope || !scope.startsWith('aws.cognito'));
  return [...new Set([ownScope, ...allowed])].filter((scope) => !suppressed.includes(scope)).join(' ');
}

function override(
  claims: Claims,
  wishes: NonNullable<Overrides['idTokenGeneration']>,
  untouchable: ReadonlySet<string>,
): Claims {
  const open = (name: string) => !untouchable.has(name);
  // Groups and roles have their own member in the response, so all `cognito:` claims here are ignored too.
  const added = Object.entries(wishes.claimsToAddOrOverride ?? {}).filter(
    ([name]) => open(name) && !name.startsWith('cognito:'),
  );
  const suppressed = (wishes.claimsToSuppress ?? []).filter(open);
  // Suppression is applied last, so a claim that is both added and suppressed is absent.
  return Object.fromEntries(
    [...Object.entries(claims), ...added].filter(([name]) => !suppressed.includes(name)),
  );
}
