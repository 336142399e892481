import { api } from './claims/api.ts';
import { archives } from './claims/archives.ts';
import { callers } from './claims/callers.ts';
import type { Claim } from './claims/claim.ts';
import { dependencies } from './claims/dependencies.ts';
import { edge } from './claims/edge.ts';
import { fileEvents } from './claims/file-events.ts';
import { fileRights } from './claims/file-rights.ts';
import { files } from './claims/files.ts';
import { identity } from './claims/identity.ts';
import { metering } from './claims/metering.ts';
import { metrics } from './claims/metrics.ts';
import { operation } from './claims/operation.ts';
import { queries } from './claims/queries.ts';
import { fits } from './claims/quotas.ts';
import { options } from './claims/options.ts';
import { queues } from './claims/queues.ts';
import { restDoor } from './claims/rest-door.ts';
import { roles } from './claims/roles.ts';
import { rows } from './claims/rows.ts';
import { schemas } from './claims/schemas.ts';
import { senders } from './claims/senders.ts';
import { silos } from './claims/silos.ts';
import { sockets } from './claims/sockets.ts';
import { streams } from './claims/streams.ts';

/** The claims that must hold for every template. */
export const claims: readonly Claim[] = [
  ...rows,
  ...silos,
  ...roles,
  ...files,
  ...fileRights,
  ...fileEvents,
  ...archives,
  ...identity,
  ...api,
  ...edge,
  ...restDoor,
  ...operation,
  ...metering,
  ...senders,
  ...sockets,
  ...streams,
  ...queues,
  ...metrics,
  ...queries,
  ...options,
  ...fits,
  ...callers,
  ...dependencies,
  ...schemas,
];
