import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Files } from '../model-files.ts';

const FOLDER = 'docs/errors';

/** Returns the pages of the codes of errors as a module. The REST API answers them, and a bundle has no docs. */
export function errorPages(): Files {
  const pages = readdirSync(FOLDER)
    .filter((name) => /^[A-Z_]+\.md$/.test(name))
    .sort()
    .map((name) => [basename(name, '.md'), linked(readFileSync(join(FOLDER, name), 'utf8'))]);
  const text = JSON.stringify(Object.fromEntries(pages), null, 2);
  return {
    'src/rest/generated/error-pages.ts': `/** The pages of docs/errors by their codes. */\nexport const errorPages: Readonly<Record<string, string>> = ${text};\n`,
  };
}

/** Keeps links to other codes, which lie next to the page. Of other links it keeps the words: a deployed API has no docs. */
function linked(page: string): string {
  return page.replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words: string, target: string) => {
    if (/^https?:/.test(target)) return link;
    const [, code] = /^([A-Z_]+)\.md$/.exec(target) ?? [];
    return code === undefined || code === 'README' ? words : `[${words}](${code})`;
  });
}
