import { UsageError } from '../../app/index.ts';
import { exchange, jsonOf } from '../exchange.ts';

/** The address of a user pool and its client. */
export interface PoolAddress {
  /** The URL of Cognito's API. */
  readonly url: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** A refusal of Cognito, in its own words. */
export class CognitoRefusal extends UsageError {
  override readonly name = 'CognitoRefusal';
  /** A code such as CodeMismatchException. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The members of Cognito's answers that a sign-in reads. */
export interface Answer {
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
  readonly Session?: string;
  readonly SecretCode?: string;
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}

/** The message for a session that has expired or was used. Cognito keeps a session for three minutes. */
const SPENT = 'The sign-in took longer than three minutes, or was tried too often: begin again.';

type Operation =
  | 'AssociateSoftwareToken'
  | 'GetTokensFromRefreshToken'
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'VerifySoftwareToken';

/**
 * Sends an operation that needs no signature.
 * @throws {CognitoRefusal} if Cognito refuses it
 * @throws {UsageError} if Cognito does not answer
 */
export async function askCognito(url: string, operation: Operation, body: object): Promise<Answer> {
  const incoming = await exchange(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new UsageError(`Nothing answers at ${new URL(url).origin}.`);
  });
  const answer = jsonOf(incoming) as Answer & {
    readonly __type?: string;
    readonly message?: string;
  };
  if (incoming.status < 300) return answer;
  const { __type: type = '', message = `Cognito answered with status ${incoming.status}.` } = answer;
  // The type may follow the name of a service: `com.amazonaws.cognito#CodeMismatchException`.
  const code = type.split('#').pop() ?? '';
  throw new CognitoRefusal(code, message.startsWith('Invalid session') ? SPENT : message);
}
