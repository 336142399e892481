import { rmSync } from 'node:fs';

import type { Browser } from 'playwright-core';

import { ask } from './ask.ts';
import { openBrowser } from './browser.ts';
import { openGraphiql, type GraphiqlPage } from './graphiql-page.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

let server: TestServer;
let browser: Browser;
const data = temporaryFolder();
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer({ data });
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
  rmSync(data, { recursive: true, force: true });
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

async function openAs(username: string, kept = pages): Promise<GraphiqlPage> {
  const graphiql = await openGraphiql(browser, server.url);
  kept.push(graphiql);
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

test('a window shows why the API refuses its token, and does not connect again', async () => {
  const window = await openAs('alice');
  await window.writeHeader('Authorization', 'Bearer nonsense');
  await window.start('{ onUpdateProject { id name } }');
  await window.shows('The token is not valid for this API: sign in again.');
  await state(window).getByText('No subscription runs').waitFor();
  expect(window.frames).toHaveLength(1);
});

test('a window asks to sign in again when the API refuses the token of its session', async () => {
  const window = await openAs('alice');
  // The page itself takes the token for a valid one.
  await window.page.routeWebSocket(/realtime/, (socket) => {
    const behind = socket.connectToServer();
    socket.onMessage((frame) => {
      behind.send(String(frame).replace(/Bearer [^"]+/, 'Bearer nonsense'));
    });
  });
  await window.start('{ onUpdateProject { id name } }');
  await window.page.getByText('Your session has ended. Sign in again.').waitFor();
});

test('a sign-out ends the subscriptions of a window, and the next user has none of them', async () => {
  const window = await openAs('alice');
  await window.subscribe('{ onUpdateProject { id name } }');
  const closed = window.socketCloses();
  await window.page.getByRole('button', { name: 'Sign out' }).click();
  await closed;
  await window.signIn('carol', PASSWORDS['carol'] ?? '');
  await state(window).getByText('No subscription runs').waitFor();
});

test('a subscription continues after a restart of the server', async () => {
  const restarted: GraphiqlPage[] = [];
  const window = await openAs('alice', restarted);
  await window.subscribe('{ onUpdateProject { id name } }');
  expect(window.complaints).toEqual([]);
  await server.stop();
  await state(window).getByText('Connection lost, connecting again').waitFor();
  server = await startServer({ data, args: ['--port', new URL(server.url).port] });
  await window.armed();
  await state(window).getByText('Connected').waitFor();
  // Without a server, the page could neither connect nor load a worker of its editor.
  const whileAway = window.complaints.length;
  await rename('alice', 'acme-rocket', 'Seen after the restart');
  await window.shows('Seen after the restart');
  expect(window.complaints.slice(whileAway)).toEqual([]);
  await window.close();
});
