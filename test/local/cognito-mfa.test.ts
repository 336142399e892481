import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { codeOf, stepAt, toBase32 } from '../../src/local-cloud/cognito/totp.ts';
import {
  ada,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };
const mismatch = { name: 'CodeMismatchException', message: 'Invalid code received for user' };
const used = { name: 'ExpiredCodeException', message: 'Your software token has already been used once.' };
const cannotEnable = { name: 'EnableSoftwareTokenMFAException' };

let server: CognitoServer;
let now: number;
let secret: string;
afterEach(() => server.close());

async function open(mfa: 'OFF' | 'OPTIONAL' | 'REQUIRED', dataFile: string | null = null): Promise<void> {
  now = Date.UTC(2026, 0, 1, 12);
  server = await startCognito({ now: () => now, mfa, dataFile });
}

const later = (seconds: number): void => void (now += seconds * 1000);
/** Returns the code that Ada's authenticator shows, some steps from now. */
const code = (steps = 0): string => codeOf(secret, stepAt(now / 1000) + steps);
const wrong = (): string => {
  const right = [-1, 0, 1].map(code);
  return ['000000', '000001', '000002', '000003'].find((each) => !right.includes(each)) ?? '';
};

const begin = (PASSWORD = ada.password) =>
  server.sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
const respond = (
  ChallengeName: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP' | 'NEW_PASSWORD_REQUIRED',
  Session: string | undefined,
  more: Record<string, string> = {},
) =>
  server.sdk.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: 'ada', ...more },
  });
const showCode = (Session: string | undefined, SOFTWARE_TOKEN_MFA_CODE: string) =>
  respond('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE });

/** Sets up Ada's authenticator in a pool that requires one; returns her tokens. */
async function setUp() {
  const first = await begin();
  const { SecretCode = '', Session } = await server.sdk.associateSoftwareToken({ Session: first.Session });
  secret = SecretCode;
  const verified = await server.sdk.verifySoftwareToken({ Session, UserCode: code() });
  return (await respond('MFA_SETUP', verified.Session)).AuthenticationResult ?? {};
}

describe('a TOTP code', () => {
  beforeEach(() => open('OFF'));

  // RFC 6238, appendix B, SHA-1: the last six of eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('equals the code of RFC 6238 at second %i', (second, expected) => {
    expect(codeOf(toBase32(Buffer.from('12345678901234567890')), stepAt(second))).toBe(expected);
  });

  it('is not requested in a pool without MFA, where no authenticator can be set up', async () => {
    const { AccessToken } = await signInByPassword(server);
    await expect(server.sdk.associateSoftwareToken({ AccessToken })).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
    });
  });
});

describe('a pool that requires MFA', () => {
  beforeEach(() => open('REQUIRED'));

  it('makes a user set up an authenticator at the first sign-in before it issues tokens', async () => {
    const first = await begin();
    expect(first).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    expect(first.AuthenticationResult).toBeUndefined();
    expect(await setUp()).toHaveProperty('AccessToken');
    const pool = await server.sdk.describeUserPool({ UserPoolId: userPoolId });
    expect(pool.UserPool?.MfaConfiguration).toBe('ON');
  });

  it('makes a user set up an authenticator after the user replaced a temporary password', async () => {
    await server.sdk.adminSetUserPassword({
      UserPoolId: userPoolId,
      Username: 'ada',
      Password: 'Temporary-1',
    });
    const { Session } = await begin('Temporary-1');
    const next = await respond('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: 'Permanent-1' });
    expect(next.ChallengeName).toBe('MFA_SETUP');
    expect(next.AuthenticationResult).toBeUndefined();
  });

  it('issues no tokens when a client skips a step of the set-up', async () => {
    await expect(respond('MFA_SETUP', (await begin()).Session)).rejects.toMatchObject(invalidSession);
    const { Session } = await server.sdk.associateSoftwareToken({ Session: (await begin()).Session });
    await expect(respond('MFA_SETUP', Session)).rejects.toMatchObject(invalidSession);
    await expect(
      server.sdk.verifySoftwareToken({ Session: (await begin()).Session, UserCode: '123456' }),
    ).rejects.toMatchObject(invalidSession);
    await expect(showCode((await begin()).Session, '123456')).rejects.toMatchObject(invalidSession);
  });

  it('rejects a wrong first code and accepts the right one afterwards', async () => {
    const first = await begin();
    const { SecretCode = '', Session } = await server.sdk.associateSoftwareToken({ Session: first.Session });
    secret = SecretCode;
    await expect(server.sdk.verifySoftwareToken({ Session, UserCode: wrong() })).rejects.toMatchObject(
      cannotEnable,
    );
    expect((await begin()).ChallengeName).toBe('MFA_SETUP');
    expect(await server.sdk.verifySoftwareToken({ Session, UserCode: code() })).toMatchObject({
      Status: 'SUCCESS',
    });
    expect((await begin()).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('rejects a first code after three minutes or after five wrong codes', async () => {
    const begun = async () => {
      const { SecretCode = '', Session } = await server.sdk.associateSoftwareToken({
        Session: (await begin()).Session,
      });
      secret = SecretCode;
      return (UserCode: string) => server.sdk.verifySoftwareToken({ Session, UserCode });
    };
    const slow = await begun();
    later(180);
    await expect(slow(code())).rejects.toMatchObject(invalidSession);
    const guess = await begun();
    for (let turn = 0; turn < 5; turn++) await expect(guess(wrong())).rejects.toMatchObject(cannotEnable);
    await expect(guess(code())).rejects.toMatchObject(invalidSession);
    expect((await begin()).ChallengeName).toBe('MFA_SETUP');
  });

  it('rejects a set-up that began before the current authenticator was set up', async () => {
    const early = await server.sdk.associateSoftwareToken({ Session: (await begin()).Session });
    await setUp();
    const UserCode = codeOf(early.SecretCode ?? '', stepAt(now / 1000));
    await expect(server.sdk.verifySoftwareToken({ Session: early.Session, UserCode })).rejects.toMatchObject(
      invalidSession,
    );
  });

  it('requests a code after the set-up, for every way to prove the password', async () => {
    await setUp();
    later(30);
    const { ChallengeName, AuthenticationResult, Session } = await begin();
    expect([ChallengeName, AuthenticationResult]).toEqual(['SOFTWARE_TOKEN_MFA', undefined]);
    expect((await showCode(Session, code())).AuthenticationResult).toHaveProperty('AccessToken');
    const chosen = await server.sdk.initiateAuth({
      ClientId: clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: ada.password },
    });
    expect([chosen.ChallengeName, chosen.AuthenticationResult]).toEqual(['SOFTWARE_TOKEN_MFA', undefined]);
  });

  it('refreshes tokens without a code, as AWS does', async () => {
    const { RefreshToken } = await setUp();
    const refreshed = await server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken });
    expect(refreshed.AuthenticationResult).toHaveProperty('AccessToken');
  });

  it('accepts a code only once, also in another sign-in', async () => {
    await setUp();
    await expect(showCode((await begin()).Session, code())).rejects.toMatchObject(used);
    later(30);
    const { Session } = await begin();
    const shown = code();
    expect((await showCode(Session, shown)).AuthenticationResult).toHaveProperty('AccessToken');
    await expect(showCode(Session, code(1))).rejects.toMatchObject(invalidSession);
    await expect(showCode((await begin()).Session, shown)).rejects.toMatchObject(used);
  });

  it('accepts the codes of one step before and after and no others', async () => {
    await setUp();
    for (const [steps, taken] of [
      [-2, false],
      [-1, true],
      [2, false],
      [1, true],
    ] as const) {
      later(120);
      const answer = showCode((await begin()).Session, code(steps));
      if (taken) expect((await answer).AuthenticationResult).toHaveProperty('AccessToken');
      else await expect(answer).rejects.toMatchObject(mismatch);
    }
  });

  it('allows five wrong codes in one sign-in', async () => {
    await setUp();
    later(30);
    const { Session } = await begin();
    for (let turn = 0; turn < 4; turn++) {
      await expect(showCode(Session, wrong())).rejects.toMatchObject(mismatch);
    }
    expect((await showCode(Session, code())).AuthenticationResult).toHaveProperty('AccessToken');
    later(30);
    const guessed = await begin();
    for (let turn = 0; turn < 5; turn++) {
      await expect(showCode(guessed.Session, wrong())).rejects.toMatchObject(mismatch);
    }
    await expect(showCode(guessed.Session, wrong())).rejects.toMatchObject(invalidSession);
    await expect(showCode(guessed.Session, code())).rejects.toMatchObject(invalidSession);
  });

  it('rejects a session that is forged, expired or older than the password', async () => {
    await setUp();
    later(30);
    await expect(showCode('x'.repeat(64), code())).rejects.toMatchObject(invalidSession);
    const slow = await begin();
    later(180);
    await expect(showCode(slow.Session, code())).rejects.toMatchObject(invalidSession);
    const { Session } = await begin();
    const Password = 'Another-horse-3';
    await server.sdk.adminSetUserPassword({
      UserPoolId: userPoolId,
      Username: 'ada',
      Password,
      Permanent: true,
    });
    await expect(showCode(Session, code())).rejects.toMatchObject(invalidSession);
  });

  it('issues no tokens when the user was disabled before the code', async () => {
    await setUp();
    later(30);
    const { Session } = await begin();
    await server.sdk.adminDisableUser({ UserPoolId: userPoolId, Username: 'ada' });
    await expect(showCode(Session, code())).rejects.toThrow('User is disabled.');
    await expect(begin()).rejects.toThrow('User is disabled.');
  });

  it("ignores a user's wish to disable MFA and lets a signed-in user replace the authenticator", async () => {
    const { AccessToken } = await setUp();
    await server.sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } });
    expect((await begin()).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');

    const old = secret;
    const { SecretCode = '' } = await server.sdk.associateSoftwareToken({ AccessToken });
    later(30);
    expect((await showCode((await begin()).Session, code())).AuthenticationResult).toBeDefined();
    secret = SecretCode;
    await expect(server.sdk.verifySoftwareToken({ AccessToken, UserCode: wrong() })).rejects.toMatchObject(
      cannotEnable,
    );
    await server.sdk.verifySoftwareToken({ AccessToken, UserCode: code() });
    later(30);
    const stale = codeOf(old, stepAt(now / 1000));
    await expect(showCode((await begin()).Session, stale)).rejects.toMatchObject(mismatch);
    expect((await showCode((await begin()).Session, code())).AuthenticationResult).toBeDefined();
  });

  it('rejects a request with both a session and an access token', async () => {
    const { AccessToken } = await setUp();
    await expect(
      server.sdk.associateSoftwareToken({ AccessToken, Session: 'x'.repeat(64) }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('recognises the sessions that it began', async () => {
    const { Session } = await begin();
    expect(server.cognito.isFor(JSON.stringify({ Session }))).toBe(true);
    expect(server.cognito.isFor(JSON.stringify({ Session: 'x'.repeat(64) }))).toBe(false);
  });
});

describe('a pool with optional MFA', () => {
  beforeEach(() => open('OPTIONAL'));

  it('requests codes when the user has an authenticator and enabled it', async () => {
    const { AccessToken } = await signInByPassword(server);
    const want = (Enabled: boolean) =>
      server.sdk.setUserMFAPreference({
        AccessToken,
        SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled },
      });
    await expect(want(true)).rejects.toThrow('User has not verified software token mfa');
    await expect(server.sdk.verifySoftwareToken({ AccessToken, UserCode: '123456' })).rejects.toMatchObject(
      cannotEnable,
    );
    secret = (await server.sdk.associateSoftwareToken({ AccessToken })).SecretCode ?? '';
    await server.sdk.verifySoftwareToken({ AccessToken, UserCode: code() });
    expect((await begin()).AuthenticationResult).toBeDefined();

    await want(true);
    expect(await server.sdk.getUser({ AccessToken })).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    expect((await begin()).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');

    await want(false);
    const seen = await server.sdk.adminGetUser({ UserPoolId: userPoolId, Username: 'ada' });
    expect([seen.UserMFASettingList, seen.PreferredMfaSetting]).toEqual([undefined, undefined]);
    expect((await begin()).AuthenticationResult).toBeDefined();
  });

  it('does not support codes by SMS', async () => {
    const { AccessToken } = await signInByPassword(server);
    await expect(
      server.sdk.setUserMFAPreference({ AccessToken, SMSMfaSettings: { Enabled: true } }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the data file with MFA', () => {
  it('keeps authenticators and used codes, and only its owner can read it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantql-mfa-'));
    const file = join(folder, 'cognito.json');
    await open('REQUIRED', file);
    await setUp();
    expect(readFileSync(file, 'utf8')).toContain(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await server.close();
    await open('REQUIRED', file);
    const { ChallengeName, Session } = await begin();
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await expect(showCode(Session, code())).rejects.toMatchObject(used);
    later(30);
    expect((await showCode(Session, code())).AuthenticationResult).toBeDefined();
    rmSync(folder, { recursive: true });
  });
});
