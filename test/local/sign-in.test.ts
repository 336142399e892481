import { codeOf, stepAt } from '../../src/local-cloud/cognito/totp.ts';
import { signIn, type Person, type Pool } from '../../src/cli/sign-in/index.ts';
import { ada, claimsOf, clientId, startCognito, userPoolId, type CognitoServer } from './cognito-server.ts';

let server: CognitoServer;
let now: number;
let pool: Pool;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1, 12);
  server = await startCognito({ mfa: 'REQUIRED', now: () => now });
  pool = { url: server.endpoint, userPoolId, clientId, issuer: 'tenantql-test' };
});
afterEach(() => server.close());

/** Returns a person who gives these answers; `heard` lists the messages and questions. */
function person(...answers: (() => string)[]): Person & { readonly heard: string[] } {
  const heard: string[] = [];
  const ask = (what: string): Promise<string> => {
    heard.push(`${what}?`);
    const answer = answers.shift();
    return answer ? Promise.resolve(answer()) : Promise.reject(new Error(`Nobody knows: ${what}`));
  };
  return {
    heard,
    isAtTerminal: true,
    say: (line) => void heard.push(line),
    ask,
    askSecret: ask,
    close: () => undefined,
  };
}
const secretOf = ({ heard }: { heard: string[] }): string =>
  /key +([A-Z2-7]{52})$/m.exec(heard.join('\n'))?.[1] ?? '';
const code = (secret: string, steps = 0): string => codeOf(secret, stepAt(now / 1000) + steps);
const wrong = (secret: string): string => {
  const right = [-1, 0, 1].map((steps) => code(secret, steps));
  return ['000000', '111111', '222222', '333333'].find((each) => !right.includes(each)) ?? '';
};

async function setUp(): Promise<string> {
  const her = person(() => code(secretOf(her)));
  await signIn(pool, ada, her);
  now += 30_000;
  return secretOf(her);
}

describe('a sign-in of the command line', () => {
  it('accepts three attempts at a code and then fails', async () => {
    const secret = await setUp();
    const her = person(
      () => wrong(secret),
      () => '',
      () => code(secret),
    );
    expect(claimsOf(await signIn(pool, ada, her))['username']).toBe('ada');
    const asked = 'Code of your authenticator?';
    expect(her.heard).toEqual([asked, 'That code is wrong.', asked, 'A code is six digits.', asked]);

    now += 30_000;
    const guesses = person(...Array.from({ length: 4 }, () => () => wrong(secret)));
    await expect(signIn(pool, ada, guesses)).rejects.toThrow('That code is wrong.');
    expect(guesses.heard.filter((line) => line === asked)).toHaveLength(3);
  });

  it('fails with a message when the code takes longer than three minutes', async () => {
    const secret = await setUp();
    const slow = person(() => {
      now += 180_000;
      return code(secret);
    });
    await expect(signIn(pool, ada, slow)).rejects.toThrow(
      'The sign-in took longer than three minutes, or was tried too often: begin again.',
    );
  });

  it('asks for a new password twice and changes nothing when they differ', async () => {
    const Password = 'Temporary-1';
    await server.sdk.adminSetUserPassword({ UserPoolId: userPoolId, Username: 'ada', Password });
    const torn = person(
      () => 'Permanent-1',
      () => 'Permanent-2',
    );
    const temporary = { username: 'ada', password: Password };
    await expect(signIn(pool, temporary, torn)).rejects.toThrow(
      'The two are not the same: nothing was changed.',
    );
    const her: ReturnType<typeof person> = person(
      () => 'Permanent-1',
      () => 'Permanent-1',
      () => code(secretOf(her)),
    );
    expect(claimsOf(await signIn(pool, temporary, her))['username']).toBe('ada');
  });

  it('names the address when no server answers', async () => {
    const nowhere = { ...pool, url: 'http://127.0.0.1:9/' };
    await expect(signIn(nowhere, ada, person())).rejects.toThrow('Nothing answers at http://127.0.0.1:9.');
  });
});
