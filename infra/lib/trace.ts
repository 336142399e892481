import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';

/** Matches a place in a file of a function: `/var/task/index.js:3:1207`, or `index.js:3:1207` after another folder. */
const PLACE = /(?:[^\s()]*\/)?([\w-]+\.js):(\d+):(\d+)/g;

/**
 * Replaces each place in the files of a function by its place in the sources, as in a stack of its log.
 * @param maps the folder with the source maps of the same build
 */
export function traced(stack: string, maps: string): string {
  const sources = new Map(
    readdirSync(maps).map((file) => {
      const map = JSON.parse(readFileSync(join(maps, file), 'utf8')) as SourceMapPayload;
      return [file.replace(/\.map$/, ''), new SourceMap(map)] as const;
    }),
  );
  return stack.replaceAll(PLACE, (place, file: string, line: string, column: string) => {
    const found = sources.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!found || !('originalSource' in found)) return place;
    return `${found.originalSource}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}
