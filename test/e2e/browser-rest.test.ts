import type { Browser, BrowserContext, Page } from 'playwright-core';

import { openBrowser } from './browser.ts';
import { listen } from './graphiql-page.ts';
import { startServer, type TestServer } from './start-server.ts';

/** The first start of the server builds the page, and Swagger UI reads a large document. */
const PATIENCE = 90_000;

let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let seen: ReturnType<typeof listen>;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(PATIENCE);
  seen = listen(context);
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  const origins = new Set(
    seen.requested.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin),
  );
  expect([...origins]).toEqual([server.url]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function signIn(username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Session').waitFor();
}

/** Opens an operation and sends its request. Returns the body that the page shows. */
async function tryOut(operation: string): Promise<string> {
  const block = page.locator(`[id$="-${operation}"]`);
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Execute' }).click();
  await block.locator('.live-responses-table .response-col_status').first().waitFor();
  return (await block.locator('.live-responses-table').first().textContent()) ?? '';
}

/** Opens the operations of a tag. */
async function openTag(tag: string): Promise<void> {
  await page.locator(`[data-tag="${tag}"]`).click();
}

test('the reference describes the API of a signed-in user, and sends a request with the token', async () => {
  await page.goto(`${server.url}/rest`);
  await signIn('alice', 'Alice-2026');
  await openTag('Label');
  const shown = await tryOut('listLabels');
  expect(shown).toContain('200');
  expect(shown).toContain('"nextCursor": null');
  expect(seen.requested).toContain(`${server.url}/api/rest/v1/labels`);
  expect(seen.complaints).toEqual([]);
});

test('the reference shows the tenant of its user alone', async () => {
  await page.goto(`${server.url}/rest`);
  await signIn('carol', 'Carol-2026');
  await openTag('Project');
  const shown = await tryOut('listProjects');
  expect(shown).toContain('Dam inspection');
  expect(shown).not.toContain('Rocket skates');
  expect(seen.complaints).toEqual([]);
});

test('the reference has the session of GraphiQL', async () => {
  await page.goto(server.url);
  await signIn('alice', 'Alice-2026');
  await page.getByRole('link', { name: 'REST' }).click();
  await openTag('Project');
  expect(await tryOut('listProjects')).toContain('Rocket skates');
  expect(await page.getByLabel('Session').textContent()).toContain('acme');
});
