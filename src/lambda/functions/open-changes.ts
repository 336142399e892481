import { createChangesHandler, type ChangesHandler } from '../changes-handler.ts';
import type { SystemParts } from '../system-parts.ts';

/** Opens the function that reads the streams of the tables. It reaches no data: it reads records and sends work. */
export function openChanges({ queue, log }: Pick<SystemParts, 'queue' | 'log'>): ChangesHandler {
  return createChangesHandler({ queue, log });
}
