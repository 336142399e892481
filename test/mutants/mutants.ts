import { answers } from './answers.ts';
import { callers } from './callers.ts';
import { cloud } from './cloud.ts';
import { credentials } from './credentials.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import type { Mutant } from './mutant.ts';
import { plans } from './plans.ts';
import { references } from './references.ts';
import { rows } from './rows.ts';
import { sockets } from './sockets.ts';

export const mutants: readonly Mutant[] = [
  ...rows,
  ...references,
  ...callers,
  ...answers,
  ...credentials,
  ...cloud,
  ...events,
  ...sockets,
  ...files,
  ...plans,
];
