import { isGone, NoTenant, type Scope } from '../tenant/index.ts';
import { auditEvent, planOf, recordAlone, type PlatformParts, type FileParts } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

import { actOnFileEvent } from './act-on-file-event.ts';
import type { BatchResult } from './changes-handler.ts';
import { readFileEvent, type FileEvent, type FilesEvent } from './file-events.ts';

export interface FilesOptions extends Pick<PlatformParts, 'control' | 'plans' | 'now'> {
  /** Whether a verified upload waits for the scanner. */
  readonly scan: boolean;
  /** Opens the scope of a tenant in any state, and logs the reason. */
  readonly scopeOf: (tenantId: string, why: string) => Promise<Scope>;
  /** Returns the files of the scope's tenant, by sessions of that tenant alone. */
  readonly filesOf: (scope: Scope) => FileParts;
  readonly log: Log;
}

export type FilesHandler = (event: FilesEvent) => Promise<BatchResult>;

/** The reason of the scope. */
const WHY = 'an event of the bucket of files';

/**
 * Creates the handler of the events of the bucket of files. The key of an object names the tenant, and the handler acts by
 * sessions of that tenant alone: an event can lead it to no other tenant's files. Events may be repeated and come in any
 * order. One that fails comes again, and after some times becomes a dead letter; it stops no other.
 */
export function createFilesHandler(options: FilesOptions): FilesHandler {
  const { control, plans, scan, scopeOf, filesOf, log } = options;

  const act = async (event: FileEvent): Promise<string> => {
    const scope = await scopeOf(event.place.tenant, WHY);
    const { tenantId, tenant, caller } = scope;
    if (isGone(tenant)) {
      // A browser may put objects until its session ends. A purge that runs counts and deletes them itself.
      if (tenant.status === 'DELETED' && event.is === 'created')
        await filesOf(scope).objects.remove(
          event.place.is === 'direct' ? event.place : { id: event.place.id },
        );
      return 'GONE';
    }
    return actOnFileEvent(
      {
        scope,
        files: filesOf(scope),
        limit: planOf(plans, tenant).limits.storageBytes,
        scan,
        now: options.now(),
        record: (entry) =>
          recordAlone(control, auditEvent(tenantId, caller.actor, { requestId: null, ip: null }, entry)),
      },
      event,
    );
  };

  const take = async (body: string, messageId: string): Promise<boolean> => {
    let event: FileEvent | null = null;
    try {
      event = readFileEvent(body);
      if (!event) return true;
      const outcome = await act(event).catch((error: unknown) => {
        if (error instanceof NoTenant) return 'GONE';
        throw error;
      });
      const isUnscanned = event.is === 'scanned' && outcome === 'UNSCANNED';
      log({
        level: isUnscanned ? 'error' : 'info',
        message: isUnscanned ? 'a file could not be scanned' : 'file event',
        ...described(event),
        outcome,
      });
      return true;
    } catch (error) {
      log({
        level: 'error',
        message: 'an event of a file failed',
        messageId,
        ...(event && described(event)),
        ...describeError(error),
      });
      return false;
    }
  };

  return async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { body, messageId } of Records)
      if (!(await take(body, messageId))) batchItemFailures.push({ itemIdentifier: messageId });
    return { batchItemFailures };
  };
}

/** Returns an event for the log. A path may hold what a user wrote, so it is left out. */
function described({ is, place }: FileEvent): Readonly<Record<string, string>> {
  return {
    event: is,
    tenantId: place.tenant,
    file: place.is === 'original' ? place.id : 'direct',
  };
}
