import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, posix, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { buildWeb, isWebBuilt, REST_HTML, webDist } from '../../web/build.ts';
import type { WebConfig } from '../../web/config.ts';

export { buildWeb } from '../../web/build.ts';

export interface WebOptions {
  /** Returns the configuration of each page, by the path of the page. */
  readonly pages: Readonly<Record<string, () => WebConfig>>;
  /** Returns the configuration of each page with the reference of an API, by the path of the page. */
  readonly references?: Readonly<Record<string, () => WebConfig>>;
  readonly log: (message: string) => void;
  /** Folder of the built page. The default is web/dist. */
  readonly dist?: string;
}

/** A handler that answers a request for the page, and returns whether it did. */
export type WebHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const favicon = resolve(__dirname, '../../web/favicon.svg');

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The page loads nothing from other hosts. Monaco sets inline styles, and its style sheet embeds fonts and
 * images as data.
 */
export const securityHeaders = {
  'content-security-policy': [
    "default-src 'self'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Pattern of an asset's path. A name has no slash and no leading dot, so that no path can leave the folder.
 */
const assetPath = /^\/assets\/(\w[\w-]*(?:\.\w[\w-]*)+)$/;

/**
 * Serves GraphiQL and the references of APIs with Cognito sign-in: each page with its `config.json`, `/assets/*`, `/favicon.svg` and
 * `/favicon.ico`, for GET and HEAD. Returns false for all other requests.
 *
 * If the page is not built, or its sources have changed, it builds the page in the background. Until then
 * each page reloads itself.
 */
export function openWeb(options: WebOptions): WebHandler {
  const { pages, references = {}, log, dist = webDist } = options;
  const configs = new Map(
    Object.entries({ ...pages, ...references }).map(([page, config]) => [
      posix.join(page, 'config.json'),
      config,
    ]),
  );
  let ready = false;
  let failed = false;

  void buildWeb({ dist }).then(
    ({ built, milliseconds }) => {
      ready = true;
      if (built) log(`GraphiQL was built in ${milliseconds} ms.`);
    },
    (error: unknown) => {
      failed = true;
      log(`GraphiQL could not be built; the API works without it. ${String(error)}`);
    },
  );

  const html = async (file: string): Promise<string> => {
    // A developer may have fixed and built it by hand meanwhile.
    if (failed) ready = await isWebBuilt(dist);
    if (ready) return readFile(join(dist, file), 'utf8');
    return failed ? failedPage : buildingPage;
  };

  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const config = configs.get(path);
    if (config) {
      send(request, response, 'application/json; charset=utf-8', JSON.stringify(config()));
      return true;
    }
    if (Object.hasOwn(pages, path) || Object.hasOwn(references, path)) {
      const file = Object.hasOwn(pages, path) ? 'index.html' : REST_HTML;
      send(request, response, mediaTypes['.html'], await html(file));
      return true;
    }
    switch (path) {
      case '/favicon.svg':
      case '/favicon.ico':
        send(request, response, mediaTypes['.svg'], await readFile(favicon, 'utf8'));
        return true;
      default:
        if (!path.startsWith('/assets/')) return false;
        await sendAsset(request, response, dist, assetPath.exec(path)?.[1]);
        return true;
    }
  };
}

function plainPage(title: string, text: string, refresh = ''): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />${refresh}
    <title>${title}</title>
    <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      main { max-width: 34rem; margin: 20vh auto; padding: 0 1.5rem }
      h1 { font-size: 1.4rem }
    </style>
  </head>
  <body>
    <main><h1>${title}</h1><p>${text}</p></main>
  </body>
</html>
`;
}

const buildingPage = plainPage(
  'GraphiQL is being built',
  'This takes a few seconds, once. The page reloads itself; the API answers meanwhile.',
  '\n    <meta http-equiv="refresh" content="1" />',
);
const failedPage = plainPage(
  'GraphiQL could not be built',
  'Run <code>npm run build:web</code> to see why, then reload this page. The API answers without it.',
);

function send(
  request: IncomingMessage,
  response: ServerResponse,
  type: string | undefined,
  body: string,
): void {
  response.writeHead(200, {
    ...securityHeaders,
    'cache-control': 'no-cache',
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Sends an asset. Its name contains a hash of its content, so a browser may cache it for ever. */
async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  dist: string,
  name: string | undefined,
): Promise<void> {
  const type = mediaTypes[extname(name ?? '')];
  const file = name && type ? await stat(join(dist, 'assets', name)).catch(() => undefined) : undefined;
  if (!name || !type || !file?.isFile()) {
    response.writeHead(404, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is no such asset. Reload the page.\n');
    return;
  }
  const path = join(dist, 'assets', name);
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding']))
    ? await stat(`${path}.gz`).catch(() => undefined)
    : undefined;
  response.writeHead(200, {
    ...securityHeaders,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': type,
    'content-length': (zipped ?? file).size,
    vary: 'accept-encoding',
    ...(zipped && { 'content-encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A browser that closes the connection is not an error.
  await pipeline(createReadStream(zipped ? `${path}.gz` : path), response).catch(() => response.destroy());
}
