import type { Browser } from 'playwright-core';

import { openBrowser } from './browser.ts';
import { openGraphiql, type GraphiqlPage } from './graphiql-page.ts';
import { startServer, type TestServer } from './start-server.ts';

jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let graphiql: GraphiqlPage;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
beforeEach(async () => (graphiql = await openGraphiql(browser, server.url)));
afterEach(async () => {
  const { requested, complaints } = graphiql;
  await graphiql.close();
  expect(complaints).toEqual([]);
  expect([...new Set(requested.map((url) => new URL(url).origin))]).toEqual([server.url]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const projects = '{ listProjects { items { name } } }';
const names = (...all: string[]) => ({ data: { listProjects: { items: all.map((name) => ({ name })) } } });

test('shows alice the projects of acme', async () => {
  await graphiql.signIn('alice', 'Alice-2026');
  expect(await graphiql.session()).toMatch(/^alice\s+acme\s+Admin\b/);
  expect(await graphiql.run(projects)).toEqual(names('Light anvil', 'Rocket skates'));
});

test('shows carol the projects of globex, and nothing at the id of a project of acme', async () => {
  await graphiql.signIn('carol', 'Carol-2026');
  expect(await graphiql.session()).toMatch(/^carol\s+globex\s+Admin\b/);
  expect(await graphiql.run(projects)).toEqual(names('Dam inspection'));
  expect(await graphiql.run('{ getProject(id: "acme-rocket") { name } }')).toEqual({
    data: { getProject: null },
  });
});

test('lets sam switch between tenants', async () => {
  await graphiql.signIn('sam', 'Sam-2026!');
  expect(await graphiql.session()).toMatch(/^sam\s+acme\s+Member\b/);
  expect(await graphiql.run(projects)).toEqual(names('Light anvil', 'Rocket skates'));
  await graphiql.switchTenant('globex');
  expect(await graphiql.session()).toMatch(/^sam\s+globex\s+Admin\b/);
  expect(await graphiql.run(projects)).toEqual(names('Dam inspection'));
});
