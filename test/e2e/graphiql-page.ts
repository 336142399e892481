import type { Browser, BrowserContext, Page, Response, WebSocket } from 'playwright-core';

/** The first start of the server builds the page, which takes a while on a busy machine. */
const BUILT_WITHIN = 60_000;

/** GraphiQL in its own browser context, as a user sees it. */
export interface GraphiqlPage {
  readonly page: Page;
  /** The URLs of all requests of the page. */
  readonly requested: readonly string[];
  /** Errors in the browser: console errors, uncaught exceptions, failed requests. */
  readonly complaints: readonly string[];
  signIn(username: string, password: string): Promise<void>;
  /** Signs in a user of several tenants, and chooses one. */
  signInTo(tenant: string, username: string, password: string): Promise<void>;
  switchTenant(tenant: string): Promise<void>;
  /** Returns the text of the badge in the header: user, tenant, groups. */
  session(): Promise<string>;
  /** Runs a query, given as a selection set; returns the result when the page shows all of it. */
  run(selection: string, name?: string): Promise<Result>;
  /** Opens a prepared tab, and runs one of its operations. */
  runPrepared(tab: string, operation: string): Promise<void>;
  /** Waits until the server has armed one more subscription of the page. */
  readonly armed: () => Promise<void>;
  /** Runs a subscription, given as a selection set; returns when the server has armed it. */
  subscribe(selection: string): Promise<void>;
  /** Runs a subscription, and waits for nothing. */
  start(selection: string): Promise<void>;
  /** Waits until the connection of subscriptions that was opened last is closed. */
  readonly socketCloses: () => Promise<void>;
  /** The text of all frames that the page got. */
  readonly frames: readonly string[];
  /** Waits until the result pane shows a text. */
  shows(text: string): Promise<void>;
  /** Writes a header into the headers editor. */
  writeHeader(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

export interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** The APIs of the two pages. */
const APIS = ['/api/graphql', '/operator/graphql'];

/** Opens the page without stored state and waits for the sign-in form. */
export async function openGraphiql(browser: Browser, url: string): Promise<GraphiqlPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const { requested, complaints } = listen(context);
  await page.goto(url);
  await page.getByLabel('User name').waitFor({ timeout: BUILT_WITHIN });

  let runs = 0;
  const { armed, frames, socketCloses } = framesOf(page);

  /** Waits for the introspection of a new session: GraphiQL ignores a click before its answer. */
  const withNewSchema = async (act: () => Promise<unknown>): Promise<void> => {
    await Promise.all([apiAnswer(page, BUILT_WITHIN), act()]);
    await page.locator('.graphiql-execute-button').waitFor();
  };

  const submit = async (username: string, password: string): Promise<void> => {
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  const start = async (selection: string): Promise<void> => {
    const name = `Watch${++runs}`;
    await paste(page, `subscription ${name} ${selection}`);
    await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
    await page.locator('.graphiql-execute-button').click();
  };

  return {
    page,
    requested,
    complaints,
    armed,
    frames,
    start,
    socketCloses,
    signIn: (username, password) => withNewSchema(() => submit(username, password)),
    signInTo: (tenant, username, password) =>
      withNewSchema(async () => {
        await submit(username, password);
        await page.getByRole('button', { name: tenant, exact: true }).click();
      }),
    switchTenant: (tenant) =>
      withNewSchema(() => page.getByRole('combobox', { name: 'Tenant' }).selectOption(tenant)),
    session: () => page.getByLabel('Session', { exact: true }).innerText(),
    async run(selection, name = `Run${++runs}`) {
      // GraphiQL reads the operation's name shortly after the edit; then the tab shows it.
      await paste(page, `query ${name} ${selection}`);
      await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
      const [answer] = await Promise.all([apiAnswer(page), page.locator('.graphiql-execute-button').click()]);
      const result = (await answer.json()) as Result;
      await page
        .locator('.result-window .view-lines')
        .filter({ hasText: asShown(result) })
        .waitFor();
      return result;
    },
    async runPrepared(tab, operation) {
      const lines = page.locator('.graphiql-query-editor .view-line');
      // A click before the editor has its first text changes the tab and not the text.
      await lines.first().waitFor();
      await page.locator('.graphiql-tab', { hasText: tab }).getByRole('button').first().click();
      await lines.getByText(tab).first().waitFor();
      // The button asks for an operation once GraphiQL has read that there are several.
      await page.locator('.graphiql-execute-button[aria-haspopup="menu"]').click();
      await page.getByRole('menuitem', { name: operation }).click();
    },
    async subscribe(selection) {
      await start(selection);
      await armed();
    },
    shows: async (text) => {
      await page.locator('.result-window .view-lines').getByText(text).first().waitFor();
    },
    async writeHeader(name, value) {
      await page.getByRole('button', { name: 'Headers' }).click();
      await paste(
        page,
        JSON.stringify({ [name]: value }),
        '.graphiql-editor-tool .graphiql-editor:not(.hidden)',
      );
    },
    close: () => context.close(),
  };
}

/** Reads the frames of a page. Each wait for an armed subscription waits for one more. */
function framesOf(page: Page): Pick<GraphiqlPage, 'armed' | 'frames' | 'socketCloses'> {
  let last: WebSocket | undefined;
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  page.on('websocket', (socket) => {
    last = socket;
    socket.on('framereceived', ({ payload }) => {
      frames.push(String(payload));
      for (const look of waiting) look();
    });
  });
  return {
    frames,
    socketCloses: async () => {
      await last?.waitForEvent('close');
    },
    armed: () =>
      new Promise((resolve) => {
        const wanted = (taken += 1);
        const look = (): void => {
          if (frames.filter((frame) => frame.includes('"armed"')).length < wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Records the requests of the pages of a browser context, and what the browser complains about. */
export function listen(context: BrowserContext): Pick<GraphiqlPage, 'requested' | 'complaints'> {
  const requested: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  context.on('requestfailed', (request) =>
    complaints.push(`${request.url()} ${request.failure()?.errorText ?? ''}`),
  );
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { requested, complaints };
}

/** Replaces the text of the editor by pasting, because the editor adds closing brackets to typed text. */
async function paste(page: Page, query: string, editor = '.graphiql-query-editor'): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(query)})`);
  await page.locator(`${editor} .view-lines`).click();
  await page.locator(`${editor} .monaco-editor.focused`).waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
}

function apiAnswer(page: Page, timeout = 30_000): Promise<Response> {
  return page.waitForResponse((response) => APIS.includes(new URL(response.url()).pathname), { timeout });
}

/** Matches a result in the result pane: indented JSON, one element a line, with non-breaking spaces. */
function asShown(result: Result): RegExp {
  const lines = JSON.stringify(result, null, 2).split(/\n */);
  const patterns = lines.map((line) => line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' ', '\\s'));
  return new RegExp(patterns.join('\\s*'));
}
