import type { Browser, BrowserContext, Page } from 'playwright-core';

import { ask } from './ask.ts';
import { openBrowser } from './browser.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
});
afterEach(() => context.close());

interface Received {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Invites an address as alice, who may do so in acme. */
async function invite(email: string, by = ['alice', 'Alice-2026'] as const): Promise<void> {
  const { AccessToken } = await signIn(server, ...by);
  const query = `mutation { inviteMember(input: { email: "${email}", roles: ["MEMBER"] }) { invitation { id } } }`;
  expect(await ask(server, AccessToken, query)).not.toHaveProperty('errors');
  await server.prints(new RegExp(`"mail":\\{"id":"[^"]* ${email}"`));
}

const mailbox = async (): Promise<readonly Received[]> =>
  (await (await fetch(`${server.url}/mailbox.json`)).json()) as readonly Received[];

/** Opens the mailbox and clicks the link in the newest mail to an address. */
async function clickLink(email: string): Promise<void> {
  await page.goto(`${server.url}/mailbox`);
  await page
    .getByRole('article')
    .filter({ hasText: `To ${email}` })
    .first()
    .getByRole('link')
    .first()
    .click();
}

const session = (): Promise<string> => page.getByLabel('Session', { exact: true }).innerText();

/** Runs a query in the page of the signed-in user, by its own tokens. */
async function query(text: string): Promise<unknown> {
  return page.evaluate(`(async () => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('tenantql.session.'));
    const { accessToken } = JSON.parse(sessionStorage.getItem(key));
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + accessToken };
    const response = await fetch('/api/graphql', { method: 'POST', headers, body: ${JSON.stringify(JSON.stringify({ query: text }))} });
    return response.json();
  })()`);
}

const INSIDE = '{ tenant { id } me { username roles } listProjects { items { name } } }';

test('an invited person clicks the link in the mail, signs up by the code in another, and is inside the tenant', async () => {
  await invite('kim@new.test');
  await clickLink('kim@new.test');
  await page.getByRole('heading', { name: 'Join acme' }).waitFor();
  // The token is nowhere that a server or the history sees.
  expect(page.url()).toBe(`${server.url}/`);
  await page.getByLabel('Password').fill('Correct-horse-1');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code from your mail').waitFor();
  const [newest] = (await mailbox()).filter(({ to }) => to === 'kim@new.test');
  const [code = ''] = /\d{6}/.exec(newest?.text ?? '') ?? [];
  await page.getByLabel('Code from your mail').fill(code);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('.graphiql-execute-button').waitFor();
  expect(await session()).toMatch(/^kim\s+acme\s+MEMBER\b/);
  expect(await query(INSIDE)).toEqual({
    data: {
      tenant: { id: 'acme' },
      me: { username: 'kim', roles: ['MEMBER'] },
      listProjects: { items: [{ name: 'Light anvil' }, { name: 'Rocket skates' }] },
    },
  });
});

test('a member of another tenant signs in, accepts, and enters the tenant that invites', async () => {
  await invite('dave@globex.test');
  await clickLink('dave@globex.test');
  await page.getByRole('button', { name: 'Sign in instead' }).click();
  await page.getByLabel('User name').fill('dave');
  await page.getByLabel('Password').fill('Dave-2026');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Accept as dave' }).click();
  await page.locator('.graphiql-execute-button').waitFor();
  expect(await session()).toMatch(/^dave\s+acme\s+MEMBER\b/);
  expect(await query('{ tenant { id } }')).toEqual({ data: { tenant: { id: 'acme' } } });
});

test('a user with another address cannot accept, and stays outside', async () => {
  await invite('lee@new.test');
  await clickLink('lee@new.test');
  await page.getByRole('button', { name: 'Sign in instead' }).click();
  await page.getByLabel('User name').fill('carol');
  await page.getByLabel('Password').fill('Carol-2026');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Accept as carol' }).click();
  await page.getByText('You cannot use this invitation').first().waitFor();
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.locator('.graphiql-execute-button').waitFor();
  expect(await session()).toMatch(/^carol\s+globex\s+ADMIN\b/);
});
