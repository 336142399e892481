import type { Browser } from 'playwright-core';

import { codeOf, stepAt } from '../../src/local-cloud/cognito/totp.ts';
import { openBrowser } from './browser.ts';
import { openGraphiql, type GraphiqlPage } from './graphiql-page.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
let browser: Browser;
let graphiql: GraphiqlPage;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
beforeEach(async () => (graphiql = await openGraphiql(browser, server.url)));
afterEach(async () => {
  await graphiql.close();
  const origins = new Set(graphiql.requested.map((url) => new URL(url).origin));
  expect([...origins]).toEqual([server.url]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const projects = '{ listProjects { items { name } } }';
const names = (...all: string[]) => ({ data: { listProjects: { items: all.map((name) => ({ name })) } } });

test('GraphiQL shows alice the projects of acme', async () => {
  await graphiql.signIn('alice', 'Alice-2026');
  expect(await graphiql.session()).toMatch(/^alice\s+acme\s+ADMIN\b/);
  expect(await graphiql.run(projects)).toEqual(names('Light anvil', 'Rocket skates'));
  expect(graphiql.complaints).toEqual([]);
});

test('GraphiQL shows carol the projects of globex and null for the id of a project of acme', async () => {
  await graphiql.signIn('carol', 'Carol-2026');
  expect(await graphiql.session()).toMatch(/^carol\s+globex\s+ADMIN\b/);
  expect(await graphiql.run(projects)).toEqual(names('Dam inspection'));
  const foreign = await graphiql.run('{ getProject(id: "acme-rocket") { name } }');
  expect(foreign).toEqual({ data: { getProject: null } });
  expect(graphiql.complaints).toEqual([]);
});

test('GraphiQL asks sam for a tenant, and lets sam switch to another', async () => {
  await graphiql.signInTo('acme', 'sam', 'Sam-2026!');
  expect(await graphiql.session()).toMatch(/^sam\s+acme\s+MEMBER\b/);
  expect(await graphiql.run(projects)).toEqual(names('Light anvil', 'Rocket skates'));
  await graphiql.switchTenant('globex');
  expect(await graphiql.session()).toMatch(/^sam\s+globex\s+ADMIN\b/);
  expect(await graphiql.run(projects)).toEqual(names('Dam inspection'));
  expect(graphiql.complaints).toEqual([]);
});

test('GraphiQL shows the error of a wrong password, and the user can try again', async () => {
  const { page } = graphiql;
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password').fill('Carol-2026');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Incorrect username or password.').waitFor();
  await graphiql.signIn('alice', 'Alice-2026');
});

test('GraphiQL asks the user to sign in again when the server rejects the token', async () => {
  await graphiql.signIn('alice', 'Alice-2026');
  const { page } = graphiql;
  await page.evaluate(`
    const key = 'tenantql.session.${server.clientId}';
    const session = JSON.parse(sessionStorage.getItem(key));
    session.accessToken = session.accessToken.slice(0, -8) + 'tampered';
    sessionStorage.setItem(key, JSON.stringify(session));
  `);
  await page.reload();
  await page.getByText('Your session has ended. Sign in again.').first().waitFor();
  await graphiql.signIn('bob', 'Bob-2026!');
  expect(await graphiql.session()).toMatch(/^bob\s+acme\s+MEMBER\b/);
});

describe('GraphiQL at /operator', () => {
  let operators: GraphiqlPage;
  beforeEach(async () => (operators = await openGraphiql(browser, `${server.url}/operator`)));
  afterEach(async () => {
    await operators.close();
    const paths = operators.requested.map((url) => url.replace(server.url, ''));
    expect(paths.filter((path) => !/^\/(operator\b|assets\/|favicon|$)/.test(path))).toEqual([]);
  });

  test("shows the operator opal all tenants and sends no request to the tenants' API", async () => {
    await operators.signIn('opal', 'Opal-2026!');
    expect(await operators.session()).toMatch(/^opal\s+operator\s+ADMIN\b/);
    expect(await operators.run('{ tenants { items { id status } } }')).toEqual({
      data: {
        tenants: {
          items: [
            { id: 'acme', status: 'ACTIVE' },
            { id: 'globex', status: 'ACTIVE' },
          ],
        },
      },
    });
    expect(operators.complaints).toEqual([]);
  });

  test('rejects alice, who is not an operator', async () => {
    await operators.page.getByLabel('User name').fill('alice');
    await operators.page.getByLabel('Password').fill('Alice-2026');
    await operators.page.getByRole('button', { name: 'Sign in' }).click();
    await operators.page.getByText('Incorrect username or password.').waitFor();
  });
});

describe('GraphiQL at /operator with required MFA', () => {
  let strict: TestServer;
  let page: GraphiqlPage['page'];
  let operators: GraphiqlPage;
  beforeAll(async () => (strict = await startServer({ args: ['--operator-mfa'] })));
  afterAll(() => strict.stop());
  beforeEach(async () => {
    operators = await openGraphiql(browser, `${strict.url}/operator`);
    ({ page } = operators);
  });
  afterEach(() => operators.close());

  const begin = async (): Promise<void> => {
    await page.getByLabel('User name').fill('opal');
    await page.getByLabel('Password').fill('Opal-2026!');
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const show = async (code: string): Promise<void> => {
    await page.getByLabel('Code of your authenticator').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  let secret: string;
  const code = (steps: number): string => codeOf(secret, stepAt(Date.now() / 1000) + steps);

  test('lets opal set up an authenticator by its code', async () => {
    await begin();
    secret = await page.locator('.tq-key').innerText();
    await show('no code');
    await page.getByText('Code mismatch and fail enable Software Token MFA').waitFor();
    await show(code(0));
    await page.locator('.graphiql-execute-button').waitFor();
    expect(await operators.session()).toMatch(/^opal\s+operator\s+ADMIN\b/);
  });

  test('asks opal for a code at later sign-ins, and a wrong code can be corrected', async () => {
    await begin();
    await show('no code');
    await page.getByText('Invalid code received for user').waitFor();
    await show(code(1));
    await page.locator('.graphiql-execute-button').waitFor();
    expect(await operators.session()).toMatch(/^opal\s+operator\s+ADMIN\b/);
  });
});

test('GraphiQL shows a project with its tasks, as in the screenshot in the README', async () => {
  await graphiql.signIn('alice', 'Alice-2026');
  const { data } = await graphiql.run(PICTURED, 'RocketSkates');
  expect(data).toMatchObject({ myCard: { name: 'Alice Arden' }, getProject: { progress: 0, budget: 10000 } });
  await graphiql.page.getByLabel('Last response').getByText('Status 200').waitFor();
  if (process.env.SCREENSHOT) await graphiql.page.screenshot({ path: 'docs/graphiql.png' });
});

const PICTURED = `{
  myCard {
    name
  }
  getProject(id: "acme-rocket") {
    name
    budget
    progress
    tasks {
      items {
        title
        status
      }
    }
  }
}`;
