import { boundedMap } from '../../tenant/index.ts';
import { jsonLog, type Log, type LogEntry } from '../../server/index.ts';

import { printEntry, type PrintOptions } from './print-entry.ts';
import type { StartOptions } from './options.ts';

/** A stream that the log writes to: standard output or standard error. */
export interface LogStream {
  readonly isTTY?: boolean;
  /** Whether it shows colours; Node decides that by the terminal and `NO_COLOR`. */
  hasColors?(): boolean;
  write(text: string): unknown;
}

export interface LocalLog {
  readonly write: Log;
  /** Has requests logged from now on, with the names of users if the log is for a person. */
  readonly open: (nameOf: PrintOptions['nameOf']) => void;
}

/** How many errors wait for the line of their request; more can only be of requests that never got one. */
const MOST_WAITING = 100;

/**
 * Opens the log of a laptop: failures on standard error; once it is open, each request on standard output. On a terminal it
 * writes lines for people, else lines of JSON.
 */
export function localLog(
  { quiet, json, log }: Pick<StartOptions, 'quiet' | 'json' | 'log'>,
  { stdout, stderr }: { readonly stdout: LogStream; readonly stderr: LogStream } = process,
): LocalLog {
  const pretty = (log ?? (!json && stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  const written = pretty ? prettyLog(stdout, stderr) : jsonLogs(stdout, stderr);
  let talking = false;
  return {
    write: (entry) => {
      if (talking || entry.level === 'error') written.write(entry, talking);
    },
    open: (nameOf) => {
      talking = !quiet && !json;
      written.setNames(nameOf);
    },
  };
}

interface Written {
  /** `talking`: lines of requests are written too. */
  readonly write: (entry: LogEntry, talking: boolean) => void;
  readonly setNames: (nameOf: PrintOptions['nameOf']) => void;
}

function jsonLogs(stdout: LogStream, stderr: LogStream): Written {
  const out = jsonLog((line) => stdout.write(`${line}\n`));
  const err = jsonLog((line) => stderr.write(`${line}\n`));
  return {
    write: (entry) => {
      (entry.level === 'error' ? err : out)(entry);
    },
    setNames: () => undefined,
  };
}

/** An error that a client sees masked waits for the line of its request, and is written below it. */
function prettyLog(stdout: LogStream, stderr: LogStream): Written {
  let nameOf: PrintOptions['nameOf'] = () => undefined;
  const writeNow = (entry: LogEntry): void => {
    const stream = entry.level === 'error' ? stderr : stdout;
    const colour = stream.hasColors?.() ?? false;
    stream.write(`${printEntry(entry, new Date(), { colour, nameOf })}\n`);
  };
  const writeAll = (entries: readonly LogEntry[]): void => {
    entries.forEach(writeNow);
  };
  const waiting = boundedMap<string, readonly LogEntry[]>(MOST_WAITING, writeAll);
  return {
    write: (entry, talking) => {
      const { message, requestId } = entry;
      if (talking && message === 'internal error' && requestId !== undefined) {
        waiting.set(requestId, [...(waiting.get(requestId) ?? []), entry]);
        return;
      }
      writeNow(entry);
      if (message !== 'request' || requestId === undefined) return;
      const entries = waiting.get(requestId) ?? [];
      waiting.delete(requestId);
      writeAll(entries);
    },
    setNames: (named) => {
      nameOf = named;
    },
  };
}
