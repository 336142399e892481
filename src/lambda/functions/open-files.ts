import { jobScope } from '../../tenant/index.ts';
import { openControl, openDirectory, openFileRecords } from '../../store/index.ts';

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
    filesOf: (scope) => ({
      records: openFileRecords(scope, rows(scope), { now }),
      objects: objectsOf(scope),
    }),
    log,
  });
}
