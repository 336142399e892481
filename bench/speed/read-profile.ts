import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename } from 'node:path';

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The CPU of a part: a package, a room of src/, or a module of Node. */
export interface Part {
  readonly name: string;
  /** The share of all CPU, from 0 to 1. */
  readonly share: number;
}

/**
 * Returns the CPU of a profile by parts, by functions, and by functions of ours with all that they call, the largest first.
 * @param mapOf returns the path of the source map of a bundled file: `index.js`
 */
export function readProfile(
  file: string,
  mapOf: (file: string) => string,
): { readonly parts: readonly Part[]; readonly functions: readonly Part[]; readonly calls: readonly Part[] } {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  const times = new Map<number, number>();
  for (const [at, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + (timeDeltas[at] ?? 0));
  const maps = new Map<string, SourceMap>();
  const sourceOf = ({ url, lineNumber, columnNumber }: CallFrame) => {
    const name = basename(url);
    const map =
      maps.get(name) ?? new SourceMap(JSON.parse(readFileSync(mapOf(name), 'utf8')) as SourceMapPayload);
    maps.set(name, map);
    const entry = map.findEntry(lineNumber, columnNumber);
    return 'originalSource' in entry
      ? { source: entry.originalSource, line: entry.originalLine }
      : { source: url, line: lineNumber };
  };
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  const places = new Map<number, string>();
  let total = 0;
  for (const { id, callFrame } of nodes) {
    const time = times.get(id) ?? 0;
    // The inspector is what measures.
    if (callFrame.functionName === '(idle)' || callFrame.url === 'node:inspector') continue;
    const isOurs = callFrame.url.includes('/ours/');
    const { source, line } = isOurs ? sourceOf(callFrame) : { source: callFrame.url, line: 0 };
    const part = partOf(source, callFrame.functionName);
    if (isOurs) places.set(id, `${part} ${basename(source)}:${line + 1}`);
    if (time === 0) continue;
    total += time;
    parts.set(part, (parts.get(part) ?? 0) + time);
    const place = `${part} ${basename(source)} ${callFrame.functionName || '(anonymous)'}`;
    functions.set(place, (functions.get(place) ?? 0) + time);
  }
  const sharesOf = (all: ReadonlyMap<string, number>): readonly Part[] =>
    [...all].map(([name, time]) => ({ name, share: time / total })).sort((a, b) => b.share - a.share);
  const calls = callTimes(nodes, times, places);
  return { parts: sharesOf(parts), functions: sharesOf(functions), calls: sharesOf(calls) };
}

/** Returns the time of each place with that of all that it calls. A place that calls itself counts once. */
function callTimes(
  nodes: Profile['nodes'],
  times: ReadonlyMap<number, number>,
  places: ReadonlyMap<number, string>,
): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const calls = new Map<string, number>();
  const visit = (id: number, open: ReadonlySet<string>): number => {
    const place = places.get(id);
    const within = place === undefined || open.has(place) ? open : new Set([...open, place]);
    let time = times.get(id) ?? 0;
    for (const child of byId.get(id)?.children ?? []) time += visit(child, within);
    if (place !== undefined && within !== open) calls.set(place, (calls.get(place) ?? 0) + time);
    return time;
  };
  const [root] = nodes;
  if (root) visit(root.id, new Set());
  return calls;
}

/** Returns the part of a source: `graphql`, `src/engine`, `node:crypto`. Code of V8 has no source. */
function partOf(source: string, functionName: string): string {
  if (source === '') return functionName.startsWith('(') ? functionName : 'V8';
  if (source.startsWith('node:')) return source.split('/').slice(0, 2).join('/');
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  const [, room] = /\/src\/([^/]+)\//.exec(source) ?? [];
  return name ?? (room === undefined ? basename(source) : `src/${room}`);
}
