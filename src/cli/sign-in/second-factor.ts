import { UsageError } from '../../app/index.ts';
import { CognitoRefusal, askCognito, type Answer, type PoolAddress } from './ask-cognito.ts';
import type { Person } from './person.ts';

/** Cognito's refusals of a code, in sentences for people. */
const REFUSED_CODES: Readonly<Record<string, string>> = {
  CodeMismatchException: 'That code is wrong.',
  EnableSoftwareTokenMFAException: 'That code is wrong.',
  ExpiredCodeException: 'That code was used already: wait for the next one.',
};
const TRIES = 3;

/** Asks for a code of the authenticator until it is right: up to three times on a terminal, elsewhere once. */
export async function withCode<T>(
  person: Person,
  what: string,
  send: (code: string) => Promise<T>,
): Promise<T> {
  for (let left = person.isAtTerminal ? TRIES : 1; ; left -= 1) {
    const code = (await person.ask(what)).replace(/\s/g, '');
    let wrong = 'A code is six digits.';
    // A text that cannot be a code is not sent, because Cognito would count it as a guess.
    if (/^\d{6}$/.test(code)) {
      try {
        return await send(code);
      } catch (error) {
        const sentence = error instanceof CognitoRefusal ? REFUSED_CODES[error.code] : undefined;
        if (sentence === undefined) throw error;
        wrong = sentence;
      }
    }
    if (left <= 1) throw new UsageError(wrong);
    person.say(wrong);
  }
}

/** The account as the authenticator app lists it. */
export interface Account {
  /** The name of the service, such as "tenantql-prod". */
  readonly issuer: string;
  readonly username: string;
}

/**
 * Sets up an authenticator app: shows its secret, and asks for a first code.
 * @param by the session of a sign-in that demands it, or the access token of a signed-in user
 */
export async function setUpAuthenticator(
  { url }: Pick<PoolAddress, 'url'>,
  { issuer, username }: Account,
  by: { readonly Session: string | undefined } | { readonly AccessToken: string },
  person: Person,
): Promise<Answer> {
  const { SecretCode: secret = '', Session } = await askCognito(url, 'AssociateSoftwareToken', by);
  const name = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  person.say('Add this account to your authenticator app, by its key or by the address as a QR code:');
  person.say(`  key      ${secret}`);
  person.say(`  address  otpauth://totp/${name}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`);
  const verifier = 'AccessToken' in by ? by : { Session };
  return withCode(person, 'The code that it shows', (UserCode) =>
    askCognito(url, 'VerifySoftwareToken', { ...verifier, UserCode }),
  );
}
