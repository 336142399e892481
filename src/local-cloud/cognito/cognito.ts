import { randomUUID } from 'node:crypto';

import type { Jwks } from 'aws-jwt-verify/jwk';

import { openChallenges } from './challenges.ts';
import { CognitoError, type CognitoErrorName } from './cognito-error.ts';
import { openCodes } from './codes.ts';
import { openDataFile } from './data-file.ts';
import { operations } from './operations/index.ts';
import type { Operation, OperationName } from './operations/operation.ts';
import { newPoolState, poolStateOf, type PoolState } from './pool-state.ts';
import type { CognitoMessage, Mfa, Pool } from './pool.ts';
import type { Triggers } from './triggers.ts';
import { poolUser, putUser, type PoolUser, type SeedUser } from './put-user.ts';
import { readBody } from './request-body.ts';
import { signingKey } from './signing-key.ts';
import { signIn, type ClientMetadata, type Tokens } from './tokens.ts';
import { findUser, requireUser } from './users.ts';

export interface CognitoOptions extends Triggers {
  /**
   * A JSON file with users, keys and refresh tokens. Only one process may open it at a time. A state stays in
   * memory and changes in place; null begins with an empty one.
   */
  readonly dataFile: string | PoolState | null;
  readonly region: string;
  /** `<region>_<letters and digits>`. */
  readonly userPoolId: string;
  readonly clientId: string;
  /** Lifetime of access and ID tokens. The default is 60, as in Cognito. */
  readonly accessTokenMinutes?: number;
  /**
   * Makes each refresh token valid for one use, and disables the flow REFRESH_TOKEN_AUTH. Off by default, as
   * in Cognito.
   */
  readonly rotateRefreshTokens?: boolean;
  /** Whether a sign-in needs a code of an authenticator app. The default is OFF. */
  readonly mfa?: Mfa;
  /** Receives what Cognito would send by e-mail: codes and temporary passwords. */
  readonly deliver?: (message: CognitoMessage) => void;
  /** Receives internal errors. The client gets no details of them. */
  readonly onInternalError?: (error: unknown) => void;
  /** Returns milliseconds since 1970. */
  readonly now?: () => number;
}

export interface CognitoResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A user pool with one app client, in this process. */
export interface Cognito {
  /** Answers a request of Cognito's API. `target` is the header `x-amz-target`. Never rejects. */
  handle(request: { target: string; body: string }): Promise<CognitoResponse>;
  /**
   * Returns whether a request names this pool: by its client, its id, one of its tokens, or one of its
   * sessions.
   */
  isFor(body: string): boolean;
  readonly issuer: string;
  /** Returns the document `<issuer>/.well-known/jwks.json`. */
  jwks(): Jwks;
  /** Returns the document `<issuer>/.well-known/openid-configuration`. */
  openIdConfiguration(): Readonly<Record<string, unknown>>;
  /** Creates or updates a user. Idempotent. */
  putUser(user: SeedUser): Promise<PoolUser>;
  /** Finds a user by user name, `sub` or verified e-mail address. */
  user(username: string): PoolUser | undefined;
  /**
   * Signs a user in without password and code, through the same trigger as every sign-in.
   * @throws {CognitoError}
   */
  issueTokens(username: string, clientMetadata?: ClientMetadata): Promise<Tokens>;
}

/**
 * Opens a stand-in for an Amazon Cognito user pool. Clients of Cognito sign in to it unchanged.
 * @throws {Error} in production, for a malformed pool id, and for a data file of another pool
 */
export async function openCognito(options: CognitoOptions): Promise<Cognito> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error(
      'The local user pool does not start with NODE_ENV=production; use an Amazon Cognito user pool there.',
    );
  }
  const { pool, save } = await openPool(options);
  return {
    issuer: pool.issuer,
    isFor: (body) => namesPool(pool, body),
    jwks: () => pool.key.jwks,
    openIdConfiguration: () => ({
      issuer: pool.issuer,
      jwks_uri: `${pool.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
    }),
    async handle({ target, body }) {
      try {
        const operation: Operation<OperationName> = operations[operationName(target)];
        const answer = await operation(pool, readBody(body));
        // Save before the client gets the answer.
        await save();
        return respond(200, answer);
      } catch (error) {
        // An operation may have changed the state before it failed.
        await save().catch((failure: unknown) => options.onInternalError?.(failure));
        if (error instanceof CognitoError) return refuse(400, error.name as CognitoErrorName, error.message);
        options.onInternalError?.(error);
        return refuse(500, 'InternalErrorException', 'Something went wrong');
      }
    },
    async putUser(seed) {
      const user = putUser(pool, seed);
      await save();
      return user;
    },
    user(username) {
      const user = findUser(pool, username);
      return user && poolUser(user);
    },
    async issueTokens(username, clientMetadata) {
      const user = requireUser(pool, username);
      const tokens = await signIn(pool, user, 'TokenGeneration_Authentication', clientMetadata);
      await save();
      return tokens;
    },
  };
}

async function openPool(options: CognitoOptions): Promise<{ pool: Pool; save: () => Promise<void> }> {
  const { dataFile, region, userPoolId, clientId, accessTokenMinutes = 60, now = Date.now } = options;
  if (!userPoolId.startsWith(`${region}_`) || !/^[\w-]+_[0-9a-zA-Z]+$/.test(userPoolId)) {
    throw new Error(
      `"${userPoolId}" is no user pool id of region "${region}"; write for example "${region}_Local1".`,
    );
  }
  const clock = () => Math.floor(now() / 1000);
  const isState = typeof dataFile === 'object' && dataFile !== null;
  const { state, save } = await openDataFile(
    isState ? null : dataFile,
    (json) => poolStateOf(json, userPoolId),
    () => (isState ? Promise.resolve(dataFile) : newPoolState(userPoolId)),
  );
  const pool: Pool = {
    region,
    userPoolId,
    clientId,
    issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    tokenLife: Math.round(accessTokenMinutes * 60),
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    mfa: options.mfa ?? 'OFF',
    triggers: options,
    deliver: options.deliver ?? (() => undefined),
    clock,
    state,
    key: signingKey(state.privateKey),
    challenges: openChallenges(clock),
    codes: openCodes(clock),
  };
  return { pool, save };
}

/** Returns whether a body names the pool. Each operation has its own field for that. */
function namesPool({ clientId, userPoolId, issuer, challenges }: Pool, body: string): boolean {
  if (body.includes(JSON.stringify(clientId)) || body.includes(JSON.stringify(userPoolId))) return true;
  const [, session] = /"Session":\s*"([^"]+)"/.exec(body) ?? [];
  if (session !== undefined && challenges.knows(session)) return true;
  const [, payload = ''] = /"AccessToken":\s*"[\w-]+\.([\w-]+)\./.exec(body) ?? [];
  return Buffer.from(payload, 'base64url').toString().includes(JSON.stringify(issuer));
}

function operationName(target: string): OperationName {
  const name = target.replace(/^AWSCognitoIdentityProviderService\./, '');
  if (name !== target && Object.hasOwn(operations, name)) return name as OperationName;
  throw new CognitoError(
    'UnknownOperationException',
    `"${target}" is not an operation of the local user pool.`,
  );
}

function respond(status: number, answer: object, headers: Record<string, string> = {}): CognitoResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID(), ...headers },
    body: JSON.stringify(answer),
  };
}

function refuse(status: number, name: CognitoErrorName, message: string): CognitoResponse {
  return respond(status, { __type: name, message }, { 'x-amzn-errortype': `${name}:` });
}
