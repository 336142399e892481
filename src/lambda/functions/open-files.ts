import { jobScope } from '../../tenant/index.ts';
import { openControl, openDirectory } from '../../store/index.ts';

import { createFilesHandler, type FilesHandler } from '../files-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type FilesParts = Pick<
  SystemParts,
  'controlSendOf' | 'sendOf' | 'filesOf' | 'scanFiles' | 'plans' | 'now' | 'log'
>;

/** Opens the function that follows what happens in the bucket of files. The log says why it entered a tenant. */
export function openFiles({
  controlSendOf,
  sendOf,
  filesOf,
  scanFiles,
  plans,
  now,
  log,
}: FilesParts): FilesHandler {
  const controlSend = controlSendOf('files');
  const directory = openDirectory(controlSend);
  const rows = sendOf('files');
  const objectsOf = filesOf('files');
  return createFilesHandler({
    control: openControl(controlSend),
    plans,
    scan: scanFiles,
    now,
    scopeOf: (tenantId, why) =>
      jobScope(directory, tenantId, why, (entry) => {
        log({ level: 'info', message: 'job scope', ...entry });
      }),
    filesOf: (scope) => ({ records: recordsOf(scope, rows(scope)), objects: objectsOf(scope) }),
    log,
  });
}

/** The records of files are not stored yet. */
function recordsOf(_scope: unknown, _send: unknown): never {
  throw new Error('Files have no records yet.');
}
