import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';

import type { CognitoMessage } from '../../src/local/cognito/index.ts';
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

describe('someone who signs up', () => {
  it('proves the address by a code, and signs in after', async () => {
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

  it('who has not confirmed is told so only with the right password', async () => {
    await signUp('kim');
    await expect(signInByPassword(server, 'kim', 'Wrong-horse-1')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('is told of to the triggers in the events that AWS documents', async () => {
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

  it('is refused in the words of the pre-sign-up trigger, and leaves nothing behind', async () => {
    answer = () => {
      throw new Error('You are not invited');
    };
    await expect(signUp('kim')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error You are not invited.',
    });
    expect([server.cognito.user('kim'), mail]).toEqual([undefined, []]);
  });

  it('is confirmed at once where the trigger says so', async () => {
    answer = (event) => ({
      ...event,
      response: { ...event.response, autoConfirmUser: true, autoVerifyEmail: true },
    });
    expect(await signUp('kim')).toMatchObject({ UserConfirmed: true });
    expect(mail).toEqual([]);
    await expect(signInByPassword(server, 'kim', PASSWORD)).resolves.toBeDefined();
  });

  it('needs a name that is free, a good password, and attributes of their own', async () => {
    await expect(signUp('ADA')).rejects.toMatchObject({ name: 'UsernameExistsException' });
    const body = { ClientId: clientId, Username: 'kim', Password: 'short' };
    await expect(server.sdk.signUp(body)).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    for (const Name of ['email_verified', 'custom:tenantId', 'custom:email'])
      await expect(
        server.sdk.signUp({ ...body, Password: PASSWORD, UserAttributes: [{ Name, Value: 'true' }] }),
      ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is answered InvalidLambdaResponse when the trigger answers nothing', async () => {
    answer = () => ({}) as PreSignUpTriggerEvent;
    await expect(signUp('kim')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  it('cannot take the address that another has proved', async () => {
    await signUp('kim', 'ada@example.com');
    await expect(confirmSignUp('kim')).rejects.toMatchObject({ name: 'AliasExistsException' });
    await expect(signInByPassword(server, 'kim', PASSWORD)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
    });
  });
});

describe('the code of a sign-up', () => {
  it('is refused when it is wrong, and five tries later also when it is right', async () => {
    await signUp('kim');
    const right = mail.at(-1)?.code ?? '';
    const wrong = right === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n += 1)
      await expect(confirmSignUp('kim', wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(confirmSignUp('kim', right)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('expires; another is sent on request, and the old one is good no more', async () => {
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

  it('is not asked for again once it was given', async () => {
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

  it('tells nothing of who exists', async () => {
    const { CodeDeliveryDetails } = await server.sdk.resendConfirmationCode({
      ClientId: clientId,
      Username: 'nobody',
    });
    expect(CodeDeliveryDetails).toMatchObject({ Destination: 'n***@n***' });
    await expect(confirmSignUp('nobody', '123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('confirms also when the post-confirmation trigger fails, whose words the client gets', async () => {
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
