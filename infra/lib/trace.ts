import { SourceMap, type SourceMapPayload } from 'node:module';

/** Matches a place in a bundle: `/var/task/index.js:3:1207`, or `index.js:3:1207` after another folder. */
const PLACE = /\S*\bindex\.js:(\d+):(\d+)/g;

/**
 * Replaces each place in the bundle of a function by its place in the sources, as in a stack of its log.
 * @param map the source map of the same build
 */
export function traced(stack: string, map: SourceMapPayload): string {
  const sources = new SourceMap(map);
  return stack.replaceAll(PLACE, (place, line: string, column: string) => {
    const found = sources.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in found)) return place;
    return `${found.originalSource}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}
