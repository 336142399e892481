import { createHash } from 'node:crypto';

import { isTrusted, tagContext, type Role, type Sessions } from '../iam/index.ts';
import type { CognitoResponse } from '../cognito/index.ts';
import { IdentityFailure } from './identity-failure.ts';
import { loginIn, type Login, type Provider } from './logins.ts';
import { readInput } from './read-input.ts';

export interface IdentityPoolOptions {
  /** `<region>:<UUID>`. */
  readonly identityPoolId: string;
  /** The user pool whose users get credentials. */
  readonly provider: Provider;
  /** Claims of the ID token by the names of the session's tags. */
  readonly principalTags: Readonly<Record<string, string>>;
  /** The role of authenticated identities. */
  readonly role: Role;
  readonly sessions: Sessions;
  /** Receives internal errors. The client gets no details of them. */
  readonly onInternalError?: (error: unknown) => void;
}

/** An identity pool with one user pool, in this process. */
export interface IdentityPool {
  /** Answers a request of the API. `target` is the header `x-amz-target`. Never rejects. */
  handle(request: { readonly target: string; readonly body: string }): Promise<CognitoResponse>;
}

/** The beginning of `x-amz-target` in requests to an identity pool. */
export const IDENTITY_TARGET = 'AWSCognitoIdentityService.';

/** Seconds that the credentials of a session live. */
const SECONDS = 3600;
const SESSION_NAME = 'CognitoIdentityCredentials';
const ACTIONS = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'];

/**
 * Opens a stand-in for an Amazon Cognito identity pool. A user with an ID token gets a session of the role, tagged with claims
 * of the token, if the trust policy of the role allows it. It has no guests.
 */
export function openIdentityPool(options: IdentityPoolOptions): IdentityPool {
  const { identityPoolId, provider, principalTags, role, sessions, onInternalError } = options;
  const identityOf = ({ issuer, claims }: Login): string =>
    `${identityPoolId.split(':')[0] ?? ''}:${uuidOf(`${identityPoolId} ${issuer} ${claims.sub}`)}`;
  const operations: Readonly<Record<string, (body: string) => Promise<object>>> = {
    async GetId(body) {
      const { IdentityPoolId, Logins } = readInput(body);
      if (IdentityPoolId !== identityPoolId)
        throw new IdentityFailure('ResourceNotFoundException', `IdentityPool '${IdentityPoolId}' not found.`);
      return { IdentityId: identityOf(await loginIn(Logins, provider)) };
    },
    async GetCredentialsForIdentity(body) {
      const { IdentityId, Logins, CustomRoleArn } = readInput(body);
      if (CustomRoleArn !== '')
        throw new IdentityFailure('InvalidParameterException', 'This pool has one role alone.');
      const login = await loginIn(Logins, provider);
      if (IdentityId !== identityOf(login))
        throw new IdentityFailure(
          'NotAuthorizedException',
          "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        );
      const tags = tagsOf(login, principalTags);
      const context = {
        ...tagContext(tags),
        'cognito-identity.amazonaws.com:aud': identityPoolId,
        'cognito-identity.amazonaws.com:sub': IdentityId,
        'cognito-identity.amazonaws.com:amr': ['authenticated', provider.name],
      };
      if (!isTrusted(role, ACTIONS, context))
        throw new IdentityFailure(
          'InvalidIdentityPoolConfigurationException',
          'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
        );
      const session = sessions.assume(role, { name: SESSION_NAME, tags, seconds: SECONDS });
      return {
        IdentityId,
        Credentials: {
          AccessKeyId: session.accessKeyId,
          SecretKey: session.secretAccessKey,
          SessionToken: session.sessionToken,
          Expiration: session.expiration.getTime() / 1000,
        },
      };
    },
  };
  return {
    async handle({ target, body }) {
      const name = target.replace(IDENTITY_TARGET, '');
      try {
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation)
          throw new IdentityFailure('UnknownOperationException', `"${name}" is not known to the local pool.`);
        return respond(200, await operation(body));
      } catch (error) {
        if (error instanceof IdentityFailure) return refuse(400, error.name, error.message);
        onInternalError?.(error);
        return refuse(500, 'InternalErrorException', 'Something went wrong');
      }
    },
  };
}

/** Returns the tags of a session. A claim that the token lacks gives none. */
function tagsOf({ claims }: Login, names: IdentityPoolOptions['principalTags']): Record<string, string> {
  const tags = Object.entries(names).map(([tag, claim]) => [tag, claims[claim]] as const);
  return Object.fromEntries(tags.filter((tag): tag is [string, string] => typeof tag[1] === 'string'));
}

/** Returns the same UUID for the same text, so that a user keeps the identity without a record of it. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function respond(status: number, body: object, more: Readonly<Record<string, string>> = {}): CognitoResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1', ...more };
  return { status, headers, body: JSON.stringify(body) };
}

function refuse(status: number, name: string, message: string): CognitoResponse {
  return respond(status, { __type: name, message }, { 'x-amzn-errortype': name });
}
