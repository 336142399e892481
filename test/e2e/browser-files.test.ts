import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import { FIXTURE } from '../../codegen/places.ts';
import { bundleSnippet, snippetBelow, writeFilesSchema } from '../docs/files-page.ts';
import { PDF, pngOf } from '../shared/sample-files.ts';
import { openBrowser } from './browser.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

const schema = writeFilesSchema();
const folder = temporaryFolder();
let server: TestServer;
let browser: Browser;
let site: Server;
let origin: string;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer({ args: ['--schema', schema, '--resolvers', FIXTURE.resolvers] });
  const token = (await signIn(server, 'alice', 'Alice-2026')).AccessToken;
  const script = await bundleSnippet(snippetBelow('In a page', 'ts'), {
    folder,
    here: new URL(server.url).host,
    around: `const token = async () => ${JSON.stringify(token)};`,
    platform: 'browser',
  });
  const html = `<!doctype html><title>Photos</title><input type="file" multiple accept="image/*"><script>${script.replaceAll('</script', '<\\/script')}</script>`;
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
  origin = `http://localhost:${String((site.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  site.close();
  for (const each of [schema, folder]) rmSync(each, { recursive: true, force: true });
});

test('an <input type="file"> of a page of another origin uploads photos and shows them', async () => {
  for (const [name, width] of [
    ['red.png', 40],
    ['blue & "green".png', 300],
  ] as const)
    writeFileSync(join(folder, name), pngOf(width, 30));
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(origin);
  await page.locator('input').setInputFiles([join(folder, 'red.png'), join(folder, 'blue & "green".png')]);
  await page.locator('img').nth(1).waitFor();
  const shown = await page.locator('img').evaluateAll(async (images) => {
    const loaded = images as unknown as (ImageOf & { decode(): Promise<void> })[];
    for (const image of loaded) await image.decode();
    return loaded.map(({ alt, naturalHeight }) => ({ alt, naturalHeight }));
  });
  expect(shown).toMatchObject([{ alt: 'red.png' }, { alt: 'blue & "green".png' }]);
  expect(shown.every(({ naturalHeight }) => naturalHeight > 0)).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a page shows why a file is refused, and no byte is sent', async () => {
  writeFileSync(join(folder, 'plan.pdf'), PDF);
  const page = await browser.newPage();
  const complaints: string[] = [];
  const sent: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.url());
  });
  await page.goto(origin);
  const failed = page.waitForEvent('pageerror');
  await page.locator('input').setInputFiles(join(folder, 'plan.pdf'));
  await failed;
  expect(complaints).toEqual([expect.stringContaining('image/*')]);
  expect(sent).toEqual([]);
  await page.close();
});

interface ImageOf {
  readonly alt: string;
  readonly naturalHeight: number;
}
