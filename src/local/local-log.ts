import { jsonLog, type Log } from '../server/index.ts';

import type { StartOptions } from './options.ts';

/** The log of a laptop: each request a line of JSON on standard output, failures on standard error. */
export function localLog({ quiet, json }: Pick<StartOptions, 'quiet' | 'json'>): Log {
  const out = jsonLog((line) => process.stdout.write(`${line}\n`));
  const err = jsonLog((line) => process.stderr.write(`${line}\n`));
  return (entry) => {
    if (entry.level === 'error') err(entry);
    else if (!quiet && !json) out(entry);
  };
}
