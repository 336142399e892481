import { beginSrp, srpTimestamp } from '../../local-cloud/srp/index.ts';
import { UsageError } from '../../app/index.ts';
import { askCognito, type Answer, type PoolAddress } from './ask-cognito.ts';
import type { Person } from './person.ts';
import { setUpAuthenticator, withCode } from './second-factor.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The tenant of the user that the token is for; the only one, or none, if absent. */
  readonly tenant?: string | undefined;
  /** The token of an invitation that the sign-in accepts, for a user without a tenant. */
  readonly invitation?: string | undefined;
}

/** A pool, and the name by which authenticator apps list it. */
export interface Pool extends PoolAddress {
  readonly issuer: string;
}

/**
 * Signs in and returns an access token.
 * It uses SRP, which does not send the password, and then answers Cognito's challenges. It may ask the person for a new
 * password, an authenticator or a code.
 * @throws {UsageError} with Cognito's sentence, or that of a service that did not answer
 */
export async function signIn(
  pool: Pool,
  { username, password, tenant, invitation }: Credentials,
  person: Person,
): Promise<string> {
  const metadata = invitation === undefined ? {} : { ClientMetadata: { invitation } };
  const first = await provePassword({ pool, username, person, metadata }, password);
  const signedIn = await answer({ pool, username, person, metadata }, first);
  const { AuthenticationResult: tokens } =
    tenant === undefined
      ? signedIn
      : await askCognito(pool.url, 'GetTokensFromRefreshToken', {
          ClientId: pool.clientId,
          RefreshToken: signedIn.AuthenticationResult?.RefreshToken,
          ClientMetadata: { tenant },
        });
  if (!tokens) throw new UsageError(`"${username}" got no token.`);
  return tokens.AccessToken;
}

async function provePassword(going: Going, password: string): Promise<Answer> {
  const { pool, username } = going;
  const srp = beginSrp();
  const { ChallengeParameters: asked = {}, Session } = await askCognito(pool.url, 'InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A: srp.publicValue },
  });
  const {
    USER_ID_FOR_SRP: userId = username,
    SALT: salt = '',
    SRP_B: serverPublic = '',
    SECRET_BLOCK: secretBlock = '',
  } = asked;
  const poolName = pool.userPoolId.slice(pool.userPoolId.indexOf('_') + 1);
  const timestamp = srpTimestamp(new Date());
  const identity = { poolName, userId };
  return respond(going, 'PASSWORD_VERIFIER', Session, {
    USERNAME: userId,
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
    PASSWORD_CLAIM_SIGNATURE: srp.prove({ identity, password, salt, serverPublic, secretBlock, timestamp }),
    TIMESTAMP: timestamp,
  });
}

interface Going {
  readonly pool: Pool;
  /** The username as typed, which is how the person knows the account. */
  readonly username: string;
  readonly person: Person;
  /** What Cognito passes to the trigger that writes the tokens. */
  readonly metadata: { readonly ClientMetadata?: Readonly<Record<string, string>> };
}

/** Answers Cognito's challenges one after another, until it returns tokens. */
async function answer(going: Going, asked: Answer): Promise<Answer> {
  if (asked.AuthenticationResult) return asked;
  const { pool, username, person } = going;
  const { ChallengeName: name, ChallengeParameters: parameters = {}, Session } = asked;
  const USERNAME = parameters['USER_ID_FOR_SRP'] ?? username;
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED': {
      const NEW_PASSWORD = await newPassword(person);
      return answer(going, await respond(going, name, Session, { USERNAME, NEW_PASSWORD }));
    }
    case 'MFA_SETUP': {
      const account = { issuer: pool.issuer, username };
      const verified = await setUpAuthenticator(pool, account, { Session }, person);
      return answer(going, await respond(going, name, verified.Session, { USERNAME }));
    }
    case 'SOFTWARE_TOKEN_MFA': {
      const next = await withCode(person, 'Code of your authenticator', (code) =>
        respond(going, name, Session, { USERNAME, SOFTWARE_TOKEN_MFA_CODE: code }),
      );
      return answer(going, next);
    }
    default:
      throw new UsageError(`Cognito asks for "${name ?? ''}", which this command has no answer to.`);
  }
}

async function newPassword(person: Person): Promise<string> {
  person.say('The password is a temporary one: choose your own.');
  const chosen = await person.askSecret('New password');
  if (person.isAtTerminal && (await person.askSecret('The same again')) !== chosen) {
    throw new UsageError('The two are not the same: nothing was changed.');
  }
  return chosen;
}

function respond(
  { pool: { url, clientId }, metadata }: Going,
  ChallengeName: string,
  Session: string | undefined,
  ChallengeResponses: Readonly<Record<string, string>>,
): Promise<Answer> {
  return askCognito(url, 'RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName,
    Session,
    ChallengeResponses,
    ...metadata,
  });
}
