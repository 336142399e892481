import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';

import type { CognitoMessage } from '../../src/local-cloud/cognito/index.ts';
import {
  claimsOf,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

let server: CognitoServer;
let now = Date.parse('2026-01-01T00:00:00Z');
let mail: CognitoMessage[];
let signUps: PreSignUpTriggerEvent[];
let confirmations: PostConfirmationTriggerEvent[];
let answer: (event: PreSignUpTriggerEvent) => PreSignUpTriggerEvent;
let confirm: () => void;
beforeEach(async () => {
  [mail, signUps, confirmations] = [[], [], []];
  answer = (event) => event;
  confirm = () => undefined;
  server = await startCognito({
    now: () => now,
    deliver: (message) => mail.push(message),
    preSignUp: (event) => {
      signUps.push(structuredClone(event));
      return Promise.resolve(answer(event));
    },
    postConfirmation: (event) => {
      confirmations.push(structuredClone(event));
      confirm();
      return Promise.resolve(event);
    },
  });
});
afterEach(() => server.close());

const PASSWORD = 'Correct-horse-1';
const signUp = (Username: string, email = `${Username}@example.com`) =>
  server.sdk.signUp({
    ClientId: clientId,
    ...{ Username, Password: PASSWORD },
    UserAttributes: [{ Name: 'email', Value: email }],
    ClientMetadata: { invitation: 'token' },
  });
const confirmSignUp = (Username: string, ConfirmationCode = mail.at(-1)?.code ?? '') =>
  server.sdk.confirmSignUp({
    ClientId: clientId,
    Username,
    ConfirmationCode,
    ClientMetadata: { invitation: 'token' },
  });

describe('a sign-up', () => {
  it('verifies the address by a code, and then the user can sign in', async () => {
    const answered = await signUp('kim');
    expect(answered).toMatchObject({
      UserConfirmed: false,
      UserSub: server.cognito.user('kim')?.sub,
      CodeDeliveryDetails: { Destination: 'k***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(mail).toEqual([
      {
        to: 'kim@example.com',
        username: 'kim',
        purpose: 'sign-up',
        code: expect.stringMatching(/^\d{6}$/) as string,
      },
    ]);
    await expect(signInByPassword(server, 'kim', PASSWORD)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    await confirmSignUp('kim');
    const { IdToken } = await signInByPassword(server, 'kim', PASSWORD);
    expect(claimsOf(IdToken)).toMatchObject({ email: 'kim@example.com', email_verified: true });
    await expect(signInByPassword(server, 'kim@example.com', PASSWORD)).resolves.toBeDefined();
  });

  it('that is unconfirmed is reported only with the right password', async () => {
    await signUp('kim');
    await expect(signInByPassword(server, 'kim', 'Wrong-horse-1')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('calls the triggers with the events that AWS documents', async () => {
    await signUp('kim');
    await confirmSignUp('kim');
    const frame = { version: '1', region: 'eu-west-1', userPoolId, userName: 'kim' };
    const callerContext = { awsSdkVersion: expect.any(String) as string, clientId };
    expect(signUps).toEqual([
      {
        ...frame,
        callerContext,
        triggerSource: 'PreSignUp_SignUp',
        request: {
          userAttributes: { email: 'kim@example.com' },
          validationData: null,
          clientMetadata: { invitation: 'token' },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
    expect(confirmations).toEqual([
      {
        ...frame,
        callerContext,
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: {
            sub: server.cognito.user('kim')?.sub,
            'cognito:user_status': 'CONFIRMED',
            email: 'kim@example.com',
            email_verified: 'true',
          },
          clientMetadata: { invitation: 'token' },
        },
        response: {},
      },
    ]);
  });

  it('fails with the message of the pre-sign-up trigger and creates no user', async () => {
    answer = () => {
      throw new Error('You are not invited');
    };
    await expect(signUp('kim')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error You are not invited.',
    });
    expect([server.cognito.user('kim'), mail]).toEqual([undefined, []]);
  });

  it('is confirmed at once when the trigger says so', async () => {
    answer = (event) => ({
      ...event,
      response: { ...event.response, autoConfirmUser: true, autoVerifyEmail: true },
    });
    expect(await signUp('kim')).toMatchObject({ UserConfirmed: true });
    expect(mail).toEqual([]);
    await expect(signInByPassword(server, 'kim', PASSWORD)).resolves.toBeDefined();
  });

  it('needs a free username, a strong password and only attributes that a user may write', async () => {
    await expect(signUp('ADA')).rejects.toMatchObject({ name: 'UsernameExistsException' });
    const body = { ClientId: clientId, Username: 'kim', Password: 'short' };
    await expect(server.sdk.signUp(body)).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    for (const Name of ['email_verified', 'custom:tenantId', 'custom:email'])
      await expect(
        server.sdk.signUp({ ...body, Password: PASSWORD, UserAttributes: [{ Name, Value: 'true' }] }),
      ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('fails with InvalidLambdaResponse when the trigger returns no response', async () => {
    answer = () => ({}) as PreSignUpTriggerEvent;
    await expect(signUp('kim')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  it('cannot be confirmed with an address that another user has verified', async () => {
    await signUp('kim', 'ada@example.com');
    await expect(confirmSignUp('kim')).rejects.toMatchObject({ name: 'AliasExistsException' });
    await expect(signInByPassword(server, 'kim', PASSWORD)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
    });
  });
});

describe('the code of a sign-up', () => {
  it('is rejected when it is wrong, and after five attempts even when it is right', async () => {
    await signUp('kim');
    const right = mail.at(-1)?.code ?? '';
    const wrong = right === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n += 1)
      await expect(confirmSignUp('kim', wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(confirmSignUp('kim', right)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('expires, and a new one can be requested', async () => {
    await signUp('kim');
    const old = mail.at(-1)?.code ?? '';
    now += 3601_000;
    await expect(confirmSignUp('kim', old)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const { CodeDeliveryDetails } = await server.sdk.resendConfirmationCode({
      ClientId: clientId,
      Username: 'kim',
    });
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL' });
    expect(mail).toHaveLength(2);
    await confirmSignUp('kim');
    await expect(signInByPassword(server, 'kim', PASSWORD)).resolves.toBeDefined();
  });

  it('cannot be used or requested again after the confirmation', async () => {
    await signUp('kim');
    await confirmSignUp('kim');
    await expect(confirmSignUp('kim')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    await expect(
      server.sdk.resendConfirmationCode({ ClientId: clientId, Username: 'kim' }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  it('does not reveal whether a user exists', async () => {
    const { CodeDeliveryDetails } = await server.sdk.resendConfirmationCode({
      ClientId: clientId,
      Username: 'nobody',
    });
    expect(CodeDeliveryDetails).toMatchObject({ Destination: 'n***@n***' });
    await expect(confirmSignUp('nobody', '123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('confirms the user even when the post-confirmation trigger fails, whose message the client gets', async () => {
    confirm = () => {
      throw new Error('All seats are taken');
    };
    await signUp('kim');
    await expect(confirmSignUp('kim')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error All seats are taken.',
    });
    await expect(signInByPassword(server, 'kim', PASSWORD)).resolves.toBeDefined();
  });
});
