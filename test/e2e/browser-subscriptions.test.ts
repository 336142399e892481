import type { Browser } from 'playwright-core';

import { ask } from './ask.ts';
import { openBrowser } from './browser.ts';
import { openGraphiql, type GraphiqlPage } from './graphiql-page.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
const pages: GraphiqlPage[] = [];
afterEach(async () => {
  const opened = pages.splice(0);
  for (const page of opened) await page.close();
  expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const PASSWORDS: Readonly<Record<string, string>> = {
  alice: 'Alice-2026',
  bob: 'Bob-2026!',
  carol: 'Carol-2026',
  dave: 'Dave-2026',
};

async function tokenOf(username: string): Promise<string> {
  return (await signIn(server, username, PASSWORDS[username] ?? '')).AccessToken;
}

async function openAs(username: string): Promise<GraphiqlPage> {
  const graphiql = await openGraphiql(browser, server.url);
  pages.push(graphiql);
  await graphiql.signIn(username, PASSWORDS[username] ?? '');
  return graphiql;
}

/** Changes a project by a request of a user. */
async function rename(username: string, id: string, name: string): Promise<void> {
  const query = `mutation { updateProject(input: { id: "${id}", name: "${name}" }) { id } }`;
  expect(await ask(server, await tokenOf(username), query)).toMatchObject({
    data: { updateProject: { id } },
  });
}

const state = ({ page }: GraphiqlPage) => page.getByLabel('Subscriptions');

test('a window of GraphiQL shows what another one changes, as in the screenshot of the page about real time', async () => {
  const watching = await openAs('alice');
  await state(watching).getByText('No subscription runs').waitFor();
  await watching.runPrepared('WatchTask', 'WatchTask');
  await watching.armed();
  await state(watching).getByText('Connected').waitFor();
  const changing = await openAs('bob');
  await changing.runPrepared('WatchTask', 'ChangeTask');
  await changing.shows('Draw the nozzle!');
  await watching.shows('Draw the nozzle!');
  if (process.env.SCREENSHOT) await watching.page.screenshot({ path: 'docs/graphiql-subscription.png' });
  await watching.page.locator('.graphiql-execute-button').click();
  await state(watching).getByText('No subscription runs').waitFor();
});

test('a window gets the changes of its own tenant alone', async () => {
  const acme = await openAs('alice');
  const globex = await openAs('carol');
  const watch = '{ onUpdateProject { id name } }';
  await acme.subscribe(watch);
  await globex.subscribe(watch);
  await rename('carol', 'globex-dam', 'Seen by globex');
  await rename('alice', 'acme-rocket', 'Seen by acme');
  await acme.shows('Seen by acme');
  await globex.shows('Seen by globex');
  expect(acme.frames.join()).not.toContain('globex');
  expect(globex.frames.join()).not.toContain('acme');
});

test('a subscription takes the token of the headers editor', async () => {
  const window = await openAs('alice');
  await window.writeHeader('Authorization', `Bearer ${await tokenOf('dave')}`);
  await window.subscribe('{ onUpdateProject { id name } }');
  await rename('carol', 'globex-dam', 'Seen by dave');
  await window.shows('Seen by dave');
});
