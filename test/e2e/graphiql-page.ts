import type { Browser, BrowserContext, Page } from 'playwright-core';

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
  /** Puts a query into the editor, runs it and gives the answer that the page shows. */
  run(query: string): Promise<Result>;
  close(): Promise<void>;
}

export interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Opens the page, with nothing remembered from before, and waits for the sign-in form. */
export async function openGraphiql(browser: Browser, url: string): Promise<GraphiqlPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const { requested, complaints } = listen(context, page);
  await page.goto(url);
  await page.getByLabel('User name').waitFor({ timeout: BUILT_WITHIN });

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
    async run(query) {
      await typeQuery(page, query);
      const answered = page.waitForResponse((response) => isApi(response.url()));
      await page.locator('.graphiql-execute-button').click();
      const result = (await (await answered).json()) as Result;
      return result;
    },
    close: () => context.close(),
  };
}
