import type { Scope } from '../../../tenant/index.ts';
import type { FileRecords } from '../../port/files.ts';
import { partPage } from '../commands/part-page.ts';
import { attempted } from '../driver/attempted.ts';
import type { Item, Send } from '../driver/send.ts';
import { fileKey, isFileId } from '../keys/file-keys.ts';
import { changeFile, discardFile, eraseFile, reserveFile, restoreFile } from './change-file.ts';
import { recordDirect, removeDirect } from './direct-files.ts';
import { dueFiles, nextDue } from './due-files.ts';
import { fileOf, isErased } from './file-item.ts';
import { crowded, type FileWork, MAX_ATTEMPTS } from './file-transaction.ts';
import { readUsage, recountFiles } from './file-usage.ts';

export interface FileRecordsOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly deadline?: AbortSignal | undefined;
}

/** DynamoDB's limit (API reference, BatchGetItem). */
const MAX_KEYS = 100;
/** Files of a page. DynamoDB ends a page after 1 MB as well. */
const PAGE = 500;

/**
 * Opens the files of the scope's tenant. It reads and writes only that tenant's partitions.
 * @example
 * ```ts
 * const files = openFileRecords(scope, send);
 * console.log(await files.usage());
 * ```
 */
export function openFileRecords(
  scope: Scope,
  send: Send,
  { now = Date.now, deadline }: FileRecordsOptions = {},
): FileRecords {
  const tenant = scope.tenantId;
  const limited: Send = (command, settings) => send(command, { ...settings, signal: deadline });
  const work: FileWork = {
    tenant,
    now,
    deadline,
    send: limited,
    transact: (items) => attempted(items, limited, { most: MAX_ATTEMPTS, refusal: crowded, deadline }),
    async read(id) {
      if (!isFileId(id)) return null;
      const input = { Key: fileKey(tenant, id), ConsistentRead: true } as const;
      return (await limited({ name: 'GetItem', input })).Item ?? null;
    },
    async readAll(ids) {
      const keys = [...new Set(ids)].filter(isFileId).map((id) => fileKey(tenant, id));
      const items: Item[] = [];
      for (let at = 0; at < keys.length; at += MAX_KEYS) {
        const Keys = keys.slice(at, at + MAX_KEYS);
        const { Items = [] } = await limited({ name: 'BatchGetItem', input: { Keys, ConsistentRead: true } });
        items.push(...Items);
      }
      return new Map(items.map(fileOf).map((file) => [file.id, file]));
    },
  };
  return {
    reserve: (file, limit) => reserveFile(work, file, limit),
    async get(id) {
      const item = await work.read(id);
      return item && fileOf(item);
    },
    getMany: work.readAll,
    change: (file, to) => changeFile(work, file, to),
    discard: (file) => discardFile(work, file),
    due: (until, limit) => dueFiles(work, until, limit),
    nextDue: () => nextDue(work),
    erase: (file) => eraseFile(work, file),
    recordDirect: (object, limit) => recordDirect(work, object, limit),
    removeDirect: (path, sequencer) => removeDirect(work, path, sequencer),
    usage: () => readUsage(work),
    async page(after, { erased = false } = {}) {
      const page = await partPage(tenant, { side: 'FILE' }, limited, { limit: PAGE, after });
      const items = erased ? page.items : page.items.filter((item) => !isErased(item));
      return { files: items.map(fileOf), after: page.after };
    },
    restore: (file) => restoreFile(work, file),
    recount: () => recountFiles(work),
  };
}
