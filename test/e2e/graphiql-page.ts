import type { Browser, Page } from 'playwright-core';

/** The page is built at the first start of the server, which takes a while on a busy machine. */
const BUILT_WITHIN = 60_000;

/** GraphiQL in a browser of its own, as a person uses it. */
export interface GraphiqlPage {
  readonly page: Page;
  /** The addresses of all that the page asked for. */
  readonly requested: readonly string[];
  /** What the browser complained about: errors of the console, uncaught exceptions, failed loads. */
  readonly complaints: readonly string[];
  signIn(username: string, password: string): Promise<void>;
  switchTenant(tenant: string): Promise<void>;
  /** The badge in the header: user, tenant, groups. */
  session(): Promise<string>;
  /** Puts a query, as a selection set, into the editor, runs it and gives the answer, once the page shows it whole. */
  run(selection: string): Promise<Result>;
  close(): Promise<void>;
}

export interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Opens the page, with nothing remembered from before, and waits for the sign-in form. */
export async function openGraphiql(browser: Browser, url: string): Promise<GraphiqlPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const { requested, complaints } = listen(page);
  await page.goto(url);
  await page.getByLabel('User name').waitFor({ timeout: BUILT_WITHIN });

  let runs = 0;

  /** Each session begins with an introspection; GraphiQL forgets a click that comes before its answer. */
  const withNewSchema = async (act: () => Promise<unknown>): Promise<void> => {
    const introspected = page.waitForResponse((response) => isApi(response.url()), { timeout: BUILT_WITHIN });
    await act();
    await introspected;
    await page.locator('.graphiql-execute-button').waitFor();
  };

  return {
    page,
    requested,
    complaints,
    signIn: (username, password) =>
      withNewSchema(async () => {
        await page.getByLabel('User name').fill(username);
        await page.getByLabel('Password').fill(password);
        await page.getByRole('button', { name: 'Sign in' }).click();
      }),
    switchTenant: (tenant) =>
      withNewSchema(() => page.getByLabel('Tenant', { exact: true }).selectOption(tenant)),
    session: () => page.getByLabel('Session', { exact: true }).innerText(),
    async run(selection) {
      // GraphiQL reads the operation's name a moment after the edit; the tab shows when it has.
      const name = `Run${++runs}`;
      await paste(page, `query ${name} ${selection}`);
      await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
      const answered = page.waitForResponse((response) => isApi(response.url()));
      await page.locator('.graphiql-execute-button').click();
      const result = (await (await answered).json()) as Result;
      await page.locator('.result-window .view-lines').filter({ hasText: asShown(result) }).waitFor({ timeout: 5000 }).catch(async (e) => { console.log(await page.locator(".result-window").innerText()); await page.screenshot({ path: "/tmp/e2e/shot.png" }); throw e; });
      return result;
    },
    close: () => context.close(),
  };
}

function listen(page: Page): Pick<GraphiqlPage, 'requested' | 'complaints'> {
  const requested: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { requested, complaints };
}

/** Puts a query in place of the editor's. Typing would not do: the editor closes brackets by itself. */
async function paste(page: Page, query: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(query)})`);
  await page.locator('.graphiql-query-editor .view-lines').click();
  await page.locator('.graphiql-query-editor .monaco-editor.focused').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
}

function isApi(url: string): boolean {
  return new URL(url).pathname === '/api/graphql';
}

/** The result pane holds the answer as indented JSON, each line in an element of its own. */
function asShown(result: Result): RegExp {
  const lines = JSON.stringify(result, null, 2).split('\n');
  return new RegExp(lines.map((line) => line.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('\\s*'));
}
