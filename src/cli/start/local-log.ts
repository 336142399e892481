import { jsonLog, type Log } from '../../server/index.ts';

import type { StartOptions } from './options.ts';

/** The log of a laptop: failures on standard error; once it is open, each request a line of JSON on standard output. */
export function localLog({ quiet, json }: Pick<StartOptions, 'quiet' | 'json'>): {
  write: Log;
  open: () => void;
} {
  const out = jsonLog((line) => process.stdout.write(`${line}\n`));
  const err = jsonLog((line) => process.stderr.write(`${line}\n`));
  let talking = false;
  return {
    write: (entry) => {
      if (entry.level === 'error') err(entry);
      else if (talking) out(entry);
    },
    open: () => {
      talking = !quiet && !json;
    },
  };
}
