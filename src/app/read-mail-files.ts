import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { readMailTemplates } from '../platform/index.ts';

import { UsageError } from './usage-error.ts';

/**
 * Reads the templates of mails in a folder below a root.
 * @throws {UsageError} if there is no such folder
 */
export function readMailFiles(folder: string, root = ''): ReturnType<typeof readMailTemplates> {
  const path = join(root, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`There are no templates of mails at "${path}": write them, as docs/mail.md says.`);
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.txt') || name.endsWith('.html'))
    .sort();
  const files = names.map((name) => ({
    file: `${folder}/${name}`,
    name,
    text: readFileSync(join(path, name), 'utf8'),
  }));
  return readMailTemplates(files, folder);
}
