import '../browser-name.ts';
/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is deprecated and widely used: it must work. */
import { AuthenticationDetails, type CognitoUser, type CognitoUserSession } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';

import { codeOf, stepAt } from '../../src/local-cloud/cognito/totp.ts';
import { ada, clientId, startCognito, userPoolId, type CognitoServer } from './cognito-server.ts';
import { userOf } from './identity-js.ts';

let server: CognitoServer;
let late = 0;
const open = async (mfa: 'OPTIONAL' | 'REQUIRED'): Promise<void> => {
  server = await startCognito({ mfa, now: () => Date.now() + late * 1000 });
};
afterEach(() => server.close());

/** Returns the code of an authenticator for a time step whose code was not used. */
function nextCode(secret: string): string {
  late += 60;
  return codeOf(secret, stepAt(Date.now() / 1000 + late));
}
const wrongCode = (secret: string): string => {
  const now = stepAt(Date.now() / 1000 + late);
  const right = [-2, -1, 0, 1, 2].map((step) => codeOf(secret, now + step));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !right.includes(each)) ?? ''
  );
};

describe('amazon-cognito-identity-js', () => {
  beforeEach(() => open('REQUIRED'));

  type Asked = CognitoUserSession | 'a code' | 'an authenticator';
  const signInBySrp = (user: CognitoUser): Promise<Asked> =>
    new Promise((resolve, reject) => {
      const details = new AuthenticationDetails({ Username: user.getUsername(), Password: ada.password });
      user.authenticateUser(details, {
        onSuccess: resolve,
        onFailure: reject,
        totpRequired: () => {
          resolve('a code');
        },
        mfaSetup: () => {
          resolve('an authenticator');
        },
      });
    });
  const secretFor = (user: CognitoUser): Promise<string> =>
    new Promise((resolve, reject) => {
      user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
    });
  const verify = (user: CognitoUser, code: string): Promise<CognitoUserSession> =>
    new Promise((resolve, reject) => {
      user.verifySoftwareToken(code, 'phone', { onSuccess: resolve, onFailure: reject });
    });
  const showCode = (user: CognitoUser, code: string): Promise<CognitoUserSession> =>
    new Promise((resolve, reject) => {
      user.sendMFACode(code, { onSuccess: resolve, onFailure: reject }, 'SOFTWARE_TOKEN_MFA');
    });

  it('sets up an authenticator at the first sign-in and sends its codes at later sign-ins', async () => {
    const first = userOf(server, 'ada');
    expect(await signInBySrp(first)).toBe('an authenticator');
    const secret = await secretFor(first);
    await expect(verify(first, wrongCode(secret))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    expect((await verify(first, nextCode(secret))).isValid()).toBe(true);

    const second = userOf(server, 'ada');
    expect(await signInBySrp(second)).toBe('a code');
    await expect(showCode(second, wrongCode(secret))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const code = nextCode(secret);
    const session = await showCode(second, code);
    expect(session.getAccessToken().payload).toMatchObject({ username: 'ada' });

    const third = userOf(server, 'ada');
    expect(await signInBySrp(third)).toBe('a code');
    await expect(showCode(third, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
      second.refreshSession(session.getRefreshToken(), (error: unknown, next: CognitoUserSession) => {
        if (error instanceof Error) reject(error);
        else resolve(next);
      });
    });
    expect(refreshed.isValid()).toBe(true);
  });
});

describe('aws-amplify', () => {
  const configure = (): void => {
    // It warns that the endpoint is not AWS's, which is the point.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
    Amplify.configure({
      Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: server.endpoint } },
    });
  };
  const begin = () => signIn({ username: 'ada', password: ada.password });
  afterEach(() => signOut());

  it('sets up an authenticator at the first sign-in and sends its codes at later sign-ins', async () => {
    await open('REQUIRED');
    configure();
    const { nextStep } = await begin();
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep);
    const secret = nextStep.totpSetupDetails.sharedSecret;
    await expect(confirmSignIn({ challengeResponse: wrongCode(secret) })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    expect(await confirmSignIn({ challengeResponse: nextCode(secret) })).toMatchObject({ isSignedIn: true });
    await signOut();

    expect((await begin()).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(confirmSignIn({ challengeResponse: wrongCode(secret) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const code = nextCode(secret);
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
    await signOut();
    await begin();
    await expect(confirmSignIn({ challengeResponse: code })).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  it('enables codes for a signed-in user when the pool makes them optional', async () => {
    await open('OPTIONAL');
    configure();
    await begin();
    const { sharedSecret } = await setUpTOTP();
    await verifyTOTPSetup({ code: nextCode(sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();
    expect((await begin()).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expect(await confirmSignIn({ challengeResponse: nextCode(sharedSecret) })).toMatchObject({
      isSignedIn: true,
    });
  });
});
